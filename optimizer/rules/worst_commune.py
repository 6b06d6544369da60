"""The commune that misses the largest share of its seats: as small a share as can be."""

from __future__ import annotations

import numpy as np

from optimizer.arrays import Ints
from optimizer.counts import Counts, count_after
from optimizer.facts import Facts
from optimizer.plan import Plan
from optimizer.rules.levelling import missing_seats, seats_of
from optimizer.rules.objective import Curve, Objective, Terms
from optimizer.rules.pairs import CurveLevel, Pairs
from optimizer.rules.rule import DESIGN

THOUSANDTHS = 1000


class WorstCommune(Objective):
    """Missing seats of every thousand, in the commune that misses most of them, rounded down.

    The only tier that is no sum: it is found by bisection.
    """

    id = "worst_commune"
    unit = "thousandths_of_seats"
    citation = DESIGN
    sentences = {
        "vi": "Số chỗ thiếu trên một nghìn chỗ ở xã thiếu nhiều nhất.",
        "en": "Missing seats per thousand in the commune that misses the largest share.",
    }

    def terms(self, pairs: Pairs) -> Terms:
        """Each further fill of a commune takes its share of missing seats down a step."""
        missing, seats = missing_seats(pairs.counts, CurveLevel.UNIT)
        commune, number = seats_of(missing)
        step = missing[commune] - number + 1
        curve = Curve(CurveLevel.UNIT, commune, step - 1, step, -_share(number, seats[commune]))
        return Terms(0, curve=curve, is_bottleneck=True)

    def measure(self, plan: Plan, facts: Facts) -> int:
        """The largest share after the plan."""
        return _worst(count_after(facts.counts, plan))


def _worst(counts: Counts) -> int:
    missing, seats = missing_seats(counts, CurveLevel.UNIT)
    return int(_share(missing, seats).max(initial=0))


def _share(missing: Ints, seats: Ints) -> Ints:
    """Missing seats per thousand."""
    return THOUSANDTHS * missing // np.maximum(seats, 1)
