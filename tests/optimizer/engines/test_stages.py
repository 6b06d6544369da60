"""How tiers are packed into stages, and that a stage's single cost keeps their order."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.engines.layout import lay_out
from optimizer.engines.stages import COST_LIMIT, CostRangeError, Stage, dearest_of, spans_of, stages_of
from optimizer.problem import Network, nesting_of, network_of
from tests.optimizer.problem.choices import Ints, draw_choice, tiny_problem

SEEDS = range(30)


def test_what_fits_is_one_stage() -> None:
    (stage,) = stages_of((3, 1, 20), (30, 10, 500), nodes=100)
    assert stage == Stage((0, 1, 2), (11 * 501, 501, 1))


def test_what_does_not_fit_is_several_stages_in_order() -> None:
    apart = stages_of((10**6,) * 5, (10**12,) * 5, nodes=100)
    assert [stage.tiers for stage in apart] == [(0,), (1,), (2,), (3,), (4,)]
    assert all(stage.weight == (1,) for stage in apart)
    together = stages_of((10**3,) * 5, (10**8,) * 5, nodes=100)
    assert [stage.tiers for stage in together] == [(0, 1), (2, 3), (4,)]


def test_a_tier_too_dear_alone_is_refused() -> None:
    with pytest.raises(CostRangeError, match="tier 1"):
        stages_of((1, COST_LIMIT // 100), (10**4, 10**4), nodes=100)


def test_a_tier_whose_sum_is_too_large_alone_is_refused() -> None:
    with pytest.raises(CostRangeError, match="tier 0"):
        stages_of((1,), (COST_LIMIT + 1,), nodes=100)


def test_no_tiers_are_no_stages() -> None:
    assert stages_of((), (), nodes=3) == ()


tiers = st.lists(st.tuples(st.integers(0, 2**40), st.integers(0, 2**50)), min_size=1, max_size=8)


@given(tiers, st.integers(1, 100_000))
def test_stages_hold_every_tier_once_and_stay_in_range(drawn: list[tuple[int, int]], nodes: int) -> None:
    dearest, span = (tuple(part) for part in zip(*drawn, strict=True))
    try:
        stages = stages_of(dearest, span, nodes)
    except CostRangeError:
        assert any((cost + 1) * (nodes + 1) > COST_LIMIT or width > COST_LIMIT for cost, width in drawn)
        return
    assert [tier for stage in stages for tier in stage.tiers] == list(range(len(drawn)))
    for stage in stages:
        dear = sum(weight * dearest[tier] for tier, weight in zip(stage.tiers, stage.weight, strict=True))
        assert dear * nodes <= COST_LIMIT
        assert stage.weight[-1] == 1
        for place, weight in enumerate(stage.weight):
            after = zip(stage.weight[place + 1 :], stage.tiers[place + 1 :], strict=True)
            assert weight > sum(lesser * span[tier] for lesser, tier in after)


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_weights_compare_as_the_tiers_do_in_turn(span: list[int], draw: random.Random) -> None:
    """Any two vectors that differ by no more than the spans, near ties and the widest differences among them."""
    (stage,) = stages_of((0,) * len(span), tuple(span), nodes=2)
    for _ in range(20):
        change = [draw.choice((0, 0, width, -width, 1, -1, draw.randint(-width, width))) for width in span]
        change = [max(-width, min(width, step)) for step, width in zip(change, span, strict=True)]
        total = sum(weight * step for weight, step in zip(stage.weight, change, strict=True))
        first = next((step for step in change if step), 0)
        assert np.sign(total) == np.sign(first)


def network(seed: int) -> Network:
    problem = tiny_problem(seed)
    return network_of(problem, nesting_of(problem))


def tier_cost(network: Network, tier: int) -> Ints:
    """The cost of every arc in one tier."""
    price = network.pair_cost[tier]
    pairs = np.zeros(len(network.tail) - network.between, dtype=np.int64) if price is None else price
    return np.concatenate([network.between_cost[tier], pairs])


def test_spans_bound_the_difference_between_any_two_flows() -> None:
    """Flows need not even be conserved: arcs in between up to their capacity, posts up to their open seats."""
    closest = 0.0
    for seed in SEEDS:
        problem, net = tiny_problem(seed), network(seed)
        open_seats = problem.limits["open_seats"].bounds.upper
        spans = spans_of(net, problem.pairs.post, open_seats)
        for tier, span in enumerate(spans):
            cost = tier_cost(net, tier)
            highest, lowest = (extreme_flow(net, problem.pairs.post, open_seats, sign * cost) for sign in (1, -1))
            difference = int(cost @ highest) - int(cost @ lowest)
            assert difference <= span
            closest = max(closest, difference / span)
            choices = [draw_choice(problem, seed), np.zeros(len(problem.pairs), dtype=np.int64)]
            a, b = (problem.values(flow)[tier] for flow in choices)
            assert abs(a - b) <= span
    assert closest > 0.9


def extreme_flow(net: Network, post: Ints, open_seats: Ints, worth: Ints) -> Ints:
    """The flow of the highest worth within capacities and open seats, greedily: dearest first."""
    flow = np.where(worth > 0, net.capacity, 0)
    left = open_seats.copy()
    flow[net.between :] = 0
    for arc in net.between + np.argsort(-worth[net.between :], kind="stable"):
        if worth[arc] > 0:
            at = post[arc - net.between]
            flow[arc] = min(left[at], net.capacity[arc])
            left[at] -= flow[arc]
    return flow


def test_the_dearest_arc_of_a_tier_is_found_among_all() -> None:
    for seed in SEEDS:
        net = network(seed)
        expected = [int(np.abs(tier_cost(net, tier)).max(initial=0)) for tier in range(len(net.pair_cost))]
        assert list(dearest_of(net)) == expected


def test_a_stage_s_cost_is_the_weighted_sum_of_its_tiers() -> None:
    for seed in SEEDS[:20]:
        layout = lay_out(tiny_problem(seed))
        net = layout.network
        for stage, cost in zip(layout.stages, layout.stage_costs, strict=True):
            parts = [weight * tier_cost(net, tier) for tier, weight in zip(stage.tiers, stage.weight, strict=True)]
            assert cost.tolist() == sum(parts).tolist()
