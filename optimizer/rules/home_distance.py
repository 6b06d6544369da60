"""Nearer home is better, whatever today's way to work is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.rules.objective import AwayObjective
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class HomeDistance(AwayObjective):
    """Whole kilometres one way from home to the new workplace; unknown distances count nothing."""

    id = "home_distance"
    unit = "km"
    citation = DESIGN
    sentences = {
        "vi": "Một ki-lô-mét một chiều từ nhà đến nơi làm việc mới; không biết quãng đường thì tính là 0.",
        "en": "A kilometre one way from home to the new workplace; an unknown distance counts nothing.",
    }

    def away_prices(self, pairs: Pairs) -> NDArray[np.int64]:
        """Kilometres."""
        return np.round(np.nan_to_num(pairs.km)).astype(np.int64)

    def away_price(self, move: Move, facts: Facts) -> int:
        """The same for one move, from the tables."""
        employee = np.array([facts.dataset.employee_row[move.employee]])
        post = np.array([facts.dataset.post_row[move.to_post]])
        return round(float(np.nan_to_num(facts.journeys.km(employee, post))[0]))
