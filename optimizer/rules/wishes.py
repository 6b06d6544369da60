"""People go where they wish to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.dataset import rows_in
from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.rules.instruments import cite
from optimizer.rules.objective import AwayObjective
from optimizer.rules.pairs import Pairs


class Wishes(AwayObjective):
    """One for everybody transferred or seconded to a post that is not among their ``wishes``, nor its unit.

    Who names no wish meets none, so that people who wish to go somewhere come first there.
    """

    id = "wishes"
    unit = "people"
    citation = cite("Nghị định 170/2025/NĐ-CP", "Điều 25", is_verified=True)
    sentences = {
        "vi": "Một người được điều động hoặc biệt phái đến nơi không có trong nguyện vọng của mình.",
        "en": "A person transferred or seconded to a place that is not among their wishes.",
    }

    def away_prices(self, pairs: Pairs) -> NDArray[np.bool_]:
        """Where neither the post nor its unit is wished for."""
        dataset = pairs.dataset
        meets = np.zeros(len(pairs), dtype=bool)
        wished = dataset.employees["wishes"].explode().dropna()
        for place, row_by_code in ((pairs.receiver, dataset.unit_row), (pairs.post, dataset.post_row)):
            row = rows_in(row_by_code, wished)
            known, places = row >= 0, len(row_by_code)
            meets |= np.isin(pairs.employee * places + place, wished.index.to_numpy()[known] * places + row[known])
        return ~meets

    def away_price(self, move: Move, facts: Facts) -> int:
        """The same for one move."""
        wishes = facts.dataset.employee_values("wishes")[facts.dataset.employee_row[move.employee]]
        return not {move.to_post, move.to_unit} & set(wishes)
