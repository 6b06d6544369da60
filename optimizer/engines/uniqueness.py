"""Whether an optimal flow is the only one in the arcs that stand for moves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from optimizer.engines.circulation import Arcs, Ints


def is_unique(arcs: Arcs, free: NDArray[np.bool_], flow: Ints, is_move: NDArray[np.bool_]) -> bool:
    """True if no residual cycle of zero-cost arcs passes through a move.

    ``free`` marks the arcs of zero reduced cost in every stage. Any other optimal flow
    differs from this one by such cycles; cycles among the arcs in between do not change
    who moves.
    """
    grow, shrink = free & (flow < arcs.capacity), free & (flow > 0)
    graph = coo_array(
        (
            np.ones(int(grow.sum() + shrink.sum()), dtype=np.int8),
            (
                np.concatenate([arcs.tail[grow], arcs.head[shrink]]),
                np.concatenate([arcs.head[grow], arcs.tail[shrink]]),
            ),
        ),
        shape=(arcs.nodes, arcs.nodes),
    )
    _, component = connected_components(graph.tocsr(), directed=True, connection="strong")
    suspects = np.flatnonzero(is_move & free & (component[arcs.tail] == component[arcs.head]))
    both_ways = grow[suspects] & shrink[suspects]
    if not both_ways.all():
        return False
    # A group partly moved can go either way along its own arc; that is no cycle yet.
    return not any(_has_way_around(graph, arcs, int(arc)) for arc in suspects)


def _has_way_around(graph: coo_array, arcs: Arcs, arc: int) -> bool:
    """Whether the ends of an arc are joined, in either direction, by a path that avoids it."""
    tail, head = int(arcs.tail[arc]), int(arcs.head[arc])
    joins = ((graph.row == tail) & (graph.col == head)) | ((graph.row == head) & (graph.col == tail))
    rest = coo_array((graph.data[~joins], (graph.row[~joins], graph.col[~joins])), shape=graph.shape).tocsr()
    for start, end in ((tail, head), (head, tail)):
        reached = breadth_first_order(rest, start, directed=True, return_predecessors=False)
        if end in reached:
            return True
    return False
