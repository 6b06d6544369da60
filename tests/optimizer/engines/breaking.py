"""Changes to a proved optimum that a checker has to see, since they break complementary slackness.

Most changes do not: a potential with slack around it, a limit that nobody reaches. These do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order

from optimizer.engines.checker import Stage, is_optimal
from optimizer.engines.circulation import Arcs, reduced_costs
from optimizer.engines.layout import Layout
from optimizer.engines.rows import Rows
from optimizer.engines.solution import Potentials
from tests.optimizer.engines.graphs import Ints


@dataclass(frozen=True)
class Proved:
    """A network with side rows, the claims of every stage, and the flow that they prove."""

    arcs: Arcs
    rows: Rows
    stages: tuple[Stage, ...]
    flow: Ints

    @property
    def holds(self) -> bool:
        """What the checker says."""
        arcs, rows = self.arcs, self.rows
        return is_optimal(
            arcs.nodes,
            arcs.tail,
            arcs.head,
            arcs.capacity,
            rows.matrix,
            rows.upper,
            self.stages,
            self.flow,
        )

    def signs(self) -> Ints:
        """The sign of the first reduced cost that is not zero, per arc."""
        sign = np.zeros(len(self.arcs.tail), dtype=np.int64)
        for stage in self.stages:
            cost = stage.cost * stage.scale + self.rows.by_arc @ stage.multipliers
            sign = np.where(sign == 0, np.sign(reduced_costs(self.arcs, cost, stage.potential)), sign)
        return sign


def without_rows(arcs: Arcs, costs: Sequence[Ints], potentials: Sequence[Ints], flow: Ints) -> Proved:
    """A network alone."""
    nothing = np.empty(0, dtype=np.int64)
    rows = Rows(csr_array((0, len(arcs.tail)), dtype=np.int64), nothing, nothing.astype(bool))
    stages = [Stage(cost, potential, nothing, 1) for cost, potential in zip(costs, potentials, strict=True)]
    return Proved(arcs, rows, tuple(stages), flow)


def proved_by(layout: Layout, claims: Sequence[Potentials], salt: str, flow: Ints) -> Proved:
    """A province's network and side rows with what is claimed for a flow, the lot of a salt in the last stage."""
    known = Proved(layout.arcs(), layout.rows, (), flow)
    for number, claim in enumerate(claims):
        is_lot = number == len(layout.stages)
        cost = layout.keys().lots(salt, known.signs() == 0) if is_lot else layout.stage_costs[number]
        stage = Stage(cost, claim.values, claim.multipliers, claim.scale)
        known = replace(known, stages=(*known.stages, stage))
    return known


def check(arcs: Arcs, costs: Sequence[Ints], potentials: Sequence[Ints], flow: Ints) -> bool:
    """What the checker says of a network without side rows."""
    return without_rows(arcs, costs, potentials, flow).holds


def loosened_limits(proved: Proved) -> Iterator[Proved]:
    """A saturated limit of negative reduced cost, raised by one: it is worth more than it has."""
    arcs = proved.arcs
    for arc in np.flatnonzero((proved.signs() < 0) & (proved.flow == arcs.capacity)).tolist():
        capacity = arcs.capacity.copy()
        capacity[arc] += 1
        yield replace(proved, arcs=replace(arcs, capacity=capacity))


def detours(proved: Proved) -> Iterator[Proved]:
    """One unit more on an arc that costs, or one less on one that saves, and its way round: a dearer circulation."""
    for arc, sign in enumerate(proved.signs().tolist()):
        if sign and 0 <= proved.flow[arc] + sign <= proved.arcs.capacity[arc]:
            flow = _rerouted(proved.arcs, proved.flow, arc, sign)
            if flow is not None:
                yield replace(proved, flow=flow)


def shifted_potentials(proved: Proved) -> Iterator[Proved]:
    """A potential with tight residual arcs on both sides, up or down by one in any stage."""
    arcs, is_tight = proved.arcs, proved.signs() == 0
    grow, shrink = is_tight & (proved.flow < arcs.capacity), is_tight & (proved.flow > 0)
    entered = np.concatenate([arcs.head[grow], arcs.tail[shrink]])
    left = np.concatenate([arcs.tail[grow], arcs.head[shrink]])
    for node in np.intersect1d(entered, left).tolist():
        for number, stage in enumerate(proved.stages):
            for step in (1, -1):
                potential = stage.potential.copy()
                potential[node] += step
                shifted = replace(stage, potential=potential)
                yield replace(proved, stages=(*proved.stages[:number], shifted, *proved.stages[number + 1 :]))


def _rerouted(arcs: Arcs, flow: Ints, arc: int, step: int) -> Ints | None:
    """The flow changed by ``step`` on one arc and round a residual path of the others; None if there is none."""
    grow, shrink = flow < arcs.capacity, flow > 0
    grow[arc] = shrink[arc] = False
    which = np.concatenate([np.flatnonzero(grow), np.flatnonzero(shrink)])
    change = np.repeat([1, -1], [grow.sum(), shrink.sum()])
    tail = np.where(change > 0, arcs.tail[which], arcs.head[which])
    head = np.where(change > 0, arcs.head[which], arcs.tail[which])
    start, end = _ends(arcs, arc, step)
    graph = coo_array((np.ones(len(which)), (tail, head)), shape=(arcs.nodes, arcs.nodes)).tocsr()
    _, before = breadth_first_order(graph, start, directed=True, return_predecessors=True)
    if before[end] < 0:
        return None
    changed = flow.copy()
    changed[arc] += step
    while end != start:
        (taken, *_) = np.flatnonzero((tail == before[end]) & (head == end))
        changed[which[taken]] += change[taken]
        end = int(before[end])
    return changed


def _ends(arcs: Arcs, arc: int, step: int) -> Sequence[int]:
    """Where a unit more on an arc comes out and has to come back to; the reverse for one less."""
    ends = int(arcs.head[arc]), int(arcs.tail[arc])
    return ends if step > 0 else ends[::-1]


BREAKING = {"limit": loosened_limits, "detour": detours, "potential": shifted_potentials}
