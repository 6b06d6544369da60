"""Better rated people come first."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.domain import Rating as Word
from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.policy import Form
from optimizer.rules.instruments import cite
from optimizer.rules.objective import MoveObjective
from optimizer.rules.pairs import Pairs

POINTS = {Word.EXCELLENT: 0, Word.GOOD: 1, Word.COMPLETED: 2, Word.FAILED: 3}
UNRATED_POINTS = POINTS[Word.COMPLETED]


class Rating(MoveObjective):
    """Points short of excellent in the latest year's rating; people without one count as completed."""

    id = "rating"
    unit = "rating_points"
    citation = cite("Nghị định 335/2025/NĐ-CP", "xếp loại chất lượng", is_verified=True)
    sentences = {
        "vi": "Một bậc dưới mức hoàn thành xuất sắc trong lần xếp loại gần nhất; người chưa xếp loại tính như "
        "hoàn thành.",
        "en": "A step below excellent in the latest rating; people without one count as completed.",
    }

    def prices(self, pairs: Pairs) -> NDArray[np.int64]:
        """Points of each person, 0 for reassignments."""
        kind, kinds = pd.factorize(pairs.dataset.employees["ratings"])
        points = np.array([points_of(ratings) for ratings in kinds], dtype=np.int64)[kind]
        return np.where(pairs.has_form(Form.REASSIGNMENT), 0, points[pairs.employee])

    def price(self, move: Move, facts: Facts) -> int:
        """The same for one move."""
        if move.form is Form.REASSIGNMENT:
            return 0
        return points_of(facts.dataset.employee_values("ratings")[facts.dataset.employee_row[move.employee]])


def points_of(ratings: Iterable[tuple[int, str]]) -> int:
    """Points of the latest rating.

    >>> points_of([(2024, "good"), (2023, "excellent")])
    1
    """
    latest = max(ratings, default=None)
    return UNRATED_POINTS if latest is None else POINTS[Word(latest[1])]
