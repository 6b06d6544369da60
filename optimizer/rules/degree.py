"""A post that asks for a degree is for people who have it or a higher one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import Degree
from optimizer.policy import Policy
from optimizer.rules.distinct import per_distinct
from optimizer.rules.instruments import cite
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.text import catalog


class MinDegree(PairRule):
    """The person's highest degree ranks at least as the post's ``min_degree``; one not given counts as none.

    The article asks for the degree on reception into the civil service; that a move asks
    for it too is recalled, not read.

    >>> from optimizer.rules.example import refuses
    >>> refuses(MinDegree(), {"degree": "college"}, {"min_degree": "university"})
    True
    >>> refuses(MinDegree(), {"degree": "master"}, {"min_degree": "university"})
    False
    """

    id = "degree"
    citation = cite("Nghị định 170/2025/NĐ-CP", "Điều 13", is_verified=False)
    is_law = True
    employee_columns = ("degree",)
    post_columns = ("min_degree",)
    sentences = {
        "vi": "Trình độ đào tạo {actual}, vị trí yêu cầu từ {required} trở lên.",
        "en": "Degree: {actual}; the post asks at least for: {required}.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No below the degree asked for."""
        actual, required = candidate.employee.degree, candidate.post.min_degree
        if actual.rank >= required.rank:
            return None
        return self.refusal(actual=catalog()[f"degree.{actual}"], required=catalog()[f"degree.{required}"])

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        return per_distinct(
            lambda actual, required: Degree(actual).rank < Degree(required).rank,
            pairs.of_employee("degree"),
            pairs.of_post("min_degree"),
        )
