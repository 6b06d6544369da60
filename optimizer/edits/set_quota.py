"""Set a unit's quota."""

from __future__ import annotations

from typing import ClassVar, Literal

from optimizer.domain import Dataset
from optimizer.domain.cells import Code, Count
from optimizer.edits.edit import Edit, State
from optimizer.edits.rows import with_unit
from optimizer.policy import Policy


class SetQuota(Edit):
    """The unit's assigned headcount (biên chế được giao) is ``quota``, whatever it was."""

    references: ClassVar = {"unit": ("units",)}

    kind: Literal["set_quota"] = "set_quota"
    unit: Code
    quota: Count

    def change(self, dataset: Dataset, policy: Policy) -> State:
        """The unit with another quota."""
        return with_unit(dataset, self.unit, quota=self.quota), policy
