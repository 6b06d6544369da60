"""Nobody is seconded again soon after coming back."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.policy import Form, Policy, months_after
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN, Parameter


class Cooldown(PairRule):
    """No new secondment within ``months`` of ``last_return``.

    >>> from optimizer.rules.example import refuses
    >>> from optimizer.policy import Form
    >>> refuses(Cooldown(), {"last_return": "02/09/2025"}, form=Form.SECONDMENT)
    True
    >>> refuses(Cooldown(), {"last_return": "01/09/2025"}, form=Form.SECONDMENT)
    False
    """

    id = "cooldown"
    citation = DESIGN
    employee_columns = ("last_return",)
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
        last_return = candidate.employee.last_return
        if candidate.form is not Form.SECONDMENT or last_return is None or last_return <= self.rested_since(policy):
            return None
        return self.refusal(last_return=last_return, months=self.months(policy))

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs; a missing day compares as not after."""
        too_soon = pairs.of_employee("last_return") > pd.Timestamp(self.rested_since(pairs.policy))
        return too_soon.to_numpy(bool) & pairs.has_form(Form.SECONDMENT)

    def rested_since(self, policy: Policy) -> date:
        """Whoever came back on this day or before may be seconded again."""
        return months_after(policy.as_of, -self.months(policy))
