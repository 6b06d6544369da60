"""Shortage is levelled between communes: the share of seats missing should be alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.counts import Counts, count_after
from optimizer.facts import Facts
from optimizer.plan import Plan
from optimizer.rules.base import DESIGN, Curve, Objective, Terms
from optimizer.rules.pairs import CurveLevel, Pairs

POINTS = 1000
"""The m-th missing seat of a commune with s seats costs POINTS x (2m - 1) / s points."""


class Fairness(Objective):
    """Sum over communes of (missing seats)^2 / seats, in thousandths, rounded down per seat.

    Convex in every commune's missing seats, so the next seat goes where the missing share
    is highest: given the number of fills, no seat can pass from a commune to one worse off.
    """

    id = "fairness"
    unit = "levelling_points"
    citation = DESIGN

    def terms(self, pairs: Pairs) -> Terms:
        """The k-th net fill of a commune saves the points of its then last missing seat."""
        missing, seats = _missing(pairs.counts)
        commune = np.flatnonzero(missing > 0)
        subject = np.repeat(commune, missing[commune])
        first = np.repeat(np.cumsum(missing[commune]) - missing[commune], missing[commune])
        step = np.arange(len(subject)) - first + 1
        points = _points(missing[subject] - step + 1, seats[subject])
        return Terms(int(points.sum()), curve=Curve(CurveLevel.UNIT, subject, step - 1, step, -points))

    def measure(self, plan: Plan, facts: Facts) -> int:
        """Points of all missing seats after the plan."""
        missing, seats = _missing(count_after(facts.counts, plan))
        return sum(
            int(_points(np.arange(1, number + 1), np.full(number, size)).sum())
            for number, size in zip(missing.tolist(), seats.tolist(), strict=True)
        )


def _points(missing: NDArray[np.int64], seats: NDArray[np.int64]) -> NDArray[np.int64]:
    """Points of the m-th missing seat."""
    return POINTS * (2 * missing - 1) // np.maximum(seats, 1)


def _missing(counts: Counts) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Missing and wanted seats per unit; 0 outside communes."""
    units = len(counts.quota)
    unit = counts.dataset.post_unit
    missing = np.bincount(unit, counts.open_seats * counts.is_needed, units).astype(np.int64)
    seats = np.bincount(unit, counts.wanted_seats * counts.is_needed, units).astype(np.int64)
    return missing, seats
