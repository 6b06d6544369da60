"""One stage: a min-cost circulation on free arcs, and the node potentials that prove it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from optimizer.arrays import Indices, Ints, Mask
from optimizer.engines.checker import LARGEST


class SolverError(RuntimeError):
    """A solver ended without an answer that can be used; the message is its status."""


@dataclass(frozen=True)
class Arcs:
    """m arcs between n nodes with integer capacities; flow is conserved at every node.

    Arcs from ``first_move`` on are moves of people.
    """

    nodes: int
    tail: Indices
    head: Indices
    capacity: Ints
    first_move: int = 0

    @property
    def is_move(self) -> Mask:
        """Which arcs are moves."""
        moves: Mask = np.arange(len(self.tail)) >= self.first_move
        return moves

    def taken(self, chosen: Indices) -> Arcs:
        """Some of the arcs, in order."""
        first_move = int(np.searchsorted(chosen, self.first_move))
        return Arcs(self.nodes, self.tail[chosen], self.head[chosen], self.capacity[chosen], first_move)

    def balance(self, flow: Ints) -> Ints:
        """What enters each node less what leaves it."""
        used = np.flatnonzero(flow)
        balance = np.zeros(self.nodes, dtype=np.int64)
        np.add.at(balance, self.head[used], flow[used])
        np.subtract.at(balance, self.tail[used], flow[used])
        return balance

    def conserves(self, flow: Ints) -> bool:
        """Whether as much leaves every node as enters it."""
        return not self.balance(flow).any()


def solve(arcs: Arcs, cost: Ints, free: Mask, flow: Ints) -> Ints:
    """The cheapest circulation that keeps ``flow`` on the arcs that are not free.

    Raises SolverError if the solver does not report an optimum.
    """
    supply = arcs.balance(np.where(free, 0, flow))
    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(arcs.tail[free], arcs.head[free], arcs.capacity[free], cost[free])
    solver.set_nodes_supplies(np.arange(arcs.nodes), supply)
    status = solver.solve()
    if status != SimpleMinCostFlow.OPTIMAL:
        raise SolverError(status.name)
    best = flow.copy()
    best[free] = solver.flows(np.arange(int(free.sum())))
    return best


def potentials(arcs: Arcs, cost: Ints, free: Mask, flow: Ints, most_rounds: int | None = None) -> Ints:
    """Node potentials under which no residual free arc has a negative reduced cost.

    Shortest distances by Bellman-Ford over the residual arcs from a source that reaches
    every node at 0; each round relaxes only the arcs out of nodes that came nearer.

    Raises SolverError if a negative cycle remains, i.e. the flow is not optimal, or distances leave
    the range of what the checker reads.
    """
    grow, shrink = free & (flow < arcs.capacity), free & (flow > 0)
    tail = np.concatenate([arcs.tail[grow], arcs.head[shrink]])
    head = np.concatenate([arcs.head[grow], arcs.tail[shrink]])
    length = np.concatenate([cost[grow], -cost[shrink]])
    by_tail = np.argsort(tail, kind="stable")
    tail, head, length = tail[by_tail], head[by_tail], length[by_tail]
    start = np.searchsorted(tail, np.arange(arcs.nodes + 1))
    distance = np.zeros(arcs.nodes, dtype=np.int64)
    nearer = np.arange(arcs.nodes)
    for _ in range(most_rounds or arcs.nodes + 1):
        if not len(nearer):
            return distance
        counts = start[nearer + 1] - start[nearer]
        chosen = np.repeat(start[nearer] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        reached = distance[tail[chosen]] + length[chosen]
        improves = reached < distance[head[chosen]]
        targets = head[chosen][improves]
        np.minimum.at(distance, targets, reached[improves])
        nearer = np.unique(targets)
        if distance.min() < -LARGEST:
            raise SolverError("COST_RANGE")
    raise SolverError("NEGATIVE_CYCLE" if most_rounds is None else "NEGATIVE_CYCLE_OR_LONG_PATHS")


def reduced_costs(arcs: Arcs, cost: Ints, potential: Ints) -> Ints:
    """Cost + potential of the tail - potential of the head, per arc."""
    reduced: Ints = cost + potential[arcs.tail] - potential[arcs.head]
    return reduced
