"""Turns are taken: those seconded less often before come first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.rules.objective import AwayObjective
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class PastSecondments(AwayObjective):
    """Past secondments of everybody transferred or seconded."""

    id = "past_secondments"
    unit = "secondments"
    citation = DESIGN
    sentences = {
        "vi": "Một lần đã biệt phái trước đây của người được điều động hoặc biệt phái.",
        "en": "A past secondment of a person transferred or seconded.",
    }

    def away_prices(self, pairs: Pairs) -> NDArray[np.int64]:
        """Number of past secondments."""
        return pairs.of_employee("past_secondments").to_numpy(np.int64)

    def away_price(self, move: Move, facts: Facts) -> int:
        """The same for one move."""
        return int(facts.dataset.employee_values("past_secondments")[facts.dataset.employee_row[move.employee]])
