"""Set a unit's floor."""

from __future__ import annotations

from typing import ClassVar, Literal

from optimizer.domain import Dataset
from optimizer.domain.cells import Code, Count
from optimizer.edits.edit import Edit, State
from optimizer.edits.rows import with_unit
from optimizer.policy import Policy


class SetFloor(Edit):
    """The headcount wished for in the unit is ``floor``, whatever it was."""

    references: ClassVar = {"unit": ("units",)}

    kind: Literal["set_floor"] = "set_floor"
    unit: Code
    floor: Count

    def change(self, dataset: Dataset, policy: Policy) -> State:
        """The unit with another floor."""
        return with_unit(dataset, self.unit, floor=self.floor), policy
