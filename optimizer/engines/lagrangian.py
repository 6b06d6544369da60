"""Multipliers of side rows: the bound that the network gives when rows are priced, not kept.

With a price on each row the rest is a network again, and its optimum bounds every plan that
keeps the rows (Lagrange). Where prices come from does not matter to the bound: all figures
here are integers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimizer.arrays import Ints, Mask
from optimizer.engines.checker import LARGEST
from optimizer.engines.circulation import Arcs, reduced_costs
from optimizer.engines.rows import Rows
from optimizer.engines.sifting import optimum
from optimizer.engines.stages import COST_LIMIT


@dataclass(frozen=True)
class Centre:
    """Multipliers, with the network's optimum under them, as the new zero of all costs.

    ``cost`` are the reduced costs under ``multipliers``, both in ``scale``-ths of a unit of the
    stage's cost; ``flow`` is optimal for them. A circulation x that keeps the rows costs
    ``bound`` + :meth:`gap` of x.
    ``free`` marks the arcs that may still differ from ``flow`` in a plan worth looking for.
    """

    arcs: Arcs
    rows: Rows
    scale: int
    free: Mask
    cost: Ints
    flow: Ints
    multipliers: Ints
    bound: int

    def gap(self, flow: Ints) -> int:
        """What a circulation that keeps the rows costs above the bound; never negative."""
        return dot(self.cost, flow - self.flow) + dot(self.multipliers, -self.rows.excess(flow))

    def priced(self, step: Ints) -> Ints:
        """The cost of every arc with the rows' multipliers a step further."""
        priced: Ints = self.cost + self.rows.by_arc @ step
        return priced

    def moved(self, step: Ints, flow: Ints, potential: Ints, bound: int) -> Centre:
        """The centre at other multipliers, whose network optimum is ``flow``, proved by ``potential``."""
        # Arcs that are not free keep their flow: what they cost is told by their bound.
        reduced = reduced_costs(self.arcs, self.priced(step), potential)
        return replace(self, cost=reduced, flow=flow, multipliers=self.multipliers + step, bound=bound)

    def narrowed(self, gap: int) -> Centre:
        """Without the arcs that differ only in plans costing more than ``gap`` above the bound."""
        free = self.free & (np.abs(self.cost) <= gap)
        return replace(self, free=free, cost=np.where(free, self.cost, 0))

    @property
    def dearest(self) -> int:
        """The largest cost of any free arc."""
        return int(np.abs(self.cost[self.free]).max(initial=0))

    def within_reach(self, step: Ints) -> Ints:
        """The step, or the part of it that keeps costs in the range of the network's solver."""
        change = float(np.abs(self.rows.by_arc.astype(np.float64) @ step.astype(np.float64)).max(initial=0.0))
        # Floats round by less than a hundredth of it.
        room = 0.99 * max(COST_LIMIT // (self.arcs.nodes + 1) - self.dearest, 0)
        return step if change <= room else np.trunc(step * (room / change)).astype(np.int64)

    def is_told_in_range(self, cost: Ints, multipliers: Ints) -> bool:
        """Whether the stage's own costs and the multipliers, in the centre's units, are what the checker reads."""
        told = np.abs(cost).astype(np.float64) * self.scale
        told += abs(self.rows.by_arc.astype(np.float64)) @ np.abs(multipliers).astype(np.float64)
        return bool(told.max(initial=0.0) <= LARGEST and np.abs(multipliers).max(initial=0) <= LARGEST)

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


@dataclass
class Ascent:
    """The search for multipliers: the best centre, the best plan so far, the moves of all flows seen.

    Unless it ``narrows``, arcs on which no better plan can differ stay free: their prices are to prove the plan, too.
    """

    centre: Centre
    best: Ints
    seen: Mask
    narrows: bool = True

    @property
    def gap(self) -> int:
        """Distance of the best plan to the bound, in the centre's units."""
        return self.centre.gap(self.best)

    @property
    def is_proved(self) -> bool:
        """Whether no plan lies between the bound and the best one: less than a unit of the stage's cost does."""
        return self.gap < self.centre.scale

    def offer(self, flow: Ints) -> None:
        """Remember a flow's moves, and itself if it keeps the rows and is the best so far."""
        self.seen |= flow > 0
        if self.centre.rows.are_kept(flow) and self.centre.gap(flow) < self.gap:
            self.best = flow

    def narrow(self) -> None:
        """Look only where a better plan can differ."""
        if self.narrows:
            self.centre = self.centre.narrowed(self.gap)

    def refine(self, scale: int) -> None:
        """Count in finer units."""
        self.centre = self.centre.refined(scale)

    def move(self, step: Ints) -> bool:
        """Try other multipliers, as far as the solver's range reaches, and stay there if the bound is higher."""
        centre = self.centre
        step = centre.within_reach(step)
        if not step.any():
            return False
        cost = centre.priced(step)
        best = optimum(centre.arcs, cost, centre.free, centre.flow, likely=self.seen)
        flow = best.flow
        self.offer(flow)
        rise = dot(cost, flow - centre.flow) + dot(step, centre.rows.excess(centre.flow))
        if rise > 0:
            self.centre = centre.moved(step, flow, best.potential, centre.bound + rise)
        self.narrow()
        return rise > 0


def dot(left: Ints, right: Ints) -> int:
    """An exact sum of products, whatever their size."""
    if np.abs(left).astype(np.float64) @ np.abs(right).astype(np.float64) < LARGEST:
        return int(left @ right)
    used = np.flatnonzero((left != 0) & (right != 0))
    return sum(int(a) * int(b) for a, b in zip(left[used].tolist(), right[used].tolist(), strict=True))
