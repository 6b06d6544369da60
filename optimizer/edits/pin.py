"""Pin a person: nobody moves them."""

from __future__ import annotations

from typing import ClassVar, Literal

from optimizer.domain import Instruction, Order
from optimizer.domain.cells import Code, Text
from optimizer.edits.instructed import InstructionEdit


class Pin(InstructionEdit):
    """This employee is not moved, in any form."""

    references: ClassVar = {"employee": ("employees",)}

    kind: Literal["pin"] = "pin"
    employee: Code
    reason: Text = ""

    @property
    def instruction(self) -> Instruction:
        """The pin as a row."""
        return Instruction(order=Order.PIN, employee=self.employee, reason=self.reason)
