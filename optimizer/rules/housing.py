"""A unit takes no more people from far away than it has places to house."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.policy import Form
from optimizer.rules.limit_rule import UNLIMITED, Bounds, LimitRule, Members, Place
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN, Parameter


class Housing(LimitRule):
    """Transfers and secondments from homes beyond ``beyond_km`` stay within ``housing_places``. Subjects: units.

    The way is the one from home, or from today's workplace where no home is known, as for
    every rule about distance; where no distance is known nobody is counted. A unit without a
    number of places is not limited.
    """

    id = "housing"
    place = Place.ARRIVING
    citation = DESIGN
    sentences = {
        "vi": "{number} người từ xa đến {subject}, chỉ có chỗ ở cho {limit} người.",
        "en": "{number} people come to {subject} from far away, it can house {limit}.",
    }
    beyond_km = Parameter(
        30.0,
        unit={"vi": "km một chiều", "en": "km one way"},
        source={
            "vi": "giả định: đi làm mỗi ngày một giờ; mức hỗ trợ đi lại của các tỉnh có mốc 30 km",
            "en": "assumption: a daily way of an hour; provinces' travel allowances have a step at 30 km",
        },
    )

    def bounds(self, facts: Facts) -> Bounds:
        """At most the places of a unit, where they are given."""
        upper = facts.dataset.units["housing_places"].fillna(UNLIMITED).to_numpy(np.int64)
        return Bounds(np.zeros_like(upper), upper)

    def members(self, pairs: Pairs) -> Members:
        """Everybody from far away; NaN compares as not beyond."""
        is_far = pairs.km > self.beyond_km(pairs.policy)
        move = np.flatnonzero(is_far & ~pairs.has_form(Form.REASSIGNMENT))
        return Members(move, pairs.receiver[move], np.ones(len(move), dtype=np.int64))

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """One for the receiver of somebody from far away."""
        employee = np.array([facts.dataset.employee_row[move.employee]])
        post = np.array([facts.dataset.post_row[move.to_post]])
        is_far = facts.journeys.km(employee, post)[0] > self.beyond_km(facts.policy)
        if is_far and move.form is not Form.REASSIGNMENT:
            yield facts.dataset.unit_row[move.to_unit], 1
