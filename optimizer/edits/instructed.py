"""What ban, pin and force share: one more row of the table of instructions."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar, cast

from optimizer.domain import Dataset, Instruction
from optimizer.edits.edit import Edit, State
from optimizer.findings import Finding
from optimizer.policy import Policy


class InstructionEdit(Edit):
    """An edit that adds an instruction."""

    references: ClassVar = {"employee": ("employees",), "post": ("posts",), "unit": ("units",)}

    @property
    @abstractmethod
    def instruction(self) -> Instruction:
        """The row that is added."""

    def check(self, dataset: Dataset, policy: Policy) -> Iterator[Finding]:
        """An instruction says something that the table does not say yet."""
        del policy
        row = self.instruction
        if not (row.employee or row.post or row.unit):
            yield self.error("instruction_about_nothing", "employee")
        if any(_says(row) == _says(other) for other in dataset.instruction_rows):
            yield self.warning("edit_without_effect", "kind")

    def change(self, dataset: Dataset, policy: Policy) -> State:
        """One row more; the same row is not added twice."""
        rows = cast("list[Instruction]", dataset.rows("instructions"))
        others = [row for row in rows if _says(row) != _says(self.instruction)]
        return dataset.replace(instructions=[*others, self.instruction]), policy


def _says(row: Instruction) -> tuple[str, str, str, str]:
    return row.order.value, row.employee, row.post, row.unit
