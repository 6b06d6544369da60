"""One stage within side rows: bound, plan, and proof that no plan lies between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from optimizer.engines.circulation import Arcs, Ints, SolverError, potentials, reduced_costs
from optimizer.engines.exact import solve_core
from optimizer.engines.lagrangian import Ascent, Centre
from optimizer.engines.repair import repair
from optimizer.engines.rows import Face

FINER = 16
"""Multipliers are counted in so many parts of a unit of cost once only few arcs are left."""

FIRST_STEPS = 4
"""Steps on the whole network where a plan cannot be had by repairing the network's optimum."""

PROOF_ROUNDS = 200
"""Longest paths looked at for potentials that prove a plan on the whole network; many more end in a cycle."""

MOST_ROUNDS = 12
"""Times that bound and plan help each other before what is left goes to the core."""

SEEN_EFFORT = 10.0
"""Most effort (:func:`solve_core`) spent on a plan among the arcs of flows seen, which only guides the search."""

CORE_EFFORT = 60.0
"""Most effort spent on closing the gap of a stage; the plan found by then is told with its bound."""


@dataclass(frozen=True)
class Closed:
    """A stage within side rows.

    ``least`` bounds the stage's cost above its network optimum, ``cost`` is what the plan
    costs above it. With ``potential`` the proof is complete by itself: node potentials, and
    ``multipliers`` of the rows, in ``scale``-ths of a unit of cost.
    """

    face: Face
    least: int
    cost: int
    scale: int
    multipliers: Ints
    potential: Ints | None


def close(
    arcs: Arcs, cost: Ints, weights: tuple[int, ...], face: Face, relaxed: Ints, on_plan: Callable[[Ints], None]
) -> Closed:
    """The cheapest plan of a stage on a face, given the network's optimum ``relaxed`` that ignores the rows.

    ``weights`` are those of the stage's tiers, ``face.flow`` is a plan, be it one in which
    nobody moves. ``on_plan`` is told of every better one.

    Raises SolverError if a solver fails.
    """
    reduced = reduced_costs(arcs, cost, potentials(arcs, cost, face.free, relaxed))
    none = np.zeros(len(face.rows), dtype=np.int64)
    centre = Centre(arcs, face.rows, weights, 1, face.free, np.where(face.free, reduced, 0), relaxed, none, 0)
    ascent = Ascent(centre, face.flow, face.flow > 0)
    # Any good plan leaves little of the network to look at.
    repaired = repair(centre)
    if repaired is None:
        ascent.climb(FIRST_STEPS)
        _search_seen(ascent)
    else:
        ascent.offer(repaired)
    on_plan(ascent.best)
    ascent.refine(FINER)
    for _ in range(MOST_ROUNDS):
        before = ascent.gap
        ascent.climb()
        if ascent.gap < ascent.centre.scale:
            break
        _search_seen(ascent)
        on_plan(ascent.best)
        if ascent.gap in (0, before):
            break
    least_gap = 0
    if ascent.gap >= ascent.centre.scale:
        core = solve_core(ascent.centre, ascent.centre.free, ascent.best, CORE_EFFORT)
        least_gap = core.least_gap
        ascent.offer(core.flow)
        on_plan(ascent.best)
    return _closed(cost, face, ascent, least_gap)


def _search_seen(ascent: Ascent) -> None:
    """Look for a plan among the arcs that flows seen so far use."""
    centre = ascent.centre
    seen = centre.free & (ascent.used | ~centre.arcs.is_move)
    ascent.offer(solve_core(centre, seen, ascent.best, SEEN_EFFORT).flow)


def _closed(cost: Ints, face: Face, ascent: Ascent, least_gap: int) -> Closed:
    """What is proved, and where the next stage may look."""
    centre, best, gap = ascent.centre, ascent.best, ascent.gap
    scale, bound = centre.scale, centre.bound
    told = Closed(face, -(-(bound + least_gap) // scale), (bound + gap) // scale, scale, centre.multipliers, None)
    if gap == 0 and centre.is_told_in_range(cost):
        priced = cost * scale + face.rows.by_arc @ centre.multipliers
        try:
            potential = potentials(centre.arcs, priced, face.free, best, PROOF_ROUNDS)
        except SolverError:
            # The bound holds for what could be better, not for all: proved, but not by potentials alone.
            potential = None
        if potential is not None:
            free = face.free & (reduced_costs(centre.arcs, priced, potential) == 0)
            rows = face.rows.decided(centre.multipliers)
            return replace(told, face=Face(free, rows, best), potential=potential)
    # What costs as much as the plan keeps this ceiling: its cost, as the centre tells it.
    left = centre.narrowed(gap)
    weights = np.where(left.free, left.cost - face.rows.by_arc @ centre.multipliers, 0)
    return replace(told, face=Face(left.free, face.rows.with_ceiling(weights, int(weights @ best)), best))
