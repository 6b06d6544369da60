"""The tables on a later day, if nothing happens but what they say: people leave service, secondments end."""

from __future__ import annotations

from datetime import date
from typing import cast

from optimizer.domain import Dataset, Employee
from optimizer.edits.remove_people import without_people
from optimizer.edits.rows import with_cells


def on_day(dataset: Dataset, day: date) -> Dataset:
    """The tables on a day: who has left by then is gone, who is back from a secondment has it on record.

    That every secondment ends on its last day is an assumption: the sender decides to end or to
    extend it.
    """
    rows = cast("list[Employee]", dataset.rows("employees"))
    gone = {row.id: 0 for row in rows if row.leaves_on is not None and row.leaves_on <= day}
    left = without_people(dataset, gone) if gone else dataset
    return left.replace(employees=[_back(row, day) for row in cast("list[Employee]", left.rows("employees"))])


def _back(row: Employee, day: date) -> Employee:
    if not row.seconded_to_unit or row.seconded_until is None or row.seconded_until >= day:
        return row
    return with_cells(
        row,
        seconded_to_unit="",
        seconded_to_post="",
        seconded_from=None,
        seconded_until=None,
        last_return=row.seconded_until,
        past_secondments=row.past_secondments + 1,
    )
