"""Nobody is seconded again soon after coming back."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.domain import Employee
from optimizer.months import months_after
from optimizer.policy import Form, Policy
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN, Parameter


class Cooldown(PairRule):
    """No new secondment starts within ``months`` of the last return.

    That is ``last_return``, or the end of the recorded secondment if that is over and later.

    >>> from optimizer.rules.example import refuses
    >>> from optimizer.policy import Form
    >>> refuses(Cooldown(), {"last_return": "02/09/2025"}, form=Form.SECONDMENT)
    True
    >>> refuses(Cooldown(), {"last_return": "01/09/2025"}, form=Form.SECONDMENT)
    False
    >>> over = {"seconded_to_unit": "B", "seconded_from": "01/03/2026", "seconded_until": "31/08/2026"}
    >>> refuses(Cooldown(), over, form=Form.SECONDMENT)
    True
    """

    id = "cooldown"
    citation = DESIGN
    employee_columns = ("last_return", "seconded_to_unit", "seconded_until")
    uses_form = True
    sentences = {
        "vi": "Hết biệt phái ngày {last_return}, chưa đủ {months} tháng.",
        "en": "Came back from a secondment on {last_return}, less than {months} months ago.",
    }
    months = Parameter(
        12,
        unit={"vi": "tháng", "en": "months"},
        source={"vi": "thiết kế; không thấy quy định", "en": "design; no text was seen"},
        at_most=600,
    )

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No to a secondment too soon."""
        last_return = _last_return(candidate.employee, candidate.start)
        if candidate.form is not Form.SECONDMENT or last_return is None:
            return None
        if last_return <= self.rested_since(candidate.start, policy):
            return None
        return self.refusal(last_return=last_return, months=self.months(policy))

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs; a missing day compares as not after."""
        employees, start = pairs.dataset.employees, pairs.policy.start
        rested_since = pd.Timestamp(self.rested_since(start, pairs.policy))
        until = employees["seconded_until"]
        is_over = (employees["seconded_to_unit"] != "") & (until < pd.Timestamp(start))
        too_soon = (employees["last_return"] > rested_since) | (is_over & (until > rested_since))
        return too_soon.to_numpy(bool)[pairs.employee] & pairs.has_form(Form.SECONDMENT)

    def rested_since(self, start: date, policy: Policy) -> date:
        """Whoever came back on this day or before may be seconded again from ``start``."""
        return months_after(start, -self.months(policy))


def _last_return(employee: Employee, start: date) -> date | None:
    """The later of the return recorded and the end of a secondment over before ``start``."""
    days = [employee.last_return]
    if employee.seconded_to_unit and employee.seconded_until is not None and employee.seconded_until < start:
        days.append(employee.seconded_until)
    return max((day for day in days if day is not None), default=None)
