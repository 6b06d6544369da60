"""A resignation or retirement on a day."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from optimizer.domain import Dataset
from optimizer.domain.cells import Code, Day
from optimizer.edits.edit import Edit, State
from optimizer.edits.remove_people import without_people
from optimizer.edits.rows import with_cells
from optimizer.policy import Policy


class Resign(Edit):
    """The employee leaves service ``on`` a day.

    Up to the policy's day they are gone and their seat is vacant; leaving later, they hold it
    until then, and the rules on people about to leave look at the day.
    """

    references: ClassVar = {"employee": ("employees",)}

    kind: Literal["resign"] = "resign"
    employee: Code
    on: Day

    def change(self, dataset: Dataset, policy: Policy) -> State:
        """The employee gone, or with the day of leaving."""
        if self.on <= policy.as_of:
            return without_people(dataset, {self.employee: 0}), policy
        return _leaving(dataset, self.employee, self.on), policy


def _leaving(dataset: Dataset, employee: str, on: date) -> Dataset:
    person = with_cells(dataset.employee(employee), leaves_on=on)
    others = dataset.employees["id"][dataset.employees["id"] != employee].tolist()
    return dataset.replace(employees=[*dataset.employees_named(others), person])
