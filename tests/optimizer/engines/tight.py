"""Small circulation networks with side rows drawn at random, and every plan that keeps the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from optimizer.engines.circulation import Arcs
from optimizer.engines.job import Job
from optimizer.engines.rows import Rows
from tests.optimizer.engines.graphs import Ints, circulations, draw_arcs, job_of, rows_of


@dataclass(frozen=True)
class Tight:
    """A network within side rows; the first arcs are loops for what exceeds the rows that a stage prices.

    ``plans`` are all circulations that keep the rows, one a row, their loops carrying no more
    than they must; ``start`` is one of them, in which nobody moves.
    """

    arcs: Arcs
    costs: tuple[Ints, ...]
    rows: Rows
    start: Ints
    plans: Ints

    @property
    def job(self) -> Job:
        """What the stages are given."""
        return job_of(self.arcs, self.costs, self.rows, self.start)

    @cached_property
    def values(self) -> list[tuple[int, ...]]:
        """What every plan costs in each stage."""
        return [self.value(plan) for plan in self.plans]

    def value(self, flow: Ints) -> tuple[int, ...]:
        """What a flow costs in each stage, in numbers of any size."""
        return tuple(sum(a * b for a, b in zip(cost.tolist(), flow.tolist(), strict=True)) for cost in self.costs)

    def are_best(self, stages: int) -> list[Ints]:
        """The plans that are lexicographically cheapest in the first stages."""
        best = min(value[:stages] for value in self.values)
        return [plan for plan, value in zip(self.plans, self.values, strict=True) if value[:stages] == best]


ANY = (-3, -2, -1, 1, 1, 2, 3, 5)
"""What rows of money or of people in any mix count on an arc."""

PEOPLE = (-1, 1, 1)
"""What rows of people count."""


def draw_tight(seed: int, *, reach: int = 4, most_stages: int = 3, weighing: Sequence[int] = ANY) -> Tight:
    """Rows of drawn coefficients, about half of them priced in some stage; they are drawn so that many bind."""
    draw = np.random.default_rng([seed, 7])
    arcs = draw_arcs(seed, nodes=int(draw.integers(3, 5)))
    stages, number = int(draw.integers(1, most_stages + 1)), int(draw.integers(1, 4))
    costs = draw.integers(-reach, reach + 1, size=(stages, len(arcs.tail)))
    every = circulations(arcs)
    rows, loops, prices = [], [], []
    for row in range(number):
        members = draw.random(len(arcs.tail)) < draw.random()
        weights = np.where(members, draw.choice(weighing, len(arcs.tail)), 0)
        activity = every @ weights
        if draw.random() < 0.5:
            upper = int(draw.integers(activity.min(), activity.max() + 1))
            loops.append((row, int(activity.max()) - upper))
            prices.append(np.where(np.arange(stages) == draw.integers(stages), draw.integers(1, reach + 1), 0))
        else:
            upper = int(draw.integers(0, activity.max() + 1))
        rows.append((weights, upper))
    return _with_loops(arcs, costs, rows, loops, np.array(prices, dtype=np.int64).reshape(len(loops), stages), every)


def _with_loops(
    arcs: Arcs, costs: Ints, rows: list[tuple[Ints, int]], loops: list[tuple[int, int]], prices: Ints, every: Ints
) -> Tight:
    """The loops stand first, at node 0; every takes one off its row."""
    counts = np.zeros((len(rows), len(loops)), dtype=np.int64)
    for loop, (row, _) in enumerate(loops):
        counts[row, loop] = -1
    at_root = np.zeros(len(loops), dtype=np.intp)
    room = np.array([most for _, most in loops], dtype=np.int64)
    looped = Arcs(
        arcs.nodes,
        np.concatenate([at_root, arcs.tail]),
        np.concatenate([at_root, arcs.head]),
        np.concatenate([room, arcs.capacity]),
        len(loops),
    )
    whole = rows_of(looped, *(((*counts[row], *weights), upper) for row, (weights, upper) in enumerate(rows)))
    of_loops = np.array([row for row, _ in loops], dtype=np.intp)
    plain = np.concatenate([np.zeros((len(every), len(loops)), dtype=np.int64), every], axis=1)
    plans = plain.copy()
    plans[:, : len(loops)] = [np.maximum(whole.excess(flow)[of_loops], 0) for flow in plain]
    kept = np.array([whole.are_kept(plan) for plan in plans])
    start = plans[~every.any(axis=1)][0]
    return Tight(looped, tuple(np.concatenate([prices.T, costs], axis=1)), whole, start, plans[kept])


def odd_knapsack(items: int, room: int) -> Tight:
    """Parallel ways that take two each of an odd room and are worth a little more one after the other.

    Any price of the room leaves half a way over: only a search closes that gap. The second
    stage would give all of it up, the third breaks what ties are left.
    """
    ways = [(0, 1, 1)] * items
    tail, head, capacity = (np.array(part) for part in zip(*ways, (1, 0, items), strict=True))
    arcs = Arcs(2, tail.astype(np.intp), head.astype(np.intp), capacity.astype(np.int64))
    number = np.arange(items + 1)
    worth = np.where(number < items, -10 - number % 2, 0)
    costs = np.array([worth, np.where(number < items, number // 2, 0), np.where(number < items, -number, 0)])
    rows = [(np.where(number < items, 2, 0), room)]
    nothing = np.empty((0, 3), dtype=np.int64)
    return _with_loops(arcs, costs, rows, [], nothing, circulations(arcs))


def dearer(tight: Tight, factor: int) -> Tight:
    """The same with every cost so many times as large."""
    return replace(tight, costs=tuple(cost * factor for cost in tight.costs))


def beside_the_dearest(dear: int, room: int) -> Tight:
    """A ring of four arcs as dear as given, and beside it three cheap ways of which a row lets some through."""
    ends = [(0, 1), (1, 2), (2, 3), (3, 0), (0, 1), (1, 0), (0, 1), (1, 0), (0, 1)]
    tail, head = (np.array(part, dtype=np.intp) for part in zip(*ends, strict=True))
    arcs = Arcs(4, tail, head, np.ones(len(ends), dtype=np.int64))
    cost = np.array([[dear] * 4 + [-3, 0, -2, 0, -2]])
    rows = [(np.array([0, 0, 0, 0, 2, 0, 1, 0, 1]), room)]
    return _with_loops(arcs, cost, rows, [], np.empty((0, 1), dtype=np.int64), circulations(arcs))
