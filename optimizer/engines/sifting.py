"""A stage's optimum, found among few of its arcs and proved among all.

A province has a hundred times as many moves as people. The cheapest few of every person and
of every post nearly hold the optimum: it is found among them, all arcs are priced with its node
potentials, and those that would improve it join, until none does (Bixby et al. 1992 for linear
programs). After the first round only arcs are looked at on which a cheaper flow can differ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Indices, Ints, Mask
from optimizer.engines.checker import LARGEST
from optimizer.engines.circulation import Arcs, SolverError, potentials, reduced_costs, solve
from optimizer.engines.stages import COST_LIMIT

FEW = 50_000
"""So many moves are solved at once: sifting them would take longer."""

CHEAPEST = 6
"""Moves of every person, and of every post, that are looked at first and whenever many would improve."""

MANY = 20_000
"""From so many moves on that would improve, the best of every person and post stand for the others."""


@dataclass(frozen=True)
class Optimum:
    """The cheapest circulation, node potentials that prove it, and the arcs among which it was found."""

    flow: Ints
    potential: Ints
    looked_at: Mask


def optimum(arcs: Arcs, cost: Ints, free: Mask, flow: Ints, likely: Mask | None = None) -> Optimum:
    """The cheapest circulation that keeps ``flow`` on the arcs that are not free, with its proof.

    ``flow`` is a circulation. ``likely`` marks the moves to look at first; without it they are the cheapest.

    Raises SolverError if the solver does not report an optimum, or potentials leave the range of what
    the checker reads.
    """
    moves = np.flatnonzero(free[arcs.first_move :]) + arcs.first_move
    if len(moves) <= FEW:
        best = solve(arcs, cost, free, flow)
        return Optimum(best, potentials(arcs, cost, free, best), free)
    looked_at = free.copy()
    looked_at[moves] = flow[moves] > 0
    if likely is None:
        _join_cheapest(looked_at, arcs, cost, moves)
    else:
        looked_at |= likely & free
    potential = np.zeros(arcs.nodes, dtype=np.int64)
    reduced = cost
    most_gain = _most_gain(arcs, cost, free, flow)
    while True:
        # On any other arc a flow that differs costs more than there is to gain; floats round far less than this.
        undecided = looked_at & (np.abs(reduced) <= most_gain * (1 + 1e-9))
        flow = solve(arcs, _in_range(arcs, reduced, cost, undecided), undecided, flow)
        potential = potential + potentials(arcs, reduced, looked_at, flow)
        if potential.min() < -LARGEST:
            raise SolverError("COST_RANGE")
        reduced = reduced_costs(arcs, cost, potential)
        # Nobody moves on an arc that was not looked at yet.
        improving = moves[(reduced[moves] < 0) & ~looked_at[moves]]
        if not len(improving):
            return Optimum(flow, potential, looked_at)
        most_gain = _most_gain(arcs, reduced, free, flow)
        join(looked_at, arcs, reduced, improving)


def _most_gain(arcs: Arcs, reduced: Ints, free: Mask, flow: Ints) -> float:
    """What a circulation could gain at most by the reduced costs, were each free arc changed by itself."""
    room = np.where(reduced < 0, arcs.capacity - flow, -flow)[free]
    return float(-reduced[free].astype(np.float64) @ room.astype(np.float64))


def _in_range(arcs: Arcs, reduced: Ints, cost: Ints, chosen: Mask) -> Ints:
    """Reduced costs, with which the solver is faster, where they are within its range; else the costs themselves."""
    dearest = int(np.abs(reduced[chosen]).max(initial=0))
    return reduced if (dearest + 1) * (arcs.nodes + 1) <= COST_LIMIT else cost


def gains(arcs: Arcs, reduced: Ints, free: Mask, flow: Ints) -> Mask:
    """Arcs on which a flow is not the cheapest by the reduced costs."""
    on, back = (reduced < 0) & (flow < arcs.capacity), (reduced > 0) & (flow > 0)
    gaining: Mask = free & (on | back)
    return gaining


def join(looked_at: Mask, arcs: Arcs, reduced: Ints, improving: Indices) -> None:
    """Mark arcs that would improve a flow; where they are many, the best of every node stand for the others."""
    if len(improving) > MANY:
        _join_cheapest(looked_at, arcs, reduced, improving)
    else:
        looked_at[improving] = True


def _join_cheapest(looked_at: Mask, arcs: Arcs, cost: Ints, moves: Indices) -> None:
    """Mark the cheapest of the given moves out of every node and into every node."""
    for end in (arcs.tail, arcs.head):
        looked_at[_cheapest(end[moves], cost[moves], moves)] = True


def _cheapest(group: Indices, cost: Ints, moves: Indices) -> Indices:
    """The :data:`CHEAPEST` moves of every group; equals are drawn, so that they do not all lead to the same few."""
    above_least = cost - cost.min()
    coarse = above_least >> max(int(above_least.max()).bit_length() - 34, 0)
    drawn = (moves.astype(np.uint64) * np.uint64(2_654_435_761) >> np.uint64(3)) & np.uint64(63)
    # Group, cost and lot in one number: sorted at once.
    key = (group.astype(np.uint64) << np.uint64(40)) | (coarse.astype(np.uint64) << np.uint64(6)) | drawn
    ordered = np.sort(key)
    in_order = (ordered >> np.uint64(40)).astype(np.intp)
    first = np.flatnonzero(np.diff(in_order, prepend=-1))
    last = np.minimum(first + CHEAPEST, np.append(first[1:], len(ordered))) - 1
    dearest = np.zeros(int(in_order[-1]) + 1, dtype=np.uint64)
    dearest[in_order[first]] = ordered[last]
    chosen: Indices = moves[key <= dearest[group]]
    return chosen
