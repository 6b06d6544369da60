"""Nobody moves who is on leave, or seconded out, on the day of the plan."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import Employee, Status
from optimizer.policy import Policy
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class Available(PairRule):
    """A person away on the day takes up no post, in any form; why they are away is not said.

    >>> from optimizer.rules.example import refuses
    >>> refuses(Available(), {"status": "on_leave", "absent_until": "01/09/2026"})
    True
    >>> refuses(Available(), {"status": "on_leave", "absent_until": "31/08/2026"})
    False
    """

    id = "available"
    citation = DESIGN
    employee_columns = ("status", "absent_until", "seconded_to_unit", "seconded_from", "seconded_until")
    sentences = {
        "vi": "Không có mặt làm việc tại đơn vị vào ngày {day}.",
        "en": "Not at work in the unit on {day}.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No to people away."""
        day = policy.as_of
        away = is_seconded(candidate.employee, day) or is_on_leave(candidate.employee, day)
        return self.refusal(day=day) if away else None

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        return pairs.counts.is_away[pairs.employee]


def is_seconded(employee: Employee, day: date) -> bool:
    """Whether a secondment of the person runs on the day; missing ends are open."""
    return (
        employee.seconded_to_unit != ""
        and (employee.seconded_from is None or employee.seconded_from <= day)
        and (employee.seconded_until is None or day <= employee.seconded_until)
    )


def is_on_leave(employee: Employee, day: date) -> bool:
    """Whether the person is on leave on the day; leave without an end lasts."""
    return employee.status is Status.ON_LEAVE and (employee.absent_until is None or day <= employee.absent_until)
