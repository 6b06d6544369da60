"""What a move adds to people's days: longer ways, work beside their field, hard places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.policy import Form, Policy
from optimizer.rules.objective import MoveObjective
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN, Parameter, Words
from optimizer.text import Language, render

WEEKLY: Words = {
    "vi": "Phút vượt quá {minutes} phút một chiều chỉ tính một phần năm: ai ở xa hơn thì mỗi tuần về một lần.",
    "en": "Minutes beyond {minutes} one way count a fifth: whoever lives farther returns once a week.",
}
"""What the burden says besides where the policy lets people return weekly."""


class Burden(MoveObjective):
    """Minutes one way added to today's commute, plus minutes for mismatch and hardship."""

    id = "burden"
    unit = "minutes"
    citation = DESIGN
    sentences = {
        "vi": "Phút một chiều dài thêm so với đường đi làm hiện nay, cộng {mismatch_minutes} phút × (1 − mức "
        "phù hợp chuyên môn), cộng {hardship_minutes} phút khi đến nơi khó khăn.",
        "en": "Minutes one way added to today's commute, plus {mismatch_minutes} minutes × (1 − fit), plus "
        "{hardship_minutes} minutes into a hardship zone.",
    }
    mismatch_minutes = Parameter(
        60,
        unit={"vi": "phút khi mức phù hợp là 0", "en": "minutes at fit 0"},
        source={"vi": "giả định", "en": "assumption"},
        at_most=10_000,
    )
    hardship_minutes = Parameter(
        30,
        unit={"vi": "phút", "en": "minutes"},
        source={"vi": "giả định", "en": "assumption"},
        at_most=10_000,
    )

    def statement(self, policy: Policy, language: Language) -> str:
        """What a minute is, and from where on the way is travelled once a week, if the policy says so."""
        daily, limit = super().statement(policy, language), policy.travel.weekly_beyond_minutes
        return daily if limit is None else f"{daily} {render(WEEKLY[language], language, minutes=limit)}"

    def prices(self, pairs: Pairs) -> NDArray[np.int64]:
        """Added commute (none at home) + mismatch x (1 - fit) + hardship of the receiving unit."""
        away = ~pairs.has_form(Form.REASSIGNMENT)
        added = np.where(away, pairs.facts.journeys.added_minutes(pairs.employee, pairs.post), 0)
        hard = (pairs.dataset.units["hardship_zone"] != "").to_numpy()[pairs.receiver] & away
        return added + self._mismatch(pairs.fit, pairs.facts) + hard * self.hardship_minutes(pairs.policy)

    def price(self, move: Move, facts: Facts) -> int:
        """The same for one move, from the tables."""
        employee = np.array([facts.dataset.employee_row[move.employee]])
        post = np.array([facts.dataset.post_row[move.to_post]])
        mismatch = int(self._mismatch(facts.fits.fits(employee, post), facts)[0])
        if move.form is Form.REASSIGNMENT:
            return mismatch
        hard = facts.dataset.unit_by_code[move.to_unit].hardship_zone != ""
        added = int(facts.journeys.added_minutes(employee, post)[0])
        return added + mismatch + (self.hardship_minutes(facts.policy) if hard else 0)

    def _mismatch(self, fit: NDArray[np.float64], facts: Facts) -> NDArray[np.int64]:
        minutes = np.round(np.round((1 - fit) * self.mismatch_minutes(facts.policy), 6))
        return minutes.astype(np.int64)
