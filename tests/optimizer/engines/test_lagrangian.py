"""Bounds by prices of side rows: exact to the unit for every plan, wherever the search goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from optimizer.engines.circulation import potentials, reduced_costs, solve
from optimizer.engines.lagrangian import Ascent, Centre, dot
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
        scale=1,
        free=free,
        cost=reduced,
        flow=relaxed,
        multipliers=np.zeros(len(tight.rows), dtype=np.int64),
        bound=0,
    )


def drawn_step(centre: Centre, draw: np.random.Generator) -> Ints:
    """Other prices, none below nothing."""
    return np.maximum(draw.integers(-3, 6, size=len(centre.rows)) * centre.scale, -centre.multipliers)


def stepped(centre: Centre, draw: np.random.Generator) -> Centre:
    """The centre at drawn prices, be the bound higher there or lower."""
    step = drawn_step(centre, draw)
    cost = centre.cost + centre.rows.by_arc @ step
    flow = solve(centre.arcs, cost, centre.free, centre.flow)
    rise = dot(cost, flow - centre.flow) + dot(step, centre.rows.excess(centre.flow))
    return centre.moved(step, flow, potentials(centre.arcs, cost, centre.free, flow), centre.bound + rise)


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


def test_the_search_stays_where_the_bound_is_highest_and_never_loses_the_best_plan() -> None:
    rose = fell = 0
    for seed in SEEDS:
        tight, draw = draw_tight(seed), np.random.default_rng(seed)
        first = first_centre(tight)
        best = tight.are_best(1)
        ascent = Ascent(first, tight.start, tight.start > 0)
        for _ in range(12):
            bound, gap = ascent.centre.bound, ascent.gap
            rises = ascent.move(drawn_step(ascent.centre, draw) * (draw.random(len(tight.rows)) < 0.5))
            assert (ascent.centre.bound > bound) is rises
            assert ascent.gap <= gap
            assert tight.rows.are_kept(ascent.best)
            assert ascent.centre.bound <= above(tight, best[0], first.flow)
            for plan in best:
                assert not ((plan != ascent.centre.flow) & ~ascent.centre.free).any()
            rose, fell = rose + rises, fell + (not rises)
    assert min(rose, fell) > 10


def test_prices_stay_within_what_the_solver_takes() -> None:
    """However far a step leads, the part taken leaves no cost out of range; as fine as units are cut, nor does one."""
    shortened = 0
    for share in (1, 2, 30, 10**3, 10**9):
        for seed in SEEDS[:20]:
            tight = draw_tight(seed)
            most = COST_LIMIT // (tight.arcs.nodes + 1)
            cost = tight.costs[0] * (most // share // max(int(np.abs(tight.costs[0]).max()), 1))
            centre = first_centre(replace(tight, costs=(cost,)))
            for one in (centre, centre.refined(16)):
                for far in (1, 10**6, 2**60):
                    step = np.full(len(one.rows), far)
                    taken = one.within_reach(step)
                    change = max(abs(int(value)) for value in one.rows.by_arc @ taken)
                    assert one.dearest + change <= max(most, one.dearest)
                    assert (taken >= 0).all() and (taken <= step).all()
                    shortened += bool((taken < step).any())
            assert 1 <= centre.refined(16).scale <= 16
            assert centre.refined(16).dearest <= max(most, centre.dearest)
    assert shortened > 100


def test_however_far_a_step_leads_the_search_stays_in_range_and_its_bound_holds() -> None:
    """Narrowed or on the whole face, the network's solver is never asked for what it cannot count."""
    rose = 0
    for seed in SEEDS[:40]:
        tight = draw_tight(seed)
        first = first_centre(tight)
        most, best = COST_LIMIT // (tight.arcs.nodes + 1), above(tight, tight.are_best(1)[0], first.flow)
        for narrows in (True, False):
            for scale in (1, 16):
                ascent = Ascent(first.refined(scale), tight.start, tight.start > 0, narrows)
                for far in (1, 10**9, 2**60):
                    rose += ascent.move(np.full(len(tight.rows), far))
                    assert ascent.centre.dearest <= 2 * most
                    assert ascent.centre.bound <= best * ascent.centre.scale
    assert rose > 10


@pytest.mark.parametrize("size", [1, 2**20, 2**40, 2**62])
def test_sums_of_products_are_exact_whatever_their_size(size: int) -> None:
    left, right = np.array([size, -size, 3, 0]), np.array([size - 1, size, 5, size])
    assert dot(left, right) == size * (size - 1) - size * size + 15
