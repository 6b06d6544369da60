"""When terms end: those of the secondments on record and of a plan's moves.

A secondment does not end by itself: before its last day the sender decides to end or to extend
it (Decree 170/2025, Art. 26). A transfer with a return date is treated alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from optimizer.domain import Dataset
from optimizer.plan import Move
from optimizer.policy import Form, Policy


@dataclass(frozen=True)
class Ending:
    """The term of one person, or of ``count`` people of a group, that is to end.

    ``leaves_on`` is the day on which the person retires or resigns, if it is known.
    ``is_planned`` tells a move that a plan proposes from a secondment on record.
    """

    employee: str
    form: Form
    from_unit: str
    to_unit: str
    to_post: str
    end: date
    leaves_on: date | None
    is_planned: bool
    count: int = 1

    @property
    def leaves_early(self) -> bool:
        """Whether the person leaves service before the term is over."""
        return self.leaves_on is not None and self.leaves_on < self.end

    @property
    def last_day(self) -> date:
        """The end of the term, or the day of leaving service if that comes first."""
        return self.end if self.leaves_on is None else min(self.end, self.leaves_on)

    def alert_on(self, policy: Policy) -> date:
        """The day from which somebody is to be reminded of the end."""
        return self.last_day - timedelta(days=policy.alert_days)

    def is_due(self, policy: Policy) -> bool:
        """Whether on the policy's day the end is near, and not past."""
        return self.alert_on(policy) <= policy.as_of <= self.last_day


def endings(dataset: Dataset, policy: Policy, moves: Iterable[Move] = ()) -> tuple[Ending, ...]:
    """All terms still to end, the next to end first: secondments on record and the moves of a plan.

    Secondments that are over on the policy's day are left out, and those without a last day.
    Raises KeyError if a move names somebody whom the dataset does not have.
    """
    found = [*_on_record(dataset, policy.as_of), *_planned(dataset, moves)]
    return tuple(sorted(found, key=lambda ending: (ending.last_day, ending.employee, ending.to_post, ending.form)))


def _on_record(dataset: Dataset, day: date) -> list[Ending]:
    employees = dataset.employees
    is_to_end = (employees["seconded_to_unit"] != "") & (employees["seconded_until"] >= pd.Timestamp(day))
    return [
        Ending(
            person.id,
            Form.SECONDMENT,
            person.unit,
            person.seconded_to_unit,
            person.seconded_to_post,
            person.seconded_until,
            person.leaves_on,
            is_planned=False,
            count=person.count,
        )
        for person in dataset.employees_named(employees["id"][is_to_end].tolist())
        if person.seconded_until is not None
    ]


def _planned(dataset: Dataset, moves: Iterable[Move]) -> list[Ending]:
    leaves_on = dataset.employee_values("leaves_on")
    return [
        Ending(
            move.employee,
            move.form,
            move.from_unit,
            move.to_unit,
            move.to_post,
            move.end,
            leaves_on[dataset.employee_row[move.employee]],
            is_planned=True,
            count=move.count,
        )
        for move in moves
        if move.end is not None
    ]
