"""Add people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from optimizer.domain import Dataset, Employee
from optimizer.edits.edit import Edit, State
from optimizer.findings import Finding
from optimizer.ingest.quoting import shown
from optimizer.policy import Policy


class AddPeople(Edit):
    """People, or groups of them, who were not there, each a row with the columns of the table."""

    kind: Literal["add_people"] = "add_people"
    rows: tuple[Employee, ...] = Field(min_length=1)

    def check(self, dataset: Dataset, policy: Policy) -> Iterator[Finding]:
        """Nobody is there already, or added twice."""
        del policy
        ids = [row.id for row in self.rows]
        for place, id_ in enumerate(ids):
            if dataset.has_employee(id_) or id_ in ids[:place]:
                yield self.error("edit_code_taken", "rows", value=shown(id_), file="employees.csv")

    def change(self, dataset: Dataset, policy: Policy) -> State:
        """The people there are, and the new ones."""
        return dataset.replace(employees=[*dataset.rows("employees"), *self.rows]), policy
