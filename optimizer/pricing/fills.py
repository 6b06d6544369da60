"""What one more fill is worth after a plan, read from limits and curves alone.

A network has room for the fills that its pairs can bring about, so that a post which lost its
candidates looks full in it. Here a seat is free if the limits on the way in say so.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.arrays import Ints
from optimizer.counts import count_after
from optimizer.facts import Facts
from optimizer.plan import Plan
from optimizer.rules import LIMIT_RULES, Pairs, objective_by_id
from optimizer.rules.limit_rule import Place
from optimizer.rules.pairs import CurveLevel, per_subject

WAY_IN = (Place.PERSON, Place.POST, Place.POST_FOR_GOOD, Place.ENTERING, Place.ARRIVING)
"""Places between a person and the unit that the post belongs to."""


def find_seats_free(plan: Plan, pairs: Pairs) -> NDArray[np.bool_]:
    """Which moves the limits on the way into the unit leave room for, on top of the plan.

    Whoever reopens a seat of the unit by the same move fills none of it.
    """
    facts = pairs.facts
    is_free = ~pairs.reopens
    for rule in LIMIT_RULES:
        is_here = np.isin(rule.places(facts).place, WAY_IN) if rule.is_on(facts.policy) else np.zeros(0, dtype=bool)
        if not is_here.any():
            continue
        left = rule.bounds(facts).upper.copy()
        for move in plan.moves:
            for subject, coefficient in rule.charges(move, facts):
                left[subject] -= coefficient * move.count
        members = rule.members(pairs)
        full = is_here[members.subject] & (members.coefficient > left[members.subject])
        is_free[members.move[full]] = False
    return is_free


def further_fill(tier: str, plan: Plan, pairs: Pairs) -> Ints:
    """What the next net fill of each move's unit, or its field there, costs on the tier's curve; 0 without one."""
    curve = objective_by_id(tier).terms(pairs).curve
    if curve is None:
        return np.zeros(len(pairs), dtype=np.int64)
    filled = _net_fills(plan, pairs.facts, curve.level)[curve.subject]
    is_next = (curve.above <= filled) & (filled < curve.upto)
    marginal = np.zeros(pairs.subjects(curve.level), dtype=np.int64)
    marginal[curve.subject[is_next]] = curve.marginal[is_next]
    return marginal[pairs.filled(curve.level)]


def _net_fills(plan: Plan, facts: Facts, level: CurveLevel) -> Ints:
    """Seats filled less seats reopened by a plan, per subject of a level."""
    counts = facts.counts
    return per_subject(counts, level, (counts.open_seats - count_after(counts, plan).open_seats) * counts.is_needed)
