"""A post that asks for a grade (ngạch) is for people who have it or a higher one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import Grade
from optimizer.policy import Policy
from optimizer.rules.distinct import per_distinct
from optimizer.rules.instruments import cite
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.text import catalog


class MinGrade(PairRule):
    """The person's grade ranks at least as the post's ``min_grade``; one not given is below all.

    The decree puts the specialist positions of communes at the grade chuyên viên; the day
    it came into force was not seen.

    >>> from optimizer.rules.example import refuses
    >>> refuses(MinGrade(), {"grade": "can_su"}, {"min_grade": "chuyen_vien"})
    True
    >>> refuses(MinGrade(), {"grade": "chuyen_vien"}, {"min_grade": "chuyen_vien"}), refuses(MinGrade())
    (False, False)
    """

    id = "grade"
    citation = cite("Nghị định 361/2025/NĐ-CP", "vị trí việc làm công chức", is_verified=True)
    is_law = True
    employee_columns = ("grade",)
    post_columns = ("min_grade",)
    sentences = {
        "vi": "Ngạch {actual}, vị trí yêu cầu từ ngạch {required} trở lên.",
        "en": "Grade: {actual}; the post asks at least for: {required}.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No below the grade asked for."""
        actual, required = candidate.employee.grade, candidate.post.min_grade
        if actual.rank >= required.rank:
            return None
        return self.refusal(
            actual=catalog()[f"grade.{actual.name.lower()}"], required=catalog()[f"grade.{required.name.lower()}"]
        )

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        return per_distinct(
            lambda actual, required: Grade(actual).rank < Grade(required).rank,
            pairs.of_employee("grade"),
            pairs.of_post("min_grade"),
        )
