"""The ways that a flow leaves open: how a plan can change, and what that costs, without solving it again.

In the *residual network* of a flow an arc leads on where one more person could pass, and back where
somebody passes who need not. Going round a circle in it changes the plan by whole people and keeps
every limit that nests. If the flow is optimal, no circle gains, and one change costs what the
cheapest circle through it costs (Ahuja, Magnanti, Orlin 1993, ch. 9): a shortest path
(:mod:`optimizer.explain.paths`), exact in integers, stage after stage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Indices, Ints, Mask
from optimizer.engines.circulation import Arcs


@dataclass(frozen=True)
class Residual:
    """k ways between n nodes: ``arc`` is the arc that each uses, ``is_back`` whether against its direction.

    ``cost`` has one row per stage. As tuples, column by column, costs are not negative.
    """

    nodes: int
    tail: Indices
    head: Indices
    arc: Indices
    is_back: Mask
    cost: Ints

    @classmethod
    def of(cls, arcs: Arcs, reduced: Ints, flow: Ints) -> Residual:
        """The ways that a flow leaves open, at reduced costs of one row per stage; loops lead nowhere."""
        is_loop = arcs.tail == arcs.head
        on, back = np.flatnonzero((flow < arcs.capacity) & ~is_loop), np.flatnonzero((flow > 0) & ~is_loop)
        return cls(
            arcs.nodes,
            np.concatenate([arcs.tail[on], arcs.head[back]]),
            np.concatenate([arcs.head[on], arcs.tail[back]]),
            np.concatenate([on, back]),
            np.repeat([False, True], [len(on), len(back)]),
            np.concatenate([reduced[:, on], -reduced[:, back]], axis=1),
        )

    def taken(self, rows: Indices | Mask) -> Residual:
        """Some of the ways."""
        return Residual(
            self.nodes, self.tail[rows], self.head[rows], self.arc[rows], self.is_back[rows], self.cost[:, rows]
        )

    def with_starts(self, node: Indices, kind: Indices, kind_of_arc: Indices) -> Residual:
        """One more node for each of ``node``, from which the same ways lead but those over an arc of its ``kind``."""
        by_tail = np.argsort(self.tail, kind="stable")
        first, last = (np.searchsorted(self.tail[by_tail], node, side=side) for side in ("left", "right"))
        start = np.repeat(np.arange(len(node)), last - first)
        way = by_tail[np.repeat(first - np.cumsum(last - first) + (last - first), last - first) + np.arange(len(start))]
        is_kept = kind_of_arc[self.arc[way]] != kind[start]
        start, way = start[is_kept], way[is_kept]
        return Residual(
            self.nodes + len(node),
            np.concatenate([self.tail, self.nodes + start]),
            np.concatenate([self.head, self.head[way]]),
            np.concatenate([self.arc, self.arc[way]]),
            np.concatenate([self.is_back, self.is_back[way]]),
            np.concatenate([self.cost, self.cost[:, way]], axis=1),
        )

    def cheapest(self) -> Residual:
        """Of all ways from one node to another the cheapest, in order of tail and head."""
        order = np.lexsort((self.arc, *self.cost[::-1], self.head, self.tail))
        tail, head = self.tail[order], self.head[order]
        is_first = np.ones(len(order), dtype=bool)
        is_first[1:] = (np.diff(tail) != 0) | (np.diff(head) != 0)
        return self.taken(order[is_first])
