"""A new term never overlaps with a secondment that is running or already decided."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.policy import Form, Policy
from optimizer.rules.instruments import cite
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import FORMS, Pairs


class TermOverlap(PairRule):
    """No day of a new transfer or secondment is a day of the secondment recorded in the table.

    Who is away on the day of the plan moves in no form (rule ``available``). This rule looks at
    the days after it: at a secondment decided for later, and at the days of a plan made by hand.
    First and last days are included, and a missing one is open. A reassignment takes no term.

    >>> from optimizer.rules.example import refuses
    >>> later = {"seconded_to_unit": "B", "seconded_from": "01/03/2027", "seconded_until": "01/06/2027"}
    >>> refuses(TermOverlap(), later, form=Form.SECONDMENT)
    True
    >>> refuses(TermOverlap(), {**later, "seconded_from": "02/03/2027"}, form=Form.SECONDMENT)
    False
    """

    id = "term_overlap"
    citation = cite("Nghị định 170/2025/NĐ-CP", "Điều 26", is_verified=True)
    is_law = True
    employee_columns = ("seconded_to_unit", "seconded_from", "seconded_until")
    uses_form = True
    sentences = {
        "vi": "Thời hạn từ {start} trùng với một đợt biệt phái đã có quyết định.",
        "en": "The term from {start} overlaps with a secondment already decided.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No if the two terms share a day."""
        employee = candidate.employee
        if candidate.form is Form.REASSIGNMENT or not employee.seconded_to_unit:
            return None
        begins_after = candidate.end is not None and (employee.seconded_from or date.min) > candidate.end
        is_over = (employee.seconded_until or date.max) < candidate.start
        return None if begins_after or is_over else self.refusal(start=candidate.start)

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs; a missing day compares as neither after nor before."""
        employees, policy = pairs.dataset.employees, pairs.policy
        # A move for good has no last day (NaT), after which nothing begins.
        last = np.array([policy.end_of(form) for form in FORMS], dtype="datetime64[s]")
        begins_after = employees["seconded_from"].to_numpy()[pairs.employee] > last[pairs.form]
        is_over = (employees["seconded_until"] < pd.Timestamp(policy.start)).to_numpy()[pairs.employee]
        is_recorded = (employees["seconded_to_unit"] != "").to_numpy()[pairs.employee]
        shares: NDArray[np.bool_] = is_recorded & ~begins_after & ~is_over & ~pairs.has_form(Form.REASSIGNMENT)
        return shares
