"""Only people rated well for some years running are transferred or seconded, where a policy asks for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.policy import Form, Policy
from optimizer.rules.distinct import per_distinct
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.rating import points_of
from optimizer.rules.rule import DESIGN, Parameter


class RatingHistory(PairRule):
    """The latest ratings are of ``years`` years without a gap, none more than some steps below excellent.

    Off unless the policy turns it on. Điện Biên asked for people who had met their tasks well
    three years running (Decision 2446 of 17 October 2025): three years, one step.

    >>> from optimizer.rules.example import refuses
    >>> refuses(RatingHistory(), {"ratings": "2023:good; 2024:excellent; 2025:good"})
    False
    >>> refuses(RatingHistory(), {"ratings": "2023:good; 2024:completed; 2025:good"})
    True
    >>> refuses(RatingHistory(), {"ratings": "2022:good; 2024:good; 2025:good"}), refuses(RatingHistory())
    (True, True)
    """

    id = "rating_history"
    is_on_by_default = False
    citation = DESIGN
    employee_columns = ("ratings",)
    uses_form = True
    sentences = {
        "vi": "Chưa được xếp loại đạt yêu cầu trong {years} năm liền gần nhất.",
        "en": "Not rated as well as asked for in each of the last {years} years.",
    }
    years = Parameter(
        3,
        unit={"vi": "năm", "en": "years"},
        source={"vi": "tiêu chí của Điện Biên", "en": "criterion of Điện Biên"},
        at_least=1,
        at_most=10,
    )
    most_steps_below = Parameter(
        1,
        unit={"vi": "bậc dưới hoàn thành xuất sắc", "en": "steps below excellent"},
        source={
            "vi": "tiêu chí của Điện Biên: hoàn thành tốt nhiệm vụ",
            "en": "criterion of Điện Biên: tasks completed well",
        },
        at_most=3,
    )

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No to a transfer or secondment of somebody rated otherwise."""
        if candidate.form is Form.REASSIGNMENT or self._is_met(candidate.employee.ratings, policy):
            return None
        return self.refusal(years=self.years(policy))

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        fails = per_distinct(
            lambda ratings: not self._is_met(ratings, pairs.policy),
            pairs.of_employee("ratings"),
        )
        return fails & ~pairs.has_form(Form.REASSIGNMENT)

    def _is_met(self, ratings: tuple[tuple[int, str], ...], policy: Policy) -> bool:
        years = self.years(policy)
        latest = sorted(ratings, reverse=True)[:years]
        is_unbroken = len(latest) == years and latest[0][0] - latest[-1][0] == years - 1
        return is_unbroken and all(points_of([rating]) <= self.most_steps_below(policy) for rating in latest)
