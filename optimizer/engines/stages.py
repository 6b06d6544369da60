"""Which tiers are solved together: as many as provably fit one 64-bit cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

COST_LIMIT = 2**60
"""Largest cost x nodes handed to the solver, which scales costs by the number of nodes and was
seen to accept 1.6e18 and to refuse 6.4e18."""


class CostRangeError(ValueError):
    """A single tier's costs do not fit the solver's integers."""


@dataclass(frozen=True)
class Stage:
    """Consecutive tiers solved as one cost: sum of ``weight`` x tier."""

    tiers: tuple[int, ...]
    weight: tuple[int, ...]

    def cost(self, cost: Ints) -> Ints:
        """The stage's cost of every arc, from one row per tier."""
        total: Ints = np.zeros(cost.shape[1], dtype=np.int64)
        for tier, weight in zip(self.tiers, self.weight, strict=True):
            total += cost[tier] * np.int64(weight)
        return total


def stages_of(cost: Ints, span: tuple[int, ...], nodes: int) -> tuple[Stage, ...]:
    """Pack tiers, in order, into as few stages as fit.

    ``cost`` has one row per tier. ``span[t]`` is at least the difference of tier t between
    any two choices. Within a stage one step of a tier outweighs all the tiers after it.

    Raises CostRangeError if a tier does not even fit alone.

    >>> import numpy as np
    >>> stages_of(np.array([[-2, 0], [7, 9]]), (10, 99), nodes=50)
    (Stage(tiers=(0, 1), weight=(100, 1)),)
    """
    dearest = [int(np.abs(row).max(initial=0)) for row in cost]
    stages: list[Stage] = []
    first = 0
    while first < len(span):
        last = first
        while last + 1 < len(span) and _fits(dearest, span, first, last + 1, nodes):
            last += 1
        if not _fits(dearest, span, first, last, nodes):
            raise CostRangeError(f"tier {first} costs up to {dearest[first]} per arc")
        stages.append(Stage(tuple(range(first, last + 1)), _weights(span[first : last + 1])))
        first = last + 1
    return tuple(stages)


def _weights(span: tuple[int, ...]) -> tuple[int, ...]:
    """Weights by which every tier outweighs the whole span of those after it."""
    weights = [1]
    reach = span[-1]
    for width in reversed(span[:-1]):
        weights.append(reach + 1)
        reach += (reach + 1) * width
    return tuple(reversed(weights))


def _fits(dearest: list[int], span: tuple[int, ...], first: int, last: int, nodes: int) -> bool:
    """Whether the weighted costs, and any sum of them, stay in range."""
    weights = _weights(span[first : last + 1])
    arc = sum(weight * cost for weight, cost in zip(weights, dearest[first : last + 1], strict=True))
    whole = sum(weight * width for weight, width in zip(weights, span[first : last + 1], strict=True))
    return (arc + 1) * (nodes + 1) < COST_LIMIT and whole < COST_LIMIT


def span_of(cost: Ints, capacity: Ints, group: NDArray[np.intp], most: Ints) -> int:
    """Bound on the difference of one tier between any two circulations.

    Arcs with ``group`` >= 0 share at most ``most[group]`` units of flow; the others count
    with their own capacity.
    """
    total = 0
    grouped = group >= 0
    for sign in (1, -1):
        worth = np.maximum(sign * cost, 0)
        dearest = np.zeros(len(most), dtype=np.int64)
        np.maximum.at(dearest, group[grouped], worth[grouped])
        total += int(dearest.astype(object) @ most.astype(object)) if len(most) else 0
        total += int(worth[~grouped].astype(object) @ capacity[~grouped].astype(object))
    return total
