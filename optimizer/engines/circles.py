"""Rows exceeded by few people, kept one person at a time: each is priced at the cheapest circle that takes one off.

The network's optimum leaves a residual network whose circles never gain. The cheapest circle that takes
one person off an exceeded row costs what the row is worth: at that price the flow round the circle is
the network's optimum as well, and the row counts one less. It is the method of successive shortest
paths, with rows for supplies (Ahuja, Magnanti, Orlin 1993, ch. 9). A row that counts too few for its
price is treated the other way round. Rows that only pass a person on to each other are taken as one.

Circles are looked for among few arcs, and rows may need whole prices that no circle tells. So what is found
is checked on all arcs; where it does not hold, it is a proposal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from optimizer.arrays import Indices, Ints, Mask
from optimizer.engines.circulation import SolverError, potentials, reduced_costs
from optimizer.engines.lagrangian import Centre
from optimizer.engines.sifting import gains, join

MOST_EXCEEDED = 200
"""Where rows are exceeded by more people than this, prices are found for all of them at once."""

MOST_ROUNDS = 4
"""Times that arcs which would improve the flow found join those that are looked at."""

MOST_TURNS = 6
"""Circles gone round for each person too many, since a circle may disturb another row."""

MOST_STARTS = 16
"""Moves of a row that are tried as the one to give up, or to make: those that cost the least by themselves."""

LONGEST = 300
"""Arcs of the longest path that potentials are looked for on."""

EQUALS = 64
"""Circles of the same cost are told apart by so many disturbed rows at most."""

EXACT = 2.0**53
"""Whole numbers below it are exact in floats."""


@dataclass(frozen=True)
class Kept:
    """A flow, and prices at which it is the cheapest: how far the multipliers moved, and node potentials.

    ``reduced`` are the arcs' costs by these prices. ``is_optimum`` says that no plan is cheaper: the prices hold
    on all arcs, no row is exceeded, and none with a price has slack.
    """

    flow: Ints
    step: Ints
    potential: Ints
    reduced: Ints
    is_optimum: bool


def keep_rows(centre: Centre, near: Mask) -> Kept | None:
    """Take people off the exceeded rows, by circles among the arcs ``near`` and those that carry somebody.

    None if rows count in other units than people, or are exceeded by many.
    """
    rows = centre.rows
    if (np.abs(rows.matrix.data) != 1).any() or np.maximum(rows.excess(centre.flow), 0).sum() > MOST_EXCEEDED:
        return None
    near = near | (centre.flow > 0)
    for _ in range(MOST_ROUNDS):
        search = _Search(centre, np.flatnonzero(near))
        search.run()
        flow = search.whole_flow()
        step = search.price - centre.multipliers
        reduced = reduced_costs(centre.arcs, centre.priced(step), search.potential)
        improving = np.flatnonzero(gains(centre.arcs, reduced, centre.free, flow))
        if not len(improving):
            break
        join(near, centre.arcs, reduced, improving)
    return Kept(flow, step, search.potential, reduced, not len(improving) and not search.wrong().any())


class _Search:
    """A flow on the chosen arcs, optimal by the costs as priced so far."""

    def __init__(self, centre: Centre, chosen: Indices) -> None:
        self.centre, self.chosen = centre, chosen
        self.arcs, self.free, self.flow = centre.arcs.taken(chosen), centre.free[chosen], centre.flow[chosen]
        self.matrix = centre.rows.matrix[:, chosen].tocsr()
        # What the rows count of people on no chosen arc: nobody.
        self.upper, self.is_tight = centre.rows.upper, centre.rows.is_tight
        self.cost, self.potential = centre.cost[chosen], np.zeros(self.arcs.nodes, dtype=np.int64)
        self.price = centre.multipliers

    def whole_flow(self) -> Ints:
        """The flow on all arcs."""
        flow = self.centre.flow.copy()
        flow[self.chosen] = self.flow
        return flow

    def run(self) -> None:
        """Turn by turn, until every row is kept and none has a price that it does not need, or nothing helps."""
        taken_as_one = np.arange(len(self.upper))
        turns: list[int] = []
        sign = np.ones(len(self.upper), dtype=np.int64)
        for _ in range(MOST_TURNS * (1 + int(self.wrong().sum()))):
            wrong = np.flatnonzero(self.wrong())
            if not len(wrong):
                return
            row = int(wrong[0])
            if row in turns:
                ring = turns[turns.index(row) :]
                taken_as_one[np.isin(taken_as_one, taken_as_one[ring])] = taken_as_one[row]
                turns.clear()
            turns.append(row)
            sign[row] = 1 if self._excess()[row] > 0 else -1
            if not self._turn(np.where(taken_as_one == taken_as_one[row], sign, 0)):
                return

    def _excess(self) -> Ints:
        excess: Ints = self.matrix @ self.flow - self.upper
        return excess

    def wrong(self) -> Mask:
        """Rows that count too many, or too few for their price."""
        excess = self._excess()
        wrong: Mask = (excess > 0) | ((excess < 0) & (self.is_tight | (self.price > 0)))
        return wrong

    def _turn(self, weight: Ints) -> bool:
        """Take one off the rows of positive weight taken as one, bring one to those of negative; whether that goes."""
        effect = np.asarray(weight @ self.matrix)
        # Of circles that cost the same, the one that disturbs the fewest of the other rows.
        is_settled = ((self._excess() >= 0) | self.is_tight) & (weight == 0)
        disturbs = np.asarray(is_settled.astype(np.int64) @ abs(self.matrix)) + np.abs(effect)
        ways = _Ways.of(self, effect, disturbs)
        circle = ways.cheapest_circle(self.arcs.nodes)
        if circle is None:
            return False
        # A price falls to nothing at most, unless the row is to be tight; then nobody need come.
        least = np.where(self.is_tight | (weight >= 0), circle.cost, self.price)
        change, flow = min(circle.cost, int(least.min())), self.flow.copy()
        if change == circle.cost:
            np.add.at(flow, circle.arc, np.where(circle.is_back, -1, 1))
        if ((flow < 0) | (flow > self.arcs.capacity)).any():
            # The circle passes an arc in both copies of the network, with room for one.
            return False
        cost = self.cost + effect * change
        try:
            shift = potentials(self.arcs, reduced_costs(self.arcs, cost, self.potential), self.free, flow, LONGEST)
        except SolverError:
            return False
        self.price = self.price + weight * change
        self.flow, self.cost, self.potential = flow, cost, self.potential + shift
        return True


@dataclass(frozen=True)
class _Circle:
    """Arcs of a circle, whether each is gone against its direction, and what the circle costs."""

    arc: Indices
    is_back: Mask
    cost: int


@dataclass(frozen=True)
class _Ways:
    """Where one more person could pass, or one need not: what it costs, and what it adds to a row.

    ``cost`` is counted in :data:`EQUALS` parts, of which disturbed rows add one each.
    """

    tail: Indices
    head: Indices
    arc: Indices
    is_back: Mask
    cost: Ints
    effect: Ints

    @classmethod
    def of(cls, search: _Search, effect: Ints, disturbs: Ints) -> _Ways:
        """The ways that a search's flow leaves open."""
        arcs, reduced = search.arcs, reduced_costs(search.arcs, search.cost, search.potential)
        on = np.flatnonzero(search.free & (search.flow < arcs.capacity))
        back = np.flatnonzero(search.free & (search.flow > 0))
        arc = np.append(on, back)
        return cls(
            np.append(arcs.tail[on], arcs.head[back]),
            np.append(arcs.head[on], arcs.tail[back]),
            arc,
            np.repeat([False, True], [len(on), len(back)]),
            np.append(reduced[on], -reduced[back]) * EQUALS + disturbs[arc],
            np.append(effect[on], -effect[back]),
        )

    def cheapest_circle(self, nodes: int) -> _Circle | None:
        """The cheapest circle that takes one off the row, None if there is none.

        It starts with a way that takes one off. What follows may take on one more and off again: it is a path
        between two copies of the network, one for a row that counts one less, one for a row that counts as before.
        """
        plain, adds, takes = (np.flatnonzero(self.effect == effect) for effect in (0, 1, -1))
        tail = np.concatenate([self.tail[plain], self.tail[plain] + nodes, self.tail[adds], self.tail[takes] + nodes])
        head = np.concatenate([self.head[plain], self.head[plain] + nodes, self.head[adds] + nodes, self.head[takes]])
        way = np.concatenate([plain, plain, adds, takes])
        key = tail * (2 * nodes) + head
        order = np.lexsort((self.cost[way], key))
        first = order[np.diff(key[order], prepend=-1) != 0]
        key, way = key[first], way[first]
        length = self.cost[way].astype(np.float64)
        graph = csr_array((length, (tail[first], head[first])), shape=(2 * nodes, 2 * nodes))
        best: _Circle | None = None
        least = EXACT
        for start in self._starts(takes).tolist():
            own, source, end = float(self.cost[start]), int(self.head[start]), int(self.tail[start])
            if own < least:
                distance, before = dijkstra(graph, indices=[source], return_predecessors=True, limit=least - own)
                total = own + float(distance[0, end])
                if total < least:
                    nodes_passed = _walked(before[0], source, end)
                    passed = way[np.searchsorted(key, nodes_passed[:-1] * (2 * nodes) + nodes_passed[1:])]
                    circle = np.append(passed, start)
                    best, least = _Circle(self.arc[circle], self.is_back[circle], int(total) // EQUALS), total
        return best

    def _starts(self, takes: Indices) -> Indices:
        """Ways that take one off the row, the cheapest of both kinds: somebody who need not, and one more elsewhere."""
        by_cost = takes[np.argsort(self.cost[takes], kind="stable")]
        kinds = [by_cost[self.is_back[by_cost] == kind][:MOST_STARTS] for kind in (True, False)]
        some = np.concatenate(kinds)
        starts: Indices = some[np.argsort(self.cost[some], kind="stable")]
        return starts


def _walked(before: NDArray[np.int32], source: int, end: int) -> Indices:
    """Nodes on the way from one to another, by the node before each."""
    nodes = [end]
    while nodes[-1] != source:
        nodes.append(int(before[nodes[-1]]))
    return np.array(nodes[::-1], dtype=np.intp)
