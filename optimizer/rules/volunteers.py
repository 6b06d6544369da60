"""Volunteers first: people moved away from their unit who did not volunteer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.rules.instruments import cite
from optimizer.rules.objective import AwayObjective
from optimizer.rules.pairs import Pairs


class Volunteers(AwayObjective):
    """One for every transfer or secondment of a person who did not volunteer."""

    id = "volunteers"
    unit = "people"
    citation = cite("Nghị định 170/2025/NĐ-CP", "Điều 25", is_verified=True)
    sentences = {
        "vi": "Một người được điều động hoặc biệt phái mà không tự nguyện.",
        "en": "A person transferred or seconded who did not volunteer.",
    }

    def away_prices(self, pairs: Pairs) -> NDArray[np.bool_]:
        """Who did not volunteer."""
        return ~pairs.of_employee("volunteer").to_numpy(bool)

    def away_price(self, move: Move, facts: Facts) -> int:
        """The same for one move."""
        return not facts.dataset.employee_values("volunteer")[facts.dataset.employee_row[move.employee]]
