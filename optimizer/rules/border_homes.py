"""Posts near the border are for people at home there, if others need not go."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.dataset import rows_in
from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.rules.objective import AwayObjective
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN, Parameter


class BorderHomes(AwayObjective):
    """One for everybody transferred or seconded into a border commune from a home outside of all border communes.

    Communes are told by their ``hardship_zone``, homes by ``home_unit``; a home that is not
    known is outside. Applies only where a commune is in such a zone.
    """

    id = "border_homes"
    unit = "people"
    citation = DESIGN
    sentences = {
        "vi": "Một người được điều động hoặc biệt phái đến xã thuộc khu vực {zones} mà nhà không ở khu vực đó.",
        "en": "A person transferred or seconded into a commune of the zones {zones} whose home is not in one.",
    }
    zones: Parameter[tuple[str, ...]] = Parameter(
        ("border",),
        unit={"vi": "mã trong cột hardship_zone", "en": "codes in the column hardship_zone"},
        source={"vi": "thiết kế: xã biên giới", "en": "design: communes at the border"},
    )

    def applies(self, facts: Facts) -> bool:
        """Whether a commune is at the border."""
        return bool((self._is_border(facts) & facts.counts.is_commune).any())

    def away_prices(self, pairs: Pairs) -> NDArray[np.bool_]:
        """Who comes from elsewhere."""
        dataset, is_border = pairs.dataset, self._is_border(pairs.facts)
        # Row -1, no known home, is the one appended.
        is_home = np.append(is_border, False)[rows_in(dataset.unit_row, dataset.employees["home_unit"])]
        comes: NDArray[np.bool_] = is_border[pairs.receiver] & ~is_home[pairs.employee]
        return comes

    def away_price(self, move: Move, facts: Facts) -> int:
        """The same for one move."""
        dataset, zones = facts.dataset, self.zones(facts.policy)
        home = dataset.employee_values("home_unit")[dataset.employee_row[move.employee]]
        is_home = home != "" and dataset.unit_by_code[home].hardship_zone in zones
        return dataset.unit_by_code[move.to_unit].hardship_zone in zones and not is_home

    def _is_border(self, facts: Facts) -> NDArray[np.bool_]:
        """Which units are at the border."""
        is_border: NDArray[np.bool_] = (
            facts.dataset.units["hardship_zone"].isin(self.zones(facts.policy)).to_numpy(bool)
        )
        return is_border
