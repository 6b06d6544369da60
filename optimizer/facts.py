"""What is computed once from a dataset and a policy, and read by every rule."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.counts import Counts, count
from optimizer.domain import Dataset
from optimizer.fit import FitTable, fit_table
from optimizer.plan import Move
from optimizer.policy import Policy
from optimizer.travel import Journeys, journeys_of


@dataclass(frozen=True)
class Facts:
    """A dataset under a policy: its counts, everybody's fit to every field, everybody's journeys.

    ``base`` holds the moves of the plan that a new one is compared with, None if none is named.
    """

    dataset: Dataset
    policy: Policy
    counts: Counts
    fits: FitTable
    journeys: Journeys
    base: tuple[Move, ...] | None = None


def facts_of(dataset: Dataset, policy: Policy, base: tuple[Move, ...] | None = None) -> Facts:
    """Count, compare and measure a dataset on the policy's day."""
    return Facts(dataset, policy, count(dataset, policy), fit_table(dataset), journeys_of(dataset, policy), base)
