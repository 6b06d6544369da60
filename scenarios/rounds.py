"""Rounds: each plan made on what the plan before it left, as if that had been issued."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import optimizer
from optimizer.domain import Dataset
from optimizer.edits.issue import issued
from optimizer.edits.pass_time import on_day
from optimizer.policy import Policy, months_after
from scenarios.compare import Planned


def rounds(dataset: Dataset, policy: Policy, number: int, months: int = 12) -> Iterator[Planned]:
    """So many plans, so many months apart, the first on the policy's day.

    They are chained and not planned together: no round looks ahead, so that several years
    planned as one could do better. Between two rounds the moves of the first are made, secondments
    end on their last day and people leave on the day on record; nothing else changes.
    """
    day = policy.as_of
    lag_days = policy.start - policy.as_of
    for place in range(number):
        on = policy.model_copy(update={"as_of": day, "starts_on": day + lag_days if policy.starts_on else None})
        made = Planned(dataset, on, optimizer.plan(dataset, on))
        yield made
        day = months_after(policy.as_of, months * (place + 1))
        dataset = next_base(made, day)


def next_base(made: Planned, day: date) -> Dataset:
    """The tables of a plan on a later day, its moves made. Raises ValueError if they have not started by then."""
    if day < made.policy.start:
        raise ValueError("the moves of the plan have not started")
    return on_day(issued(made.dataset, made.plan.moves), day)
