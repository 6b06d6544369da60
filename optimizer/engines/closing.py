"""One stage within side rows: bound, plan, and proof that no plan lies between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from optimizer.engines.circulation import Arcs, Ints, SolverError, potentials, reduced_costs
from optimizer.engines.exact import solve_core
from optimizer.engines.lagrangian import Ascent, Centre
from optimizer.engines.linear import propose, whole_plan
from optimizer.engines.rows import Face

FINER = 16
"""Multipliers are counted in so many parts of a unit of cost where whole ones do not do."""

PROOF_ROUNDS = 200
"""Longest paths looked at for potentials that prove a plan on the whole network; many more end in a cycle."""

MUCH_BETTER = 8
"""A plan whose gap is so many times smaller is worth another proposal before prices are tried."""

MOST_ROUNDS = 30
"""Times that bound and plan help each other before what is left goes to the core."""

CORE_EFFORT = 60.0
"""Most effort spent on closing the gap of a stage; the plan found by then is told with its bound."""


@dataclass(frozen=True)
class Relaxed:
    """The network's optimum of a stage, which ignores the rows, and the reduced cost of every arc under it."""

    flow: Ints
    reduced: Ints


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


def close(arcs: Arcs, cost: Ints, face: Face, relaxed: Relaxed, on_plan: Callable[[Ints], None]) -> Closed:
    """The cheapest plan of a stage on a face, given the network's optimum.

    ``face.flow`` is a plan, be it one in which nobody moves. ``on_plan`` is told of every better one.

    Raises SolverError if a solver fails.
    """
    none = np.zeros(len(face.rows), dtype=np.int64)
    reduced = np.where(face.free, relaxed.reduced, 0)
    centre = Centre(arcs, face.rows, 1, face.free, reduced, relaxed.flow, none, 0)
    ascent = Ascent(centre, face.flow, (face.flow > 0) | ~arcs.is_move)
    ascent.offer(relaxed.flow)
    for _ in range(MOST_ROUNDS):
        before = ascent.gap
        rises = _improve(ascent)
        on_plan(ascent.best)
        if ascent.is_proved:
            break
        if not rises and ascent.gap == before:
            if ascent.centre.scale > 1:
                break
            ascent.refine(FINER)
    least_gap = 0
    if not ascent.is_proved:
        core = solve_core(ascent.centre, ascent.best, CORE_EFFORT)
        least_gap = core.least_gap
        ascent.offer(core.flow)
        on_plan(ascent.best)
    return _closed(cost, face, ascent, least_gap)


def _improve(ascent: Ascent) -> bool:
    """Look among the moves of flows seen for better prices of the rows and a better plan: whether the bound rises."""
    while True:
        proposal = propose(ascent.centre, ascent.seen)
        before = ascent.gap
        if proposal.plan is not None:
            ascent.offer(proposal.plan)
        # A much better plan leaves smaller costs, to which the program is the more exact.
        if ascent.is_proved or ascent.gap * MUCH_BETTER > before:
            break
        ascent.narrow()
    rises = not ascent.is_proved and proposal.step is not None and ascent.move(proposal.step)
    if proposal.plan is None and not ascent.is_proved:
        plan = whole_plan(ascent.centre, ascent.seen)
        if plan is not None:
            ascent.offer(plan)
    return rises


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
