"""Who leaves service soon is moved last."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.facts import Facts
from optimizer.months import months_after
from optimizer.plan import Move
from optimizer.policy import Form, Policy
from optimizer.rules.instruments import cite
from optimizer.rules.objective import MoveObjective
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import Parameter


class NearLeaving(MoveObjective):
    """One for everybody transferred or seconded who leaves service within ``months_left`` of the start.

    The rule ``leaving_soon`` as a wish: where the term alone is asked for, those with more time
    left still come first.
    """

    id = "near_leaving"
    unit = "people"
    citation = cite("Nghị định 59/2019/NĐ-CP", "chuyển đổi vị trí công tác, áp dụng tương tự", is_verified=True)
    sentences = {
        "vi": "Một người được điều động hoặc biệt phái mà rời công vụ trong vòng {months_left} tháng.",
        "en": "A person transferred or seconded who leaves service within {months_left} months.",
    }
    months_left = Parameter(
        18,
        unit={"vi": "tháng", "en": "months"},
        source={
            "vi": "Nghị định 59/2019 miễn chuyển đổi vị trí định kỳ cho người còn dưới 18 tháng đến tuổi nghỉ hưu",
            "en": "Decree 59/2019 exempts people under 18 months from retirement from periodic change of position",
        },
        at_most=600,
    )

    def prices(self, pairs: Pairs) -> NDArray[np.int64]:
        """1 for those about to leave, 0 for the others and for reassignments; a missing day compares as not before."""
        leaves = pairs.of_employee("leaves_on") < pd.Timestamp(self._settled_on(pairs.policy))
        return (leaves.to_numpy(bool) & ~pairs.has_form(Form.REASSIGNMENT)).astype(np.int64)

    def price(self, move: Move, facts: Facts) -> int:
        """The same for one move."""
        leaves_on = facts.dataset.employee_values("leaves_on")[facts.dataset.employee_row[move.employee]]
        leaves = leaves_on is not None and leaves_on < self._settled_on(facts.policy)
        return int(move.form is not Form.REASSIGNMENT and leaves)

    def _settled_on(self, policy: Policy) -> date:
        return months_after(policy.start, self.months_left(policy))
