"""Better rated people come first."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.domain import Rating as Word
from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.rules.instruments import cite
from optimizer.rules.objective import AwayObjective
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import Parameter

POINTS = {Word.EXCELLENT: 0, Word.GOOD: 1, Word.COMPLETED: 2, Word.FAILED: 3}
UNRATED_POINTS = POINTS[Word.COMPLETED]


class Rating(AwayObjective):
    """Points short of excellent in the ratings of the latest ``years``; a missing one counts as completed."""

    id = "rating"
    unit = "rating_points"
    citation = cite("Nghị định 335/2025/NĐ-CP", "xếp loại chất lượng", is_verified=True)
    sentences = {
        "vi": "Một bậc dưới mức hoàn thành xuất sắc trong {years} lần xếp loại gần nhất; lần chưa xếp loại tính như "
        "hoàn thành.",
        "en": "A step below excellent in the latest {years} yearly ratings; a missing one counts as completed.",
    }
    years = Parameter(
        1,
        unit={"vi": "năm", "en": "years"},
        source={
            "vi": "thiết kế: lần xếp loại gần nhất; Điện Biên xét ba năm",
            "en": "design: the latest rating; Điện Biên looks at three years",
        },
        at_least=1,
        at_most=10,
    )

    def away_prices(self, pairs: Pairs) -> NDArray[np.int64]:
        """Points of each person."""
        kind, kinds = pd.factorize(pairs.dataset.employees["ratings"])
        points = np.array([points_of(ratings, self.years(pairs.policy)) for ratings in kinds], dtype=np.int64)[kind]
        return points[pairs.employee]

    def away_price(self, move: Move, facts: Facts) -> int:
        """The same for one move."""
        ratings = facts.dataset.employee_values("ratings")[facts.dataset.employee_row[move.employee]]
        return points_of(ratings, self.years(facts.policy))


def points_of(ratings: Iterable[tuple[int, str]], years: int = 1) -> int:
    """Points of the ratings of the latest years, or of the latest one.

    >>> points_of([(2024, "good"), (2023, "excellent")]), points_of([(2024, "good"), (2023, "excellent")], years=3)
    (1, 3)
    """
    latest = sorted(ratings, reverse=True)[:years]
    return sum(POINTS[Word(word)] for _, word in latest) + (years - len(latest)) * UNRATED_POINTS
