"""How shortage is levelled: the more of its seats a subject misses, the dearer its next missing seat."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from optimizer.arrays import Ints
from optimizer.counts import Counts, count_after
from optimizer.facts import Facts
from optimizer.plan import Plan
from optimizer.rules.objective import Curve, Objective, Terms
from optimizer.rules.pairs import CurveLevel, Pairs, per_subject
from optimizer.rules.rule import DESIGN

POINTS = 1000
"""The m-th missing seat of a subject with s seats costs POINTS x (2m - 1) / s points."""


class Levelling(Objective):
    """Sum over subjects of (missing seats)^2 / seats, in thousandths, rounded down per seat.

    Convex in every subject's missing seats, so the next seat goes where the missing share
    is highest: given the number of fills, no seat can pass from a subject to one worse off.
    """

    level: ClassVar[CurveLevel]
    unit = "levelling_points"
    citation = DESIGN

    def terms(self, pairs: Pairs) -> Terms:
        """The k-th net fill of a subject saves the points of its then last missing seat."""
        missing, seats = missing_seats(pairs.counts, self.level)
        # Somebody put right at home fills a seat of the unit for the one left empty; of a field there may be none.
        most = missing if self.level is CurveLevel.UNIT else seats
        subject, last_missing = seats_of(most)
        step = missing[subject] - last_missing + 1
        curve = Curve(self.level, subject, step - 1, step, -_points(last_missing, seats[subject]))
        return Terms(_value(missing, seats), curve=curve)

    def measure(self, plan: Plan, facts: Facts) -> int:
        """Points of all missing seats after the plan."""
        return _value(*missing_seats(count_after(facts.counts, plan), self.level))


def seats_of(number: Ints) -> tuple[NDArray[np.intp], Ints]:
    """So many seats of every subject, each with its subject and its number, counted down to 1."""
    subject = np.repeat(np.arange(len(number)), number)
    return subject, np.repeat(np.cumsum(number), number) - np.arange(len(subject))


def _value(missing: Ints, seats: Ints) -> int:
    """Points of all missing seats."""
    subject, number = seats_of(missing)
    return int(_points(number, seats[subject]).sum())


def _points(missing: Ints, seats: Ints) -> Ints:
    """Points of the m-th missing seat."""
    return POINTS * (2 * missing - 1) // np.maximum(seats, 1)


def missing_seats(counts: Counts, level: CurveLevel) -> tuple[Ints, Ints]:
    """Missing and wanted seats per subject; 0 outside communes."""
    missing = per_subject(counts, level, counts.open_seats * counts.is_needed)
    return missing, per_subject(counts, level, counts.wanted_seats * counts.is_needed)
