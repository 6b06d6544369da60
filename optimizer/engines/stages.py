"""Which tiers are solved together: as many as provably fit one 64-bit cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Indices, Ints
from optimizer.problem.network import Network

COST_LIMIT = 1_600_000_000_000_000_000
"""Largest cost x nodes handed to the solver, which scales costs by the number of nodes: it was
seen to accept this much and to refuse four times as much."""


class CostRangeError(ValueError):
    """A single tier's costs do not fit the solver's integers."""


@dataclass(frozen=True)
class Stage:
    """Consecutive tiers solved as one cost: sum of ``weight`` x tier; a bottleneck is a stage of its own."""

    tiers: tuple[int, ...]
    weight: tuple[int, ...]
    is_bottleneck: bool = False

    def cost(self, network: Network) -> Ints:
        """The stage's cost of every arc."""
        total: Ints = np.zeros(len(network.tail), dtype=np.int64)
        between, pairs = total[: network.between], total[network.between :]
        for tier, weight in zip(self.tiers, self.weight, strict=True):
            between += network.between_cost[tier] * np.int64(weight)
            price = network.pair_cost[tier]
            if price is not None:
                pairs += price * np.int64(weight)
        return total


def stages_of(
    dearest: tuple[int, ...], span: tuple[int, ...], nodes: int, bottlenecks: frozenset[int] = frozenset()
) -> tuple[Stage, ...]:
    """Pack tiers, in order, into as few stages as fit.

    ``dearest[t]`` is the largest absolute cost of tier t on any arc, ``span[t]`` at least the
    difference of tier t between any two choices. Within a stage one step of a tier outweighs
    all the tiers after it. Tiers in ``bottlenecks`` are no sums and stay alone.

    Raises CostRangeError if a tier does not even fit alone.

    >>> [(stage.tiers, stage.weight) for stage in stages_of((2, 9), (10, 99), nodes=50)]
    [((0, 1), (100, 1))]
    """
    stages: list[Stage] = []
    first = 0
    while first < len(span):
        if first in bottlenecks:
            stages.append(Stage((first,), (1,), is_bottleneck=True))
            first += 1
            continue
        last = first
        while last + 1 < len(span) and last + 1 not in bottlenecks and _fits(dearest, span, first, last + 1, nodes):
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


def _fits(dearest: tuple[int, ...], span: tuple[int, ...], first: int, last: int, nodes: int) -> bool:
    """Whether the weighted costs, and any sum of them, stay in range."""
    weights = _weights(span[first : last + 1])
    arc = sum(weight * cost for weight, cost in zip(weights, dearest[first : last + 1], strict=True))
    whole = sum(weight * width for weight, width in zip(weights, span[first : last + 1], strict=True))
    return (arc + 1) * (nodes + 1) <= COST_LIMIT and whole <= COST_LIMIT


def dearest_of(network: Network) -> tuple[int, ...]:
    """The largest absolute cost on any arc, per tier."""
    return tuple(
        max(int(np.abs(between).max(initial=0)), 0 if pairs is None else int(np.abs(pairs).max(initial=0)))
        for between, pairs in zip(network.between_cost, network.pair_cost, strict=True)
    )


def spans_of(network: Network, post: Indices, open_seats: Ints) -> tuple[int, ...]:
    """Bound on the difference of each tier between any two circulations.

    ``post`` gives the post of every pair: what moves there is at most its ``open_seats``. The
    arcs in between count with their own capacity.
    """
    # Posts are few: numbers of 16 bits are sorted by counting.
    order = np.argsort(post.astype(np.uint16) if post.max(initial=0) < 2**16 else post, kind="stable")
    posts, first = np.unique(post[order], return_index=True)
    capacity = network.capacity[: network.between].astype(np.float64)
    spans = []
    for between, pairs in zip(network.between_cost, network.pair_cost, strict=True):
        # Float sums only bound: rounded up far beyond their error, compared in integers.
        span = float(np.abs(between).astype(np.float64) @ capacity)
        if pairs is not None and len(pairs):
            dearest = np.maximum(np.maximum.reduceat(pairs[order], first), 0)
            cheapest = np.minimum(np.minimum.reduceat(pairs[order], first), 0)
            span += float((dearest - cheapest).astype(np.float64) @ open_seats[posts].astype(np.float64))
        spans.append(int(span * (1 + 1e-9)) + 1)
    return tuple(spans)
