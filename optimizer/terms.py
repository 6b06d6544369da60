"""When terms end: those of the secondments on record and of a plan's moves.

A secondment does not end by itself: before its last day the sender decides to end or to extend
it (Decree 170/2025, Art. 26). A transfer with a return date is treated alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from optimizer.domain import Dataset
from optimizer.plan import Move
from optimizer.policy import Form, Policy


class Due(StrEnum):
    """How near the end of a term is: from when the sender decides to end or to extend it."""

    TO_COME = "to_come"
    DUE = "due"
    OVERDUE = "overdue"


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

    def due(self, policy: Policy) -> Due:
        """How near the end is on the policy's day."""
        if self.last_day < policy.as_of:
            return Due.OVERDUE
        return Due.DUE if self.alert_on(policy) <= policy.as_of else Due.TO_COME

    def is_due(self, policy: Policy) -> bool:
        """Whether on the policy's day the end is near, and not past."""
        return self.due(policy) is Due.DUE


def endings(dataset: Dataset, policy: Policy, moves: Iterable[Move] = ()) -> tuple[Ending, ...]:
    """All terms still to end, the next to end first: secondments on record and the moves of a plan.

    Secondments that are over on the policy's day are left out, and those without a last day.
    Raises KeyError if a move names somebody whom the dataset does not have.
    """
    return _in_order([*_on_record(dataset, policy.as_of), *_planned(dataset, moves)])


def calendar(dataset: Dataset, policy: Policy, moves: Iterable[Move] = ()) -> tuple[Ending, ...]:
    """The same with secondments on record that are over: nobody has decided on them, or nobody has told.

    Raises KeyError if a move names somebody whom the dataset does not have.
    """
    return _in_order([*_on_record(dataset, date.min), *_planned(dataset, moves)])


def _in_order(found: list[Ending]) -> tuple[Ending, ...]:
    return tuple(sorted(found, key=lambda ending: (ending.last_day, ending.employee, ending.to_post, ending.form)))


def _on_record(dataset: Dataset, day: date) -> list[Ending]:
    """Secondments on record that end on a day or later."""
    employees = dataset.employees
    is_seconded = employees["id"][employees["seconded_to_unit"] != ""].tolist()
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
        for person in dataset.employees_named(is_seconded)
        if person.seconded_until is not None and person.seconded_until >= day
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
