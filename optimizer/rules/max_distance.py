"""Nobody is transferred or seconded farther from home than a largest distance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.policy import Form, Policy
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN, Parameter


class MaxDistance(PairRule):
    """One way from home to the post is at most ``max_km``; an unknown distance is not refused.

    >>> from optimizer.rules.example import refuses
    >>> from optimizer.policy import Form
    >>> refuses(MaxDistance()), refuses(MaxDistance(), max_km=20)
    (False, True)
    >>> refuses(MaxDistance(), {"home_unit": "B"}, form=Form.REASSIGNMENT, max_km=20)
    False
    """

    id = "max_distance"
    citation = DESIGN
    is_profiled = False
    sentences = {
        "vi": "Cách nhà {km} km, xa nhất là {max_km} km.",
        "en": "It is {km} km from home, at most {max_km} km is allowed.",
    }
    max_km = Parameter(
        100.0,
        unit={"vi": "km một chiều", "en": "km one way"},
        source={
            "vi": "thiết kế; mức hỗ trợ đi lại của các tỉnh có các mốc 15, 30, 50, 100 và 150 km",
            "en": "design; provinces' travel allowances have steps at 15, 30, 50, 100 and 150 km",
        },
    )

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No beyond the largest distance."""
        km, max_km = candidate.km, self.max_km(policy)
        if candidate.form is Form.REASSIGNMENT or km is None or km <= max_km:
            return None
        return self.refusal(km=km, max_km=max_km)

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs; NaN compares as not beyond."""
        return (pairs.km > self.max_km(pairs.policy)) & ~pairs.has_form(Form.REASSIGNMENT)
