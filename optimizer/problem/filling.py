"""The steps by which seats fill: a tier's curve as arcs in rising order of cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Indices, Ints, Mask
from optimizer.problem.problem import Problem
from optimizer.rules.objective import Curve
from optimizer.rules.pairs import CurveLevel


@dataclass(frozen=True)
class Steps:
    """k runs of steps between a subject's seats and what lies around it.

    ``position`` points into the subjects asked for. ``is_back`` marks steps below a net
    count of zero: seats that empty, carried the other way. ``length`` is how many steps of a
    run cost the same; ``cost`` has one row per tier.
    """

    position: Indices
    is_back: Mask
    length: Ints
    cost: Ints


def steps_of(problem: Problem, level: CurveLevel, subjects: Indices) -> Steps:
    """Every net count of filled seats that candidate pairs can bring about, priced by the tiers' curves."""
    pairs, capacity, counts = problem.pairs, problem.capacity, problem.facts.counts
    posts = np.flatnonzero(counts.is_needed)
    at = problem.facts.dataset.post_unit[posts]
    if level is CurveLevel.UNIT_FIELD:
        at = at * len(counts.field_codes) + counts.field_of_post[posts]

    def per_subject(subject: Indices, number: Ints) -> Ints:
        total = np.zeros(pairs.subjects(level), dtype=np.int64)
        np.add.at(total, subject, number)
        return total

    # No more seats fill than are open, and no more fall empty than somebody is at work in:
    # below that the curves say nothing. People beyond the seats leave without reopening one.
    open_seats, taken = counts.open_seats[posts], (counts.wanted_seats - counts.open_seats)[posts]
    most = np.minimum(per_subject(pairs.filled(level), capacity), per_subject(at, open_seats))
    least = -np.minimum(per_subject(pairs.emptied(level), capacity[pairs.reopens]), per_subject(at, taken))
    if level is CurveLevel.UNIT:
        # Whoever empties a seat of a unit by reassignment fills another there.
        least[:] = 0

    width = most[subjects] - least[subjects]
    position = np.repeat(np.arange(len(subjects)), width)
    step = np.arange(len(position)) - np.repeat(np.cumsum(width) - width, width) + least[subjects][position] + 1
    cost = np.array([_marginals(tier.terms.curve, level, subjects[position], step) for tier in problem.tiers])
    cost = cost.reshape(len(problem.tiers), len(position))
    back = step <= 0
    cost[:, back] *= -1

    # Steps of one subject and direction that cost the same are one arc.
    starts = np.ones(len(position), dtype=bool)
    starts[1:] = (
        (np.diff(position) != 0) | (np.diff(back.astype(np.int8)) != 0) | (np.diff(cost, axis=1) != 0).any(axis=0)
    )
    first = np.flatnonzero(starts)
    return Steps(position[first], back[first], np.diff(np.append(first, len(position))), cost[:, first])


def _marginals(curve: Curve | None, level: CurveLevel, subject: Indices, step: Ints) -> Ints:
    """What raising the count of each subject to each step costs in one tier."""
    if curve is None or curve.level is not level or not len(step):
        return np.zeros(len(step), dtype=np.int64)
    # Steps lie far below 2**20: seats of one unit.
    segment_end = curve.subject * (1 << 21) + curve.upto
    order = np.argsort(segment_end)
    at = order[np.minimum(np.searchsorted(segment_end[order], subject * (1 << 21) + step), len(order) - 1)]
    inside = (curve.subject[at] == subject) & (curve.above[at] < step) & (step <= curve.upto[at])
    return np.where(inside, curve.marginal[at], 0)
