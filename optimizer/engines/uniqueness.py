"""Whether an optimal flow is the only one in the arcs that stand for moves."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from optimizer.arrays import Indices, Ints, Mask
from optimizer.engines.circulation import Arcs


def is_unique(arcs: Arcs, free: Mask, flow: Ints, is_move: Mask) -> bool:
    """True if no residual cycle of zero-cost arcs passes through a move.

    ``free`` marks the arcs of zero reduced cost in every stage. Any other optimal flow
    differs from this one by such cycles; cycles among the arcs in between do not change
    who moves.
    """
    grow, shrink = free & (flow < arcs.capacity), free & (flow > 0)
    arc = np.concatenate([np.flatnonzero(grow), np.flatnonzero(shrink)])
    tail = np.concatenate([arcs.tail[grow], arcs.head[shrink]])
    head = np.concatenate([arcs.head[grow], arcs.tail[shrink]])
    _, component = connected_components(_graph(arcs.nodes, tail, head), directed=True, connection="strong")
    suspects = np.flatnonzero(is_move & (grow | shrink) & (component[arcs.tail] == component[arcs.head]))
    # A group partly moved can go either way along its own arc; that is no cycle yet.
    return not any(
        _are_joined(_graph(arcs.nodes, tail[arc != suspect], head[arc != suspect]), *ends)
        for suspect in suspects.tolist()
        for ends in (
            (int(arcs.tail[suspect]), int(arcs.head[suspect])),
            (int(arcs.head[suspect]), int(arcs.tail[suspect])),
        )
    )


def _graph(nodes: int, tail: Indices, head: Indices) -> csr_array:
    """The residual arcs."""
    return coo_array((np.ones(len(tail)), (tail, head)), shape=(nodes, nodes)).tocsr()


def _are_joined(graph: csr_array, start: int, end: int) -> bool:
    """Whether a path leads from one node to another."""
    return end in breadth_first_order(graph, start, directed=True, return_predecessors=False)
