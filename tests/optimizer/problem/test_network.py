"""The network with its side rows means what the limits say, shown on choices good and bad."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.engines.circulation import Arcs, SolverError, solve
from optimizer.problem import Network, Problem, nesting_of, network_of
from optimizer.rules.limit_rule import UNLIMITED
from tests.optimizer.problem.choices import (
    Ints,
    activity,
    draw_choice,
    draw_wild,
    is_within,
    reopens_early,
    tiny_problem,
)

SEEDS = range(44)
CHOICES = range(24)


def arc_cost(network: Network, tier: int) -> Ints:
    price = network.pair_cost[tier]
    pairs = np.zeros(len(network.tail) - network.between, dtype=np.int64) if price is None else price
    return np.concatenate([network.between_cost[tier], pairs])


def cost_of(network: Network, flow: Ints, tier: int) -> int | None:
    """What the cheapest circulation that moves these people costs in a tier; None if there is none."""
    fixed = np.zeros(len(network.tail), dtype=np.int64)
    fixed[network.between :] = flow
    is_free = np.arange(len(network.tail)) < network.between
    cost = arc_cost(network, tier)
    arcs = Arcs(network.nodes, network.tail, network.head, network.capacity)
    try:
        return int(cost @ solve(arcs, cost, is_free, fixed))
    except SolverError:
        return None


def test_choices_within_the_limits_are_the_circulations_within_the_side_rows() -> None:
    """Both ways: what the limits allow is a circulation, and what they forbid is none, or breaks a side row.

    Nobody need reopen a post while others are beyond its seats, and such choices are left out.
    """
    kept = broken = by_side_row = 0
    for seed in SEEDS:
        problem = tiny_problem(seed)
        if not len(problem.pairs):
            continue
        nesting = nesting_of(problem)
        network = network_of(problem, nesting)
        for number in CHOICES:
            flow = draw_wild(problem, 100 * seed + number)
            if reopens_early(problem, flow):
                continue
            keeps_rows = bool((nesting.side_rows.excess(flow) <= 0).all())
            circulates = cost_of(network, flow, 0) is not None
            assert (keeps_rows and circulates) is is_within(problem, flow), (seed, number)
            kept += is_within(problem, flow)
            broken += not is_within(problem, flow)
            by_side_row += circulates and not keeps_rows
    assert min(kept, broken) > 300
    assert by_side_row > 5


def test_a_circulation_costs_what_the_choice_is_worth_in_every_tier() -> None:
    moved = 0
    for seed in SEEDS:
        problem = tiny_problem(seed)
        if not len(problem.pairs):
            continue
        network = network_of(problem, nesting_of(problem))
        flow = draw_choice(problem, seed)
        values = [
            None if (cost := cost_of(network, flow, place)) is None else tier.terms.base + cost
            for place, tier in enumerate(problem.tiers)
        ]
        assert values == list(problem.values(flow)), seed
        moved += int(flow.sum())
    assert moved > len(SEEDS)


def test_side_rows_count_as_their_limits_do() -> None:
    seen: set[str] = set()
    for seed in SEEDS:
        problem = tiny_problem(seed)
        rows = nesting_of(problem).side_rows
        assert len(rows) == len(rows.rule) == len(rows.label)
        flow = draw_wild(problem, seed)
        excess = rows.excess(flow).tolist()
        assert excess == [
            excess_of(problem, rule, label, flow) for rule, label in zip(rows.rule, rows.label, strict=True)
        ]
        seen.update(rows.rule)
    assert seen >= {"surplus_only", "quota", "release", "person", "local_limits"}


def excess_of(problem: Problem, rule: str, label: str, flow: Ints) -> int:
    """How far a choice exceeds the upper bound of the subject with a label, or the lower one if there is no other."""
    limit = problem.limits[rule]
    labels = [limit.rule.label(subject, problem.facts) for subject in range(len(limit.bounds.upper))]
    subject = labels.index(label)
    lower, upper = limit.bounds.lower[subject], limit.bounds.upper[subject]
    number = activity(problem, rule, flow)[subject]
    return int(lower - number if upper >= UNLIMITED else number - upper)


def test_nodes_have_names_of_their_own() -> None:
    for seed in SEEDS:
        problem = tiny_problem(seed)
        network = network_of(problem, nesting_of(problem))
        assert len(set(network.names)) == network.nodes == len(network.names)
        assert network.names[0].startswith("root")
        for end in (network.tail, network.head):
            assert end.min(initial=0) >= 0
            assert end.max(initial=0) < network.nodes


@pytest.mark.parametrize("seed", [1, 3, 9, 20])
def test_a_pair_s_arc_stands_in_the_pair_s_place(seed: int) -> None:
    problem = tiny_problem(seed)
    network = network_of(problem, nesting_of(problem))
    flow = np.arange(len(network.tail))
    assert network.pair_flow(flow).tolist() == list(range(network.between, len(network.tail)))
    ids = problem.pairs.of_employee("id").tolist()
    assert [network.names[tail].split(" ", 1)[1] for tail in network.tail[network.between :]] == ids
    posts = problem.pairs.of_post("code").tolist()
    assert [
        network.names[head].removeprefix("for good ").removeprefix("post ") for head in network.head[network.between :]
    ] == posts
