"""A national run: every province planned and verified, several at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import optimizer
from optimizer.domain import Dataset
from optimizer.plan import Plan
from optimizer.policy import Policy
from optimizer.verify import Verification
from scenarios.parallel import Done, in_parallel


@dataclass(frozen=True)
class Province:
    """A province's tables and the policy to plan them under."""

    dataset: Dataset
    policy: Policy


@dataclass(frozen=True)
class Verified:
    """A plan and what holding it against the tables says."""

    plan: Plan
    verification: Verification


def plan_nation(provinces: Mapping[str, Province], *, processes: int | None = None) -> Iterator[Done[Verified]]:
    """Plan every province by itself and verify it; results come as they complete.

    A plan is the same as one made alone, byte for byte, whatever the number of processes.
    Provinces that take longest begin first, so that no process waits long for the last one.
    """
    by_size = sorted(provinces.items(), key=lambda item: (-_pairs(item[1].dataset), item[0]))
    return in_parallel({code: partial(_planned, province) for code, province in by_size}, processes=processes)


def _pairs(dataset: Dataset) -> int:
    """Pairs of a person and a post."""
    return len(dataset.employees) * len(dataset.posts)


def _planned(province: Province) -> Verified:
    # This is a process for planning already.
    planned = optimizer.plan(province.dataset, province.policy, is_isolated=False)
    # Tables stay with the caller, who has them: only the plan travels back.
    return Verified(planned.plan, optimizer.verify(province.dataset, planned, province.policy))
