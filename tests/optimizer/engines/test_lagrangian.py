"""Bounds by prices of side rows: exact to the unit for every plan, wherever the search goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from optimizer.engines.circulation import potentials, reduced_costs, solve
from optimizer.engines.lagrangian import Ascent, Centre, Cut, dot
from optimizer.engines.stages import COST_LIMIT
from tests.optimizer.engines.graphs import Ints
from tests.optimizer.engines.tight import Tight, draw_tight

SEEDS = range(80)


def first_centre(tight: Tight) -> Centre:
    """Nothing has a price yet."""
    arcs, cost = tight.arcs, tight.costs[0]
    free = np.ones(len(arcs.tail), dtype=bool)
    relaxed = solve(arcs, cost, free, tight.start)
    reduced = reduced_costs(arcs, cost, potentials(arcs, cost, free, relaxed))
    return Centre(
        arcs=arcs,
        rows=tight.rows,
        weights=(1,),
        scale=1,
        free=free,
        cost=reduced,
        flow=relaxed,
        multipliers=np.zeros(len(tight.rows), dtype=np.int64),
        bound=0,
    )


def stepped(centre: Centre, draw: np.random.Generator) -> Centre:
    """The centre at drawn prices, none below nothing, found as the search does."""
    step = np.maximum(draw.integers(-3, 6, size=len(centre.rows)) * centre.scale, -centre.multipliers)
    flow = solve(centre.arcs, centre.cost + centre.rows.by_arc @ step, centre.free, centre.flow)
    cut = Cut.at(centre, flow)
    return centre.moved(step, flow, centre.bound + cut.cost + dot(step, cut.excess))


def walks() -> Iterator[tuple[Tight, Centre, Ints]]:
    """Centres after drawn steps, refinements and narrowings, with the relaxed optimum that they count from."""
    for seed in SEEDS:
        tight, draw = draw_tight(seed), np.random.default_rng(seed)
        centre = first_centre(tight)
        relaxed = centre.flow
        for _ in range(4):
            yield tight, centre, relaxed
            centre = stepped(centre, draw)
            if draw.random() < 0.3:
                centre = centre.refined(int(draw.integers(2, 17)))


def above(tight: Tight, plan: Ints, relaxed: Ints) -> int:
    """What a plan costs above the network's optimum in the first stage."""
    return tight.value(plan)[0] - tight.value(relaxed)[0]


def test_the_bound_and_a_plan_s_gap_add_up_to_its_cost_and_no_gap_is_negative() -> None:
    moved = 0
    for tight, centre, relaxed in walks():
        for plan in tight.plans:
            gap = centre.gap(plan)
            assert gap >= 0
            assert centre.bound + gap == centre.scale * above(tight, plan, relaxed)
        moved += bool(centre.multipliers.any())
    assert moved > 100


def test_the_centre_s_flow_is_the_cheapest_at_its_prices() -> None:
    for _, centre, _ in walks():
        can_grow, can_shrink = centre.flow < centre.arcs.capacity, centre.flow > 0
        assert (centre.cost[can_grow] >= 0).all()
        assert (centre.cost[can_shrink] <= 0).all()


def test_narrowing_keeps_every_plan_within_the_gap_and_what_it_costs() -> None:
    cut_off = 0
    for tight, centre, _ in walks():
        for gap in sorted({centre.gap(plan) for plan in tight.plans})[:3]:
            narrow = centre.narrowed(gap)
            assert (narrow.cost[~narrow.free] == 0).all()
            for plan in tight.plans:
                is_within = not ((plan != centre.flow) & ~narrow.free).any()
                assert is_within or centre.gap(plan) > gap
                if is_within:
                    assert narrow.gap(plan) == centre.gap(plan)
                cut_off += not is_within
    assert cut_off > 100


def test_a_cut_tells_what_its_flow_costs_at_any_prices() -> None:
    """A linear bound from above: exact at its own flow, be it within the rows or not."""
    for tight, centre, _ in walks():
        flow = solve(tight.arcs, tight.costs[-1], centre.free, centre.flow)
        cut, draw = Cut.at(centre, flow), np.random.default_rng(1)
        moved = stepped(centre, draw)
        step, rise = moved.multipliers - centre.multipliers, moved.bound - centre.bound
        seen = cut.seen_from(step, rise)
        assert (seen.cost, seen.excess.tolist()) == (Cut.at(moved, flow).cost, tight.rows.excess(flow).tolist())
        assert seen.cost >= 0, "nothing is cheaper than the bound at the prices it is told for"


def test_a_cut_is_within_what_is_left_if_its_flow_is() -> None:
    seen = {True: 0, False: 0}
    for tight, centre, _ in walks():
        narrow = centre.narrowed(2 * centre.scale)
        for plan in tight.plans[:10]:
            differs = bool(((plan != centre.flow) & ~narrow.free).any())
            assert Cut.at(centre, plan).is_within(narrow) is not differs
            seen[differs] += 1
    assert min(seen.values()) > 100


def test_climbing_ends_with_a_bound_below_the_best_plan_and_never_loses_it() -> None:
    closed = 0
    for seed in SEEDS:
        tight = draw_tight(seed)
        centre = first_centre(tight)
        ascent = Ascent(centre, tight.start, tight.start > 0)
        before = ascent.gap
        ascent.climb()
        ascent.refine(16)
        ascent.climb()
        best = tight.are_best(1)
        assert ascent.gap <= before * ascent.centre.scale
        assert ascent.centre.rows.are_kept(ascent.best)
        assert ascent.centre.bound <= ascent.centre.scale * above(tight, best[0], centre.flow)
        for plan in best:
            assert not ((plan != ascent.centre.flow) & ~ascent.centre.free).any()
        closed += ascent.gap < ascent.centre.scale
    assert closed > len(SEEDS) / 2


def test_prices_stay_within_what_the_solver_takes() -> None:
    """As far as the widest step reaches, no cost leaves the range; as fine as units are cut, nor does one then."""
    for share in (1, 2, 30, 10**3, 10**9):
        for seed in SEEDS[:20]:
            tight = draw_tight(seed)
            most = COST_LIMIT // (tight.arcs.nodes + 1)
            cost = tight.costs[0] * (most // share // max(int(np.abs(tight.costs[0]).max()), 1))
            centre = first_centre(replace(tight, costs=(cost,)))
            for one in (centre, centre.refined(16)):
                reach = abs(one.rows.by_arc) @ np.full(len(one.rows), one.widest)
                assert one.widest == 0 or int((np.abs(one.cost) + reach).max()) <= most
            assert 1 <= centre.refined(16).scale <= 16
            assert centre.refined(16).dearest <= max(most, centre.dearest)


@pytest.mark.parametrize("size", [1, 2**20, 2**40, 2**62])
def test_sums_of_products_are_exact_whatever_their_size(size: int) -> None:
    left, right = np.array([size, -size, 3, 0]), np.array([size - 1, size, 5, size])
    assert dot(left, right) == size * (size - 1) - size * size + 15
