"""A post is for people of its field, or of a field related closely enough."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.policy import Policy
from optimizer.rules.instruments import cite
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import Parameter


class FieldFit(PairRule):
    """The best of a person's fields fits the post's field at least ``min_fit``: 1 the same, 0 unrelated.

    >>> from optimizer.rules.example import refuses
    >>> refuses(FieldFit(), {"field": "IT"}, {"field": "LAN"})
    True
    >>> refuses(FieldFit(), {"field": "IT", "other_fields": "LAN"}, {"field": "LAN"})
    False
    """

    id = "field_fit"
    citation = cite("Công văn 7415/BNV-CCVC ngày 31/8/2025", "đúng chuyên môn", is_verified=True)
    is_law = True
    employee_columns = ("field", "other_fields")
    post_columns = ("field",)
    sentences = {
        "vi": "Chuyên môn phù hợp với lĩnh vực {field} ở mức {fit}, yêu cầu ít nhất {min_fit}.",
        "en": "Fits the field {field} at {fit}, at least {min_fit} is needed.",
    }
    min_fit = Parameter(
        0.6,
        unit={"vi": "mức phù hợp, từ 0 đến 1", "en": "fit, 0 to 1"},
        source={
            "vi": "thiết kế; công văn yêu cầu đúng chuyên môn, không nêu con số",
            "en": "design; the dispatch asks for the right expertise and gives no number",
        },
        at_most=1.0,
    )

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No below the least fit."""
        min_fit = self.min_fit(policy)
        if candidate.fit >= min_fit:
            return None
        code = candidate.post.field
        known = candidate.dataset.field_by_code.get(code)
        field = {"vi": known.name_vi, "en": known.name_en} if known else code
        return self.refusal(field=field, fit=candidate.fit, min_fit=min_fit)

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        return pairs.fit < self.min_fit(pairs.policy)
