"""A plan made by hand beside what the optimizer reaches with as many moves."""

from __future__ import annotations

from dataclasses import dataclass

import optimizer
from optimizer.domain import Dataset, Limit, LimitSubject
from optimizer.edits.set_limit import SetLimit
from optimizer.plan import Plan
from optimizer.policy import Policy
from optimizer.verify import Verification
from scenarios.figures import people_away


@dataclass(frozen=True)
class Score:
    """What a plan breaks and is worth, and the best plan of no more transfers and secondments.

    ``most`` is their number. Reassignments inside a unit move nobody away and are not limited.
    """

    plan: Plan
    verification: Verification
    best: Plan
    most: int


def score(dataset: Dataset, plan: Plan, policy: Policy, *, time_limit_seconds: float | None = None) -> Score:
    """Verify a plan and find the best one with as many people transferred or seconded, at most."""
    most = people_away(plan)
    limited = capped(dataset, policy, most)
    best = optimizer.plan(limited, policy, time_limit_seconds=time_limit_seconds)
    return Score(plan, optimizer.verify(dataset, plan, policy), best, most)


def capped(dataset: Dataset, policy: Policy, most: int) -> Dataset:
    """The dataset with a limit on the transfers and secondments of the whole plan; a tighter one stays."""
    whole = [row for row in dataset.limit_rows if not any(row.cells)]
    given = next((row for row in whole if row.subject is LimitSubject.RELEASE), Limit(subject=LimitSubject.RELEASE))
    tighter = most if given.at_most is None else min(most, given.at_most)
    return SetLimit(row=given.model_copy(update={"at_most": tighter}))(dataset, policy).dataset
