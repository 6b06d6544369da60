"""Force a move: of a person, to a post, to a unit, or any combination."""

from __future__ import annotations

from typing import Literal

from optimizer.domain import Instruction, Order
from optimizer.domain.cells import Reference, Text
from optimizer.edits.instructed import InstructionEdit


class Force(InstructionEdit):
    """One of the moves of this employee, to this post, to this unit is made, if any rule leaves it possible."""

    kind: Literal["force"] = "force"
    employee: Reference = ""
    post: Reference = ""
    unit: Reference = ""
    reason: Text = ""

    @property
    def instruction(self) -> Instruction:
        """The order to move as a row."""
        return Instruction(
            order=Order.FORCE, employee=self.employee, post=self.post, unit=self.unit, reason=self.reason
        )
