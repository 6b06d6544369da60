"""A first plan within side rows: the network's optimum with what exceeds a row taken out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.engines.circulation import Ints, SolverError, solve
from optimizer.engines.lagrangian import Centre

MOST_ROUNDS = 8

LARGE = 3
"""A row that is exceeded by so much is no matter of a few moves: taking them out makes a poor plan."""


def repair(centre: Centre) -> Ints | None:
    """A plan near the centre's flow; None if a few rounds do not make one, or would make a poor one.

    In every exceeded row the moves that fit stay and all others are closed; then the network
    finds the best way without them, round after round.
    """
    arcs, rows = centre.arcs, centre.rows
    closed = np.zeros(len(arcs.tail), dtype=bool)
    flow = centre.flow
    for _ in range(MOST_ROUNDS):
        flow = _with_loops(centre, flow)
        excess = rows.excess(flow)
        if rows.are_kept(flow):
            return flow
        exceeded = np.flatnonzero(excess > 0)
        if not len(exceeded) or excess.max() > LARGE:
            return None
        for row in exceeded.tolist():
            closed |= _beyond(centre, flow, row)
        try:
            flow = solve(arcs, centre.cost, centre.free & ~closed, np.where(closed, 0, centre.flow))
        except SolverError:
            # Nothing is left to close: what earlier stages fixed needs these moves.
            return None
    return None


def _beyond(centre: Centre, flow: Ints, row: int) -> NDArray[np.bool_]:
    """Free arcs that count in a row, but for those used that fit into it one after the other."""
    at = slice(centre.rows.matrix.indptr[row], centre.rows.matrix.indptr[row + 1])
    arcs, counts = centre.rows.matrix.indices[at], centre.rows.matrix.data[at]
    fixed = int(counts[(counts < 0) | ~centre.free[arcs]] @ flow[arcs[(counts < 0) | ~centre.free[arcs]]])
    arcs, counts = arcs[(counts > 0) & centre.free[arcs]], counts[(counts > 0) & centre.free[arcs]]
    used = flow[arcs] > 0
    fits = np.zeros(len(arcs), dtype=bool)
    fits[used] = fixed + np.cumsum(counts[used] * flow[arcs[used]]) <= centre.rows.upper[row]
    closed = np.zeros(len(flow), dtype=bool)
    closed[arcs[~fits]] = True
    return closed


def _with_loops(centre: Centre, flow: Ints) -> Ints:
    """The flow with what exceeds a priced row sent through the row's loop, as far as it may change."""
    is_loop = (centre.arcs.tail == centre.arcs.head) & centre.free
    loops = np.flatnonzero(is_loop)
    if not len(loops):
        return flow
    flow = np.where(is_loop, 0, flow)
    excess = centre.rows.excess(flow)
    # A loop counts in its own row only.
    row = centre.rows.by_arc.indices[centre.rows.by_arc.indptr[loops]]
    flow[loops] = np.clip(excess[row], 0, centre.arcs.capacity[loops])
    return flow
