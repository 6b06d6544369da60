"""A post that asks for languages is for people who speak them all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.policy import Policy
from optimizer.rules.distinct import per_distinct
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class Languages(PairRule):
    """No language of the post is missing: a border commune's English, an ethnic minority's language.

    >>> from optimizer.rules.example import refuses
    >>> refuses(Languages(), {}, {"languages": "tày"})
    True
    >>> refuses(Languages(), {"languages": "nùng; tày"}, {"languages": "tày"})
    False
    """

    id = "languages"
    citation = DESIGN
    employee_columns = ("languages",)
    post_columns = ("languages",)
    sentences = {
        "vi": "Chưa biết ngôn ngữ mà vị trí yêu cầu: {missing}.",
        "en": "Does not speak what the post asks for: {missing}.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No if any is missing."""
        missing = sorted(set(candidate.post.languages) - set(candidate.employee.languages))
        return self.refusal(missing=", ".join(missing)) if missing else None

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        return per_distinct(
            lambda spoken, asked: not set(asked) <= set(spoken),
            pairs.of_employee("languages"),
            pairs.of_post("languages"),
        )
