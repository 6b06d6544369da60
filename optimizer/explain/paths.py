"""Cheapest paths in a residual network: among the cheapest of each stage the cheapest of the next.

Nine in ten nodes have one way in, e.g. people who do not move. They are folded into the node before
them, which leaves a fifth of the nodes and half of the arcs of a province.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, dijkstra

from optimizer.arrays import Indices, Ints, Mask
from optimizer.explain.residual import Residual

FAR = 2**62
"""Distance of what cannot be reached."""

EXACT = 2**53
"""Whole numbers below it are exact in floats, and so is every sum on the way to them."""

AT_ONCE = 64
"""Sources looked at in one call."""


@dataclass(frozen=True)
class Paths:
    """Ways of several paths, one entry a way: number of the path, arc, and whether against its direction."""

    path: Indices
    arc: Indices
    is_back: Mask


@dataclass(frozen=True)
class Folded:
    """A residual network whose nodes with one way in are folded into those before them.

    ``ways`` are the cheapest between any two nodes, ``entry`` the way into each folded node,
    -1 for hubs; ``top`` is the hub behind a node and ``below`` what it costs from there.
    ``between`` leads from hub to hub: its ``arc`` is a row of ``ways``.
    """

    ways: Residual
    entry: Indices
    top: Indices
    below: Ints
    between: Residual

    @classmethod
    def of(cls, residual: Residual, kept: Indices) -> Folded:
        """Fold all nodes but ``kept``."""
        ways, nodes = residual.cheapest(), residual.nodes
        is_folded = np.bincount(ways.head, minlength=nodes) == 1
        is_folded[kept] = False
        entry = np.full(nodes, -1, dtype=np.intp)
        into = np.flatnonzero(is_folded[ways.head])
        entry[ways.head[into]] = into
        top, below = _hubs_behind(ways, entry)
        # A circle of such nodes is reached from nowhere: each stands for itself.
        is_circle = entry[top] >= 0
        entry[is_circle] = -1
        top, below = _hubs_behind(ways, entry)
        hub = np.flatnonzero(entry < 0)
        number = np.full(nodes, -1, dtype=np.intp)
        number[hub] = np.arange(len(hub))
        tail = top[ways.tail]
        is_between = (entry[ways.head] < 0) & (tail != ways.head)
        row = np.flatnonzero(is_between)
        between = Residual(
            len(hub),
            number[tail[row]],
            number[ways.head[row]],
            row,
            ways.is_back[row],
            ways.cost[:, row] + below[:, ways.tail[row]],
        ).cheapest()
        return cls(ways, entry, number[top], below, between)

    def trees(self, sources: Sequence[int]) -> Iterator[Tree]:
        """Cheapest paths from each source, which is a hub, to everywhere."""
        if not len(sources):
            return
        start = np.asarray(self.top)[np.asarray(sources, dtype=np.intp)]
        between = self.between
        weights = between.cost[0].astype(np.float64)
        graph = csr_array((weights, (between.tail, between.head)), shape=(between.nodes, between.nodes))
        for first in range(0, len(start), AT_ONCE):
            some = start[first : first + AT_ONCE]
            for source, near in zip(some.tolist(), dijkstra(graph, indices=some), strict=True):
                yield self._tree(source, near)

    def _tree(self, source: int, near: NDArray[np.float64]) -> Tree:
        """The paths from one hub: among the cheapest of each stage the cheapest of the next."""
        between = self.between
        distances = np.full((len(between.cost), between.nodes), FAR, dtype=np.int64)
        rows, tail, head = np.arange(len(between.tail)), between.tail, between.head
        for stage, cost in enumerate(between.cost):
            length = cost if stage == 0 else cost[rows]
            if stage == 0 and near.max(where=np.isfinite(near), initial=0) < EXACT:
                distance = np.where(np.isfinite(near), near, FAR).astype(np.int64)
            else:
                distance = _shortest(between.nodes, source, tail, head, length)
            distances[stage] = distance
            start = distance[tail]
            tight = np.flatnonzero((start + length == distance[head]) & (start < FAR))
            rows, tail, head = rows[tight], tail[tight], head[tight]
        steps = csr_array((np.ones(len(rows)), (tail, head)), shape=(between.nodes, between.nodes))
        before = breadth_first_order(steps, source)[1]
        reached = np.flatnonzero(before >= 0)
        entry = np.full(between.nodes, -1, dtype=np.intp)
        # Ways are in order of tail and head, so that a pair of hubs is found by bisection.
        key = between.tail * between.nodes + between.head
        entry[reached] = between.arc[np.searchsorted(key, before[reached].astype(np.intp) * between.nodes + reached)]
        return Tree(self, source, distances, entry)


@dataclass(frozen=True)
class Tree:
    """Cheapest paths from one hub, ``source``: per hub the distance in every stage, and the way into it."""

    folded: Folded
    source: int
    distance: Ints
    entry: Indices

    def reaches(self, nodes: Indices) -> Mask:
        """Which nodes there is a path to."""
        is_reached: Mask = self.distance[0, self.folded.top[nodes]] < FAR
        return is_reached

    def costs(self, nodes: Indices) -> Ints:
        """What the path to every node costs, one row per stage; means nothing where there is none."""
        costs: Ints = self.distance[:, self.folded.top[nodes]] + self.folded.below[:, nodes]
        return costs

    def paths(self, nodes: Indices) -> Paths:
        """The ways to every node, which are all reached, walked back from it."""
        folded, node = self.folded, np.asarray(nodes, dtype=np.intp)
        path = np.arange(len(node))
        parts: list[tuple[Indices, Indices]] = []
        while len(node):
            is_hub = folded.entry[node] < 0
            is_there = is_hub & (folded.top[node] == self.source)
            path, node, is_hub = path[~is_there], node[~is_there], is_hub[~is_there]
            way = np.where(is_hub, self.entry[folded.top[node]], folded.entry[node])
            parts.append((path, way))
            node = folded.ways.tail[way]
        paths, ways = (
            np.concatenate([part[side] for part in parts]) if parts else np.empty(0, np.intp) for side in (0, 1)
        )
        return Paths(paths, folded.ways.arc[ways], folded.ways.is_back[ways])


def _hubs_behind(ways: Residual, entry: Indices) -> tuple[Indices, Ints]:
    """The hub at the end of every node's chain of single ways, and what the chain costs."""
    is_folded = entry >= 0
    top = np.where(is_folded, ways.tail[entry], np.arange(len(entry)))
    below = np.where(is_folded, ways.cost[:, entry], 0)
    for _ in range(len(entry).bit_length()):
        # Nodes on a circle never come to an end; their costs are not used.
        further = entry[top] >= 0
        if not further.any():
            break
        below = below + np.where(further, below[:, top], 0)
        top = top[top]
    return top, below


def _shortest(nodes: int, source: int, tail: Indices, head: Indices, cost: Ints) -> Ints:
    """Distances from a source by rounds over the nodes that came nearer; no circle has a negative cost."""
    start = np.searchsorted(tail, np.arange(nodes + 1))
    distance = np.full(nodes, FAR, dtype=np.int64)
    distance[source] = 0
    nearer = np.array([source])
    while len(nearer):
        counts = start[nearer + 1] - start[nearer]
        chosen = np.repeat(start[nearer] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        reached = distance[tail[chosen]] + cost[chosen]
        improves = reached < distance[head[chosen]]
        targets = head[chosen][improves]
        np.minimum.at(distance, targets, reached[improves])
        is_nearer = np.zeros(nodes, dtype=bool)
        is_nearer[targets] = True
        nearer = np.flatnonzero(is_nearer)
    return distance
