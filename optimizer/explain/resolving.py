"""A Problem solved again with one change, from the optimum that is known: what paths cannot tell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack

from optimizer.arrays import Indices, Ints
from optimizer.engines.circulation import Arcs, reduced_costs
from optimizer.engines.closing import close
from optimizer.engines.rows import Face, Rows
from optimizer.engines.sifting import optimum
from optimizer.explain.standing import Standing


@dataclass(frozen=True)
class Resolved:
    """The best flow with the change; None if there is none. ``is_proved`` unless the search within rows gave up."""

    flow: Ints | None
    is_proved: bool


def without(standing: Standing, arcs: Indices) -> Resolved:
    """The best flow with nobody on the arcs given."""
    unwanted = np.zeros(len(standing.flow), dtype=np.int64)
    unwanted[arcs] = 1
    found = _solved(standing.arcs, standing.layout.rows, [unwanted, *_costs(standing)], standing.flow)
    return found if found.flow is None or not found.flow[arcs].any() else Resolved(None, found.is_proved)


def with_one(standing: Standing, arc: int) -> Resolved:
    """The best flow with at least one more person on an arc."""
    arcs, rows, flow = standing.arcs, standing.layout.rows, standing.flow
    # The one asked for has an arc of its own beside that of the others of a group.
    capacity = np.append(arcs.capacity, 1)
    capacity[arc] -= 1
    beside = Arcs(
        arcs.nodes,
        np.append(arcs.tail, arcs.tail[arc]),
        np.append(arcs.head, arcs.head[arc]),
        capacity,
        arcs.first_move,
    )
    if flow[arc] > capacity[arc]:
        return Resolved(None, True)
    matrix = csr_array(hstack([rows.matrix, rows.matrix[:, [arc]]], format="csr"))
    wanted = np.zeros(len(capacity), dtype=np.int64)
    wanted[-1] = -1
    costs = [wanted, *(np.append(cost, cost[arc]) for cost in _costs(standing))]
    found = _solved(beside, Rows(matrix, rows.upper, rows.is_tight), costs, np.append(flow, 0))
    if found.flow is None or not found.flow[-1]:
        return Resolved(None, found.is_proved)
    merged = found.flow[:-1].copy()
    merged[arc] += found.flow[-1]
    return Resolved(merged, found.is_proved)


def _costs(standing: Standing) -> tuple[Ints, ...]:
    """Those of the stages, and of equals the moves that differ: no more people are moved about than need be."""
    other = np.where(standing.flow > 0, -1, 1)
    return (*standing.layout.stage_costs, np.where(standing.arcs.is_move, other, 0))


def _solved(arcs: Arcs, rows: Rows, costs: list[Ints], flow: Ints) -> Resolved:
    """The lexicographically cheapest flow, from a feasible one on; no lot is drawn."""
    face = Face(np.ones(len(arcs.tail), dtype=bool), rows, flow)
    for cost in costs:
        best = optimum(arcs, cost, face.free, face.flow, likely=face.flow > 0)
        if face.rows.are_kept(best.flow):
            free = face.free & (reduced_costs(arcs, cost, best.potential) == 0)
            face = Face(free, face.rows, best.flow)
            continue
        closed = close(arcs, cost, face, best, _ignore)
        face = closed.face
        if closed.cost > closed.least:
            return Resolved(face.flow, False)
    return Resolved(face.flow, True)


def _ignore(flow: Ints) -> None:
    del flow
