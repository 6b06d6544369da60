"""Nobody in long-term study, or already seconded, is transferred or seconded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import Employee
from optimizer.policy import Policy
from optimizer.rules.available import is_seconded
from optimizer.rules.bar import Bar
from optimizer.rules.pairs import Pairs


class BarStudyOrSeconded(Bar):
    """Group (iv): in long-term study, or seconded on the day, whether by code or by the record of a secondment.

    >>> from optimizer.rules.example import refuses
    >>> refuses(BarStudyOrSeconded(), {"blocks": "iv"})
    True
    >>> refuses(BarStudyOrSeconded(), {"seconded_to_unit": "B", "seconded_until": "30/09/2026"})
    True
    >>> refuses(BarStudyOrSeconded(), {"seconded_to_unit": "B", "seconded_until": "31/08/2026"})
    False
    """

    id = "bar_study_or_seconded"
    code = "iv"
    employee_columns = ("blocks", "seconded_to_unit", "seconded_from", "seconded_until")
    sentences = {
        "vi": "Đang được cử đi học dài hạn hoặc đang được biệt phái.",
        "en": "In long-term study, or already seconded.",
    }

    def is_barred(self, employee: Employee, policy: Policy) -> bool:
        """Whether the code or a running secondment puts the person in the group."""
        return super().is_barred(employee, policy) or is_seconded(employee, policy.as_of)

    def barred(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same, per pair."""
        return super().barred(pairs) | pairs.counts.is_seconded[pairs.employee]
