"""One stage within side rows: bound, plan, and proof that no plan lies between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Ints
from optimizer.engines.circles import Kept, keep_rows
from optimizer.engines.circulation import Arcs, SolverError, potentials, reduced_costs
from optimizer.engines.exact import solve_core
from optimizer.engines.lagrangian import Ascent, Centre, dot
from optimizer.engines.linear import propose, whole_plan
from optimizer.engines.rows import Face
from optimizer.engines.sifting import Optimum

FINER = 16
"""Multipliers are counted in so many parts of a unit of cost where whole ones do not do."""

PROOF_ROUNDS = 200
"""Longest paths looked at for potentials that prove a plan on the whole network; many more end in a cycle."""

MUCH_BETTER = 8
"""A plan whose gap is so many times smaller is worth another proposal before prices are tried."""

WIDE_ROUNDS = 6
"""Times that prices are bettered on the whole face for a proof by potentials alone."""

FAR = 1000
"""So many times the gap is far dearer; where that does not do, so many times as much again."""

MOST_ROUNDS = 30
"""Times that bound and plan help each other before what is left goes to the core."""

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


def close(arcs: Arcs, cost: Ints, face: Face, relaxed: Optimum, on_plan: Callable[[Ints], None]) -> Closed:
    """The cheapest plan of a stage on a face, given the network's optimum, which ignores the rows.

    ``face.flow`` is a plan, be it one in which nobody moves. ``on_plan`` is told of every better one.

    Raises SolverError if a solver fails.
    """
    none = np.zeros(len(face.rows), dtype=np.int64)
    reduced = np.where(face.free, reduced_costs(arcs, cost, relaxed.potential), 0)
    centre = Centre(arcs, face.rows, 1, face.free, reduced, relaxed.flow, none, 0)
    kept = keep_rows(centre, relaxed.looked_at)
    if kept is not None and kept.is_optimum and centre.is_told_in_range(cost, kept.step):
        least = dot(reduced, kept.flow - relaxed.flow)
        left = Face(face.free & (kept.reduced == 0), face.rows.decided(kept.step), kept.flow)
        return Closed(left, least, least, 1, kept.step, relaxed.potential + kept.potential)
    return _searched(cost, face, centre, kept, on_plan)


def _searched(cost: Ints, face: Face, centre: Centre, kept: Kept | None, on_plan: Callable[[Ints], None]) -> Closed:
    """The same where bound and plan do not meet at once."""
    ascent = Ascent(centre, face.flow, (face.flow > 0) | (centre.flow > 0) | ~centre.arcs.is_move)
    if kept is not None:
        ascent.offer(kept.flow)
        ascent.move(kept.step)
        on_plan(ascent.best)
    for _ in range(MOST_ROUNDS):
        if ascent.is_proved:
            break
        before = ascent.gap
        rises = _improve(ascent)
        on_plan(ascent.best)
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
    proved = _proved(cost, face, ascent)
    if proved is None and ascent.is_proved:
        proved = _proved(cost, face, _widened(centre, ascent))
    return proved or _bounded(face, ascent, least_gap)


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


def _widened(first: Centre, ascent: Ascent) -> Ascent:
    """The prices found tried on the whole face, and bettered there: what was left out may ask for others."""
    centre, scale = first.refined(FINER), ascent.centre.scale
    whole = Ascent(centre, ascent.best, ascent.seen, narrows=False)
    whole.move(ascent.centre.multipliers * centre.scale // scale)
    far = FAR
    for _ in range(WIDE_ROUNDS):
        if whole.gap == 0:
            break
        # Far dearer arcs are left to the network: costs of their size blind the program.
        step = propose(whole.centre.narrowed(whole.gap * far), whole.seen).step
        if step is None or not whole.move(step):
            far *= FAR
    return whole


def _proved(cost: Ints, face: Face, ascent: Ascent) -> Closed | None:
    """The stage with potentials on the whole face that prove it, if multipliers and plan leave nothing between them."""
    centre, best = ascent.centre, ascent.best
    if ascent.gap or not centre.is_told_in_range(cost, centre.multipliers):
        return None
    priced = cost * centre.scale + face.rows.by_arc @ centre.multipliers
    try:
        potential = potentials(centre.arcs, priced, face.free, best, PROOF_ROUNDS)
    except SolverError:
        # The bound holds for what could be better, not for all: proved, but not by potentials alone.
        return None
    free = face.free & (reduced_costs(centre.arcs, priced, potential) == 0)
    left = Face(free, face.rows.decided(centre.multipliers), best)
    least = centre.bound // centre.scale
    return Closed(left, least, least, centre.scale, centre.multipliers, potential)


def _bounded(face: Face, ascent: Ascent, least_gap: int) -> Closed:
    """The stage with a bound, be it that of a search; what costs as much as the plan keeps a ceiling: its cost."""
    centre, best, gap = ascent.centre, ascent.best, ascent.gap
    left = centre.narrowed(gap)
    weights = np.where(left.free, left.cost - face.rows.by_arc @ centre.multipliers, 0)
    under = Face(left.free, face.rows.with_ceiling(weights, int(weights @ best)), best)
    least, cost = -(-(centre.bound + least_gap) // centre.scale), (centre.bound + gap) // centre.scale
    return Closed(under, least, cost, centre.scale, centre.multipliers, None)
