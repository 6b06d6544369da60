"""Multipliers of side rows: the best bound that the network gives when rows are priced, not kept.

With a price on each row the rest is a network again, and its optimum bounds every plan that
keeps the rows. The bound is concave in the prices: each solve gives a linear bound from
above, a small linear program finds the prices where these are highest, within a region that
grows while it pays (a bundle method, Kelley 1960 with a trust region). All figures that prove
anything are integers; the linear program only proposes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from optimizer.engines.checker import LARGEST
from optimizer.engines.circulation import Arcs, Ints, potentials, reduced_costs, solve
from optimizer.engines.rows import Rows
from optimizer.engines.stages import COST_LIMIT

Mask = NDArray[np.bool_]

MOST_STEPS = 60
REACH = 8
"""Multipliers are looked for within so many times the weight of a tier."""

MOST_FAILURES = 2
"""Steps that do not pay, one after the other, before the search is better helped by a better plan."""

SHRINK = 8
"""How many times nearer to look after a step that did not pay."""


@dataclass(frozen=True)
class Centre:
    """Multipliers, with the network's optimum under them, as the new zero of all costs.

    ``cost`` are the reduced costs under ``multipliers``, both in ``scale``-ths of a unit of the
    stage's cost; ``flow`` is optimal for them. A circulation x that keeps the rows costs
    ``bound`` + :meth:`gap` of x.
    ``free`` marks the arcs that may still differ from ``flow`` in a plan worth looking for.
    ``weights`` are those of the stage's tiers: multipliers are of the size of one of them.
    """

    arcs: Arcs
    rows: Rows
    weights: tuple[int, ...]
    scale: int
    free: Mask
    cost: Ints
    flow: Ints
    multipliers: Ints
    bound: int

    def gap(self, flow: Ints) -> int:
        """What a circulation that keeps the rows costs above the bound; never negative."""
        return dot(self.cost, flow - self.flow) + dot(self.multipliers, -self.rows.excess(flow))

    def moved(self, step: Ints, flow: Ints, bound: int) -> Centre:
        """The centre at other multipliers, whose network optimum is ``flow``."""
        cost = self.cost + self.rows.by_arc @ step
        # Arcs that are not free keep their flow: what they cost is told by their bound.
        reduced = reduced_costs(self.arcs, cost, potentials(self.arcs, cost, self.free, flow))
        return replace(self, cost=reduced, flow=flow, multipliers=self.multipliers + step, bound=bound)

    def narrowed(self, gap: int) -> Centre:
        """Without the arcs that differ only in plans costing more than ``gap`` above the bound."""
        free = self.free & (np.abs(self.cost) <= gap)
        return replace(self, free=free, cost=np.where(free, self.cost, 0))

    @property
    def dearest(self) -> int:
        """The largest cost of any free arc."""
        return int(np.abs(self.cost[self.free]).max(initial=0))

    @property
    def widest(self) -> int:
        """How far multipliers may move before a cost leaves the range of the network's solver."""
        most = COST_LIMIT // (self.arcs.nodes + 1)
        return max(most - self.dearest, 0) // self.rows.steepest

    def is_told_in_range(self, cost: Ints) -> bool:
        """Whether the stage's own costs and the multipliers, in the centre's units, are what the checker reads."""
        told = np.abs(cost).astype(np.float64) * self.scale
        told += abs(self.rows.by_arc.astype(np.float64)) @ np.abs(self.multipliers).astype(np.float64)
        return bool(told.max(initial=0.0) <= LARGEST and np.abs(self.multipliers).max(initial=0) <= LARGEST)

    def refined(self, scale: int) -> Centre:
        """The same in finer units, as fine as costs allow."""
        scale = max(min(scale, COST_LIMIT // (self.arcs.nodes + 1) // (2 * self.dearest + 1)), 1)
        return replace(
            self,
            scale=self.scale * scale,
            cost=self.cost * scale,
            multipliers=self.multipliers * scale,
            bound=self.bound * scale,
        )


@dataclass(frozen=True)
class Cut:
    """A flow seen: at the centre it costs ``cost`` above the bound, and ``excess`` more per unit of multiplier."""

    cost: int
    excess: Ints
    arcs: NDArray[np.intp]
    carried: Ints

    @staticmethod
    def at(centre: Centre, flow: Ints) -> Cut:
        """What a flow says about the bound around a centre."""
        arcs = np.flatnonzero(flow)
        return Cut(dot(centre.cost, flow - centre.flow), centre.rows.excess(flow), arcs, flow[arcs])

    def seen_from(self, step: Ints, rise: int) -> Cut:
        """The same, told from a centre a step away whose bound is higher."""
        return replace(self, cost=self.cost + dot(step, self.excess) - rise)

    def is_within(self, centre: Centre) -> bool:
        """Whether the flow differs from the centre's on free arcs only."""
        flow = np.zeros(len(centre.flow), dtype=np.int64)
        flow[self.arcs] = self.carried
        return not ((flow != centre.flow) & ~centre.free).any()


@dataclass
class Ascent:
    """The search for multipliers: the best centre, the best plan so far, all arcs used by flows seen."""

    centre: Centre
    best: Ints
    used: Mask

    @property
    def gap(self) -> int:
        """Distance of the best plan to the bound, in the centre's units."""
        return self.centre.gap(self.best)

    def offer(self, flow: Ints) -> None:
        """Remember a flow's arcs, and itself if it keeps the rows and is the best so far."""
        self.used |= flow > 0
        if self.centre.rows.are_kept(flow) and self.centre.gap(flow) < self.gap:
            self.best = flow

    def refine(self, scale: int) -> None:
        """Look only where a better plan can differ, in finer units."""
        self.centre = self.centre.narrowed(self.gap).refined(scale)

    def climb(self, most_steps: int = MOST_STEPS) -> None:
        """Raise the bound until it meets the best plan or steps no longer pay."""
        cuts = [Cut.at(self.centre, self.centre.flow)]
        self.offer(self.centre.flow)
        sizes = sorted(REACH * weight * self.centre.scale for weight in self.centre.weights)
        radius = sizes[0]
        active = set(np.flatnonzero(self.centre.multipliers).tolist())
        failed: list[Ints] = []
        for _ in range(most_steps):
            if self.gap == 0:
                return
            # Rows join when they are first exceeded, or fallen short of though tight.
            centre, newest = self.centre, cuts[-1].excess
            active |= set(np.flatnonzero((newest > 0) | ((newest < 0) & centre.rows.is_tight)).tolist())
            step, radius = _proposed(centre, cuts, sorted(active), min(radius, centre.widest))
            # Rounded to whole units a promise may be one that was not kept before.
            if step is None or any(np.array_equal(step, other) for other in failed):
                return
            flow = solve(centre.arcs, centre.cost + centre.rows.by_arc @ step, centre.free, centre.flow)
            self.offer(flow)
            cuts.append(Cut.at(centre, flow))
            rise = cuts[-1].cost + dot(step, cuts[-1].excess)
            if rise <= 0:
                failed.append(step)
                if len(failed) > MOST_FAILURES:
                    return
                radius = max(radius // SHRINK, 1)
                continue
            failed.clear()
            if np.abs(step).max() >= radius:
                # It pays to go on: as far as the weight of the next tier reaches.
                radius = next((size for size in sizes if size > radius), radius * REACH)
            self.centre = centre.moved(step, flow, centre.bound + rise)
            self.centre = self.centre.narrowed(self.gap)
            cuts = [cut.seen_from(step, rise) for cut in cuts]
            # What is seen outside says nothing about the plans that are left.
            cuts = [cut for cut in cuts if cut.is_within(self.centre)]


def _proposed(centre: Centre, cuts: Sequence[Cut], active: Sequence[int], radius: int) -> tuple[Ints | None, int]:
    """The step from the centre that the cuts promise most for, and the radius it took; None if nothing is promised."""
    widest = centre.widest
    if not active or radius < 1:
        return None, radius
    rows = np.array(active)
    least = (centre.rows.least() - centre.multipliers)[rows]
    slopes = np.array([cut.excess[rows] for cut in cuts], dtype=np.float64)
    heights = np.array([float(cut.cost) for cut in cuts])
    objective = np.append(np.zeros(len(rows)), -1.0)
    while True:
        # Steps in units of the radius keep the program's numbers near one.
        box = [*((low, 1.0) for low in np.maximum(least / radius, -1.0).tolist()), (None, None)]
        answer = linprog(
            objective,
            A_ub=np.hstack([-slopes, np.ones((len(cuts), 1))]),
            b_ub=heights / radius,
            bounds=box,
            method="highs-ds",
        )
        if answer.x is None:
            return None, radius
        promised = float(answer.x[-1]) * radius
        step = np.zeros(len(centre.rows), dtype=np.int64)
        # Floats round large bounds: what a multiplier must not fall below is told in integers.
        step[rows] = np.maximum(np.round(answer.x[:-1] * radius).astype(np.int64), least)
        if promised >= 0.5 and step.any():
            return step, radius
        if radius >= widest or (np.abs(answer.x[:-1]) < 0.999).all():
            return None, radius
        radius = min(radius * 4, widest)


def dot(left: Ints, right: Ints) -> int:
    """An exact sum of products, whatever their size."""
    if np.abs(left).astype(np.float64) @ np.abs(right).astype(np.float64) < LARGEST:
        return int(left @ right)
    used = np.flatnonzero((left != 0) & (right != 0))
    return sum(int(a) * int(b) for a, b in zip(left[used].tolist(), right[used].tolist(), strict=True))
