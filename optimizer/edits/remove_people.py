"""Remove people, or some of a group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal, cast

from pydantic import Field

from optimizer.domain import Dataset, Employee
from optimizer.domain.cells import Code
from optimizer.edits.edit import Edit, State
from optimizer.edits.rows import with_cells
from optimizer.findings import Finding
from optimizer.policy import Policy


class RemovePeople(Edit):
    """The employees are no longer there; with ``count``, so many people of every group named."""

    references: ClassVar = {"employees": ("employees",)}

    kind: Literal["remove_people"] = "remove_people"
    employees: tuple[Code, ...] = Field(min_length=1)
    count: int | None = Field(default=None, ge=1)

    def check(self, dataset: Dataset, policy: Policy) -> Iterator[Finding]:
        """A group has as many people as are removed."""
        del policy
        fewest = min(row.count for row in dataset.employees_named(self.employees))
        if self.count is not None and self.count > fewest:
            yield self.error("edit_more_than_there_are", "count", count=self.count, people=fewest)

    def change(self, dataset: Dataset, policy: Policy) -> State:
        """Those who are left; whose partner is gone has none."""
        named = {row.id: row for row in dataset.employees_named(self.employees)}
        left = {id_: 0 if self.count is None else row.count - self.count for id_, row in named.items()}
        return without_people(dataset, left), policy


def without_people(dataset: Dataset, left: dict[str, int]) -> Dataset:
    """The dataset with so many people left of the rows named; a row of which nobody is left goes."""
    gone = {id_ for id_, people in left.items() if not people}
    people = []
    for row in cast("list[Employee]", dataset.rows("employees")):
        if row.id in gone:
            continue
        changed: dict[str, object] = {"count": left[row.id]} if row.id in left else {}
        if row.partner in gone:
            changed["partner"] = ""
        people.append(with_cells(row, **changed) if changed else row)
    return dataset.replace(employees=people)
