"""Ban moves: of a person, to a post, to a unit, or any combination."""

from __future__ import annotations

from typing import Literal

from optimizer.domain import Instruction, Order
from optimizer.domain.cells import Reference, Text
from optimizer.edits.instructed import InstructionEdit


class Ban(InstructionEdit):
    """The moves of this employee, to this post, to this unit are excluded; what is left empty means any.

    >>> from datetime import date
    >>> from optimizer.domain import Dataset, Unit
    >>> from optimizer.policy import Policy
    >>> dataset = Dataset.of(units=[Unit(code="00004", name="Ba Đình", kind="ward")])
    >>> Ban(unit="00004")(dataset, Policy()).dataset.instructions["unit"].tolist()
    ['00004']
    >>> [finding.sentence("en") for finding in Ban(unit="4")(dataset, Policy()).findings]
    ['The code 4 seems to have lost its leading zeros; is it meant to be 00004?']
    """

    kind: Literal["ban"] = "ban"
    employee: Reference = ""
    post: Reference = ""
    unit: Reference = ""
    reason: Text = ""

    @property
    def instruction(self) -> Instruction:
        """The ban as a row."""
        return Instruction(order=Order.BAN, employee=self.employee, post=self.post, unit=self.unit, reason=self.reason)
