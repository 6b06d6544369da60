"""A secondment on record given another last day: extended, or ended before."""

from __future__ import annotations

from datetime import date
from typing import cast

from optimizer.domain import Dataset, Employee
from optimizer.edits.rows import with_cells


def with_last_day(dataset: Dataset, employee: str, until: date) -> Dataset:
    """The tables in which the secondment of an employee ends on a day.

    Raises KeyError for somebody whom the dataset does not have, ValueError if they are not seconded
    or the day lies before the first.
    """
    (row,) = dataset.employees_named([employee])
    if not row.seconded_to_unit or (row.seconded_from is not None and until < row.seconded_from):
        raise ValueError("no secondment that could end on that day")
    rows = cast("list[Employee]", dataset.rows("employees"))
    changed = with_cells(row, seconded_until=until)
    return dataset.replace(employees=[changed if one.id == employee else one for one in rows])
