"""Rounds: each plan made on what the plan before it left, as if that had been issued."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import optimizer
from optimizer.domain import Dataset
from optimizer.edits.issue import issued
from optimizer.edits.pass_time import on_day
from optimizer.months import months_after
from optimizer.plan import Plan
from optimizer.planned import Planned
from optimizer.policy import Policy


class NotStartedError(ValueError):
    """A round that is earlier than the ``start`` of the moves before it."""

    def __init__(self, start: date) -> None:
        super().__init__(f"the moves of the plan before it start on {start}")
        self.start = start


@dataclass(frozen=True)
class Round:
    """A plan made after another, and the people who left service or came back from secondment in between.

    ``base`` is the draft that it was to change as little as possible, if there was one.
    """

    planned: Planned
    left: int
    returned: int
    base: Plan | None = None


def rounds(
    first: Planned,
    number: int,
    months: int = 12,
    *,
    on: date | None = None,
    base: Plan | None = None,
    time_limit_seconds: float | None = None,
) -> Iterator[Round]:
    """So many rounds after a plan that is issued, so many months apart, the first of them ``on`` a day.

    By default that is so many months after the plan; ``base`` is a draft of that round. Rounds are
    chained and not planned together: none looks ahead, so that several years planned as one
    could do better. Between two of them the moves of the earlier are made, secondments end on their
    last day and people leave on the day on record; nothing else changes.

    Raises NotStartedError if the moves of a plan have not started by the day of the next.
    """
    begin = on or months_after(first.policy.as_of, months)
    made = first
    for place in range(number):
        day = months_after(begin, months * place)
        done = next_round(made, day, base=None if place else base, time_limit_seconds=time_limit_seconds)
        yield done
        made = done.planned


def next_round(made: Planned, day: date, *, base: Plan | None = None, time_limit_seconds: float | None = None) -> Round:
    """The plan of a later day once a plan is issued, close to a draft of it if one is given.

    Raises NotStartedError if the moves of the earlier plan have not started by then.
    """
    if day < made.policy.start:
        raise NotStartedError(made.policy.start)
    before = issued(made.dataset, made.moves)
    after = on_day(before, day)
    return Round(
        planned=optimizer.plan(after, policy_on(made.policy, day), base=base, time_limit_seconds=time_limit_seconds),
        left=_people(before) - _people(after),
        returned=_returned(before, after),
        base=base,
    )


def policy_on(policy: Policy, day: date) -> Policy:
    """The policy on another day, with as many days from it to the start of moves, if it says when they start."""
    starts_on = None if policy.starts_on is None else day + (policy.starts_on - policy.as_of)
    return policy.model_copy(update={"as_of": day, "starts_on": starts_on})


def _people(dataset: Dataset) -> int:
    return int(dataset.employees["count"].sum())


def _returned(before: Dataset, after: Dataset) -> int:
    """People of rows that were seconded before and no longer are."""
    was_away = before.employees.loc[before.employees["seconded_to_unit"] != "", "id"]
    is_back = after.employees["id"].isin(was_away) & (after.employees["seconded_to_unit"] == "")
    return int(after.employees.loc[is_back, "count"].sum())
