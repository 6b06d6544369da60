"""From tables and a policy to a plan that was verified: what every server process does alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import optimizer
from optimizer.domain import Dataset
from optimizer.findings import Finding, has_errors, in_order
from optimizer.ingest import Ingested, InputError, read_folder
from optimizer.plan import Plan
from optimizer.planning import Engine
from optimizer.policy import Policy
from optimizer.rules import Violation
from optimizer.rules.bar_local import BarLocal


@dataclass(frozen=True)
class Proposal:
    """A plan with what verification says of it, and the findings of its input, none of them an error."""

    plan: Plan
    violations: tuple[Violation, ...]
    findings: tuple[Finding, ...]


def read_tables(folder: Path, policy: Policy | None) -> Ingested:
    """The tables of a folder, judged on the policy's day and with its own bars; on today without a policy."""
    policy = policy or Policy()
    return read_folder(folder, policy.as_of, BarLocal().extra_codes(policy))


def valid_tables(
    folder: Path, policy: Policy | None, policy_findings: list[Finding]
) -> tuple[Dataset, tuple[Finding, ...]]:
    """The dataset of a folder under a policy, with the findings of both.

    Raises InputError if any of them is an error.
    """
    ingested = read_tables(folder, policy)
    findings = in_order((*policy_findings, *ingested.findings))
    if policy is None or ingested.dataset is None or has_errors(findings):
        raise InputError(findings)
    return ingested.dataset, findings


def propose(
    dataset: Dataset,
    policy: Policy,
    findings: tuple[Finding, ...] = (),
    *,
    base: Plan | None = None,
    engine: Engine = "flow",
    time_limit_seconds: float,
    should_stop: Callable[[], bool],
    on_progress: Callable[[str], None] | None = None,
) -> Proposal:
    """Plan and verify. ``on_progress`` is called with the codes of :func:`optimizer.plan`, then with ``verify``."""
    plan = optimizer.plan(
        dataset,
        policy,
        base=base,
        engine=engine,
        time_limit_seconds=time_limit_seconds,
        should_stop=should_stop,
        on_progress=on_progress,
    )
    if on_progress is not None:
        on_progress("verify")
    return Proposal(plan, optimizer.verify(dataset, plan, policy, base=base).violations, findings)
