"""A commune should have somebody in every field it needs."""

from __future__ import annotations

import numpy as np

from optimizer.arrays import Ints
from optimizer.counts import Counts, count_after
from optimizer.facts import Facts
from optimizer.plan import Plan
from optimizer.rules.levelling import missing_seats
from optimizer.rules.objective import Curve, Objective, Terms
from optimizer.rules.pairs import CurveLevel, Pairs
from optimizer.rules.rule import DESIGN


class FirstOfField(Objective):
    """Pairs of a commune and a field with seats but nobody at work in any of them."""

    id = "first_of_field"
    unit = "commune_fields"
    citation = DESIGN
    sentences = {
        "vi": "Một lĩnh vực của một xã có chỗ cần người mà không ai làm việc ở chỗ nào trong đó.",
        "en": "A field of a commune that has seats to fill and nobody at work in any of them.",
    }

    def terms(self, pairs: Pairs) -> Terms:
        """The first fill of an empty field takes one off; reopening the last filled seat adds one."""
        wanted, filled = _seats(pairs.counts)
        subject = np.flatnonzero(wanted > 0)
        have, most = filled[subject], wanted[subject]
        # Raising the count from -have to -have + 1 covers the field; every further fill is free.
        first = np.stack([-have, -have + 1, np.full_like(have, -1)])
        further = np.stack([-have + 1, most - have, np.zeros_like(have)])
        steps = np.concatenate([first, further], axis=1)
        proper = steps[1] > steps[0]
        curve = Curve(CurveLevel.UNIT_FIELD, np.tile(subject, 2)[proper], *steps[:, proper])
        return Terms(int((have == 0).sum()), curve=curve)

    def measure(self, plan: Plan, facts: Facts) -> int:
        """Commune fields with nobody after the plan."""
        wanted, filled = _seats(count_after(facts.counts, plan))
        return int(((wanted > 0) & (filled == 0)).sum())


def _seats(counts: Counts) -> tuple[Ints, Ints]:
    """Seats wanted and seats filled per field of a unit; 0 outside communes."""
    missing, wanted = missing_seats(counts, CurveLevel.UNIT_FIELD)
    return wanted, wanted - missing
