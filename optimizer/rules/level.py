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
    """The person's level, assessed or told from degree and years, reaches ``min_level``.

    >>> from optimizer.rules.example import refuses
    >>> refuses(MinLevel(), {"level": 1}, {"min_level": 2})
    True
    >>> refuses(MinLevel(), {"degree": "university", "years_in_field": 3}, {"min_level": 2})
    False
    """

    id = "level"
    citation = DESIGN
    employee_columns = ("level", "degree", "years_in_field")
    post_columns = ("min_level",)
    sentences = {
        "vi": "Mức độ chuyên môn {actual}, vị trí yêu cầu {required}.",
        "en": "Level of expertise: {actual}; the post asks for: {required}.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No below the level asked for."""
        person, required = candidate.employee, candidate.post.min_level
        actual = level_of(person.level, person.degree, person.years_in_field)
        if actual >= required:
            return None
        return self.refusal(
            actual=catalog()[f"level.{actual.name.lower()}"], required=catalog()[f"level.{required.name.lower()}"]
        )

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        return levels_of(pairs.dataset.employees)[pairs.employee] < pairs.of_post("min_level").to_numpy()
