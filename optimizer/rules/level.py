"""A post that asks for a level of expertise is for people who have reached it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.level import level_of, levels_of
from optimizer.policy import Policy
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN
from optimizer.text import catalog


class MinLevel(PairRule):
    """The person's level reaches ``min_level``: the one assessed, or told from degree, major and years.

    The policy's ``levels`` tell it; a major that is not one of the post's field lowers it.

    >>> from optimizer.rules.example import refuses
    >>> refuses(MinLevel(), {"level": 1}, {"min_level": 2})
    True
    >>> refuses(MinLevel(), {"degree": "university", "years_in_field": 3}, {"min_level": 2})
    False
    >>> from optimizer.domain import Field
    >>> from optimizer.rules.example import asked
    >>> law = Field(code="JUS", name_en="Justice", name_vi="Tư pháp", majors=("Luật",))
    >>> person = {"degree": "university", "major": "Kế toán", "years_in_field": 3}
    >>> asked(MinLevel(), person, {"min_level": 2, "field": "JUS"}, fields=[law]).sentence("en")
    'Level of expertise: basic; the post asks for: skilled.'
    """

    id = "level"
    citation = DESIGN
    employee_columns = ("level", "degree", "major", "years_in_field")
    post_columns = ("min_level", "field")
    sentences = {
        "vi": "Mức độ chuyên môn {actual}, vị trí yêu cầu {required}.",
        "en": "Level of expertise: {actual}; the post asks for: {required}.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No below the level asked for."""
        required, field = candidate.post.min_level, candidate.dataset.field_by_code.get(candidate.post.field)
        actual = level_of(candidate.employee, field, policy.level_table)
        if actual >= required:
            return None
        return self.refusal(
            actual=catalog()[f"level.{actual.name.lower()}"], required=catalog()[f"level.{required.name.lower()}"]
        )

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        levels = levels_of(pairs.dataset, pairs.policy.level_table, pairs.employee, pairs.post)
        return levels < pairs.of_post("min_level").to_numpy()
