"""Units above their quota send first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.rules.objective import AwayObjective
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class SurplusSenders(AwayObjective):
    """One for everybody transferred or seconded from a unit that has no surplus on the day of the plan.

    Surplus is payroll above quota; a unit without an assigned quota has none. That communes
    give nothing else is the limit ``surplus_only``. Đà Nẵng and Hồ Chí Minh City start from
    their surplus. Counts only in provinces where some unit above the communes has any: of
    provinces planned together each keeps its own choice.
    """

    id = "surplus_senders"
    unit = "people"
    citation = DESIGN
    sentences = {
        "vi": "Một người được điều động hoặc biệt phái từ đơn vị không thừa so với biên chế được giao.",
        "en": "A person transferred or seconded from a unit that is not above its quota.",
    }

    def applies(self, facts: Facts) -> bool:
        """Whether a unit above the communes is above its quota."""
        return bool((facts.counts.surplus[~facts.counts.is_commune] > 0).any())

    def away_prices(self, pairs: Pairs) -> NDArray[np.bool_]:
        """Who leaves a unit without surplus."""
        return self._is_asked(pairs.facts)[pairs.sender]

    def away_price(self, move: Move, facts: Facts) -> int:
        """The same for one move."""
        return bool(self._is_asked(facts)[facts.dataset.unit_row[move.from_unit]])

    def _is_asked(self, facts: Facts) -> NDArray[np.bool_]:
        """Which units have no surplus, in a province where a unit above the communes has."""
        is_spare, province = facts.counts.surplus > 0, facts.dataset.units["province"]
        has_spare = province[is_spare & ~facts.counts.is_commune].unique()
        asked: NDArray[np.bool_] = ~is_spare & province.isin(has_spare).to_numpy()
        return asked
