"""A secondment lasts three years at most."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.months import months_after
from optimizer.policy import Form, Policy
from optimizer.rules.instruments import cite
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import Parameter


class SecondmentTerm(PairRule):
    """From the first day to the last a secondment takes at most ``max_months``.

    A plan gives every secondment the policy's term; one written by hand is held to its own days.

    >>> from optimizer.rules.example import refuses
    >>> refuses(SecondmentTerm(), form=Form.SECONDMENT), refuses(SecondmentTerm(), form=Form.SECONDMENT, max_months=3)
    (False, True)
    """

    id = "secondment_term"
    citation = cite("Nghị định 170/2025/NĐ-CP", "Điều 26", is_verified=True)
    is_law = True
    uses_form = True
    sentences = {
        "vi": "Thời hạn biệt phái từ {start} đến {end} quá {months} tháng.",
        "en": "The secondment from {start} to {end} is longer than {months} months.",
    }
    max_months = Parameter(
        36,
        unit={"vi": "tháng", "en": "months"},
        source={
            "vi": "Nghị định 170/2025, Điều 26: không quá 03 năm, trừ khi pháp luật chuyên ngành quy định khác",
            "en": "Decree 170/2025, Art. 26: not over three years, unless the law of a sector says otherwise",
        },
        at_least=1,
        at_most=120,
        is_law=True,
    )

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No to a term that is too long."""
        start, end, months = candidate.start, candidate.end, self.max_months(policy)
        if candidate.form is not Form.SECONDMENT or end is None or end <= months_after(start, months):
            return None
        return self.refusal(start=start, end=end, months=months)

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs: the policy's term is too long for all of them or for none."""
        is_too_long = pairs.policy.term_months > self.max_months(pairs.policy)
        return pairs.has_form(Form.SECONDMENT) & is_too_long
