"""Line staff of health and education stay where they serve, if others can go."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import EmployeeKind
from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.rules.objective import AwayObjective
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN, Parameter


class LineStaff(AwayObjective):
    """One for every public employee transferred or seconded out of a unit of the ``sectors`` guarded.

    Who works at the bedside or in the classroom is a public employee; civil servants of the
    health and education departments are not meant. Applies only where such people are.
    """

    id = "line_staff"
    unit = "people"
    citation = DESIGN
    sentences = {
        "vi": "Một viên chức được điều động hoặc biệt phái khỏi đơn vị thuộc ngành {sectors}.",
        "en": "A public employee transferred or seconded out of a unit of the sectors {sectors}.",
    }
    sectors: Parameter[tuple[str, ...]] = Parameter(
        ("health", "education"),
        unit={"vi": "mã trong cột sector", "en": "codes in the column sector"},
        source={
            "vi": "thiết kế: người trực tiếp khám chữa bệnh, giảng dạy",
            "en": "design: those who treat and teach",
        },
    )

    def applies(self, facts: Facts) -> bool:
        """Whether anybody is guarded."""
        return bool(self._is_guarded(facts).any())

    def away_prices(self, pairs: Pairs) -> NDArray[np.bool_]:
        """Who is guarded."""
        return self._is_guarded(pairs.facts)[pairs.employee]

    def away_price(self, move: Move, facts: Facts) -> int:
        """The same for one move."""
        kind = facts.dataset.employee_values("kind")[facts.dataset.employee_row[move.employee]]
        sector = facts.dataset.unit_by_code[move.from_unit].sector
        return kind == EmployeeKind.PUBLIC_EMPLOYEE and sector in self.sectors(facts.policy)

    def _is_guarded(self, facts: Facts) -> NDArray[np.bool_]:
        """Which employees are public employees of a unit of the sectors."""
        dataset = facts.dataset
        in_sector = dataset.units["sector"].isin(self.sectors(facts.policy)).to_numpy(bool)
        is_public = (dataset.employees["kind"] == EmployeeKind.PUBLIC_EMPLOYEE).to_numpy(bool)
        guarded: NDArray[np.bool_] = is_public & in_sector[dataset.employee_unit]
        return guarded
