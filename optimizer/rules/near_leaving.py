"""Who leaves service soon is moved last."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.facts import Facts
from optimizer.months import months_after
from optimizer.plan import Move
from optimizer.policy import Policy
from optimizer.rules.leaving_soon import LeavingSoon
from optimizer.rules.objective import AwayObjective
from optimizer.rules.pairs import Pairs


class NearLeaving(AwayObjective):
    """One for everybody transferred or seconded who leaves service within ``months_left`` of the start.

    The rule ``leaving_soon`` as a wish: where the term alone is asked for, those with more time
    left still come first.
    """

    id = "near_leaving"
    unit = "people"
    citation = LeavingSoon.citation
    sentences = {
        "vi": "Một người được điều động hoặc biệt phái mà rời công vụ trong vòng {months_left} tháng.",
        "en": "A person transferred or seconded who leaves service within {months_left} months.",
    }
    months_left = LeavingSoon.months_left

    def away_prices(self, pairs: Pairs) -> NDArray[np.bool_]:
        """Who is about to leave; a missing day compares as not before."""
        return (pairs.of_employee("leaves_on") < pd.Timestamp(self._settled_on(pairs.policy))).to_numpy(bool)

    def away_price(self, move: Move, facts: Facts) -> int:
        """The same for one move."""
        leaves_on = facts.dataset.employee_values("leaves_on")[facts.dataset.employee_row[move.employee]]
        return leaves_on is not None and leaves_on < self._settled_on(facts.policy)

    def _settled_on(self, policy: Policy) -> date:
        return months_after(policy.start, self.months_left(policy))
