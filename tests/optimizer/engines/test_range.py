"""Groups of a hundred thousand people, the dearest travel, weights without measure: one stage, several, or an error."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.domain import Dataset, Employee, Leg, Limit, Post, Unit, UnitKind
from optimizer.engines.cp_sat import solve_cp_sat
from optimizer.engines.flow import solve_flow
from optimizer.engines.layout import lay_out
from optimizer.engines.stages import COST_LIMIT, CostRangeError, spans_of
from optimizer.facts import facts_of
from optimizer.plan import Status
from optimizer.policy import Policy, RuleSetting
from optimizer.problem import Problem, compile_problem
from tests.optimizer.problem.choices import is_within

MANY = 100_000
TIERS = ("weighted_fill", "burden", "past_secondments", "rating", "home_distance")
"""Sums over moves: curves have a step per seat, too many for CP-SAT."""


def crowd(factor: float, *limits: Limit) -> Problem:
    """Two departments of groups, two communes of one large post each, everybody far from everywhere."""
    units = [
        *(Unit(code=code, name=code, kind=UnitKind.COMMUNE, quota=9 * MANY) for code in ("X", "Y")),
        *(Unit(code=code, name=code, kind=UnitKind.DEPARTMENT) for code in ("S", "T")),
    ]
    minutes = {("S", "X"): 10_000, ("S", "Y"): 9_999, ("T", "X"): 9_998, ("T", "Y"): 9_990}
    dataset = Dataset.of(
        units=units,
        posts=[
            Post(code="X1", unit="X", field="IT", seats=MANY, priority=100),
            Post(code="Y1", unit="Y", field="IT", seats=MANY - 1, priority=99.9),
        ],
        employees=[
            Employee(id=f"{unit}{number}", unit=unit, field="IT", count=MANY // 2 + number)
            for unit in ("S", "T")
            for number in range(2)
        ],
        travel=[
            Leg(**{"from": start, "to": end, "km": 1_000, "minutes": time}) for (start, end), time in minutes.items()
        ],
        limits=limits,
    )
    rules = {
        "sender_share": RuleSetting(share=1.0),
        "max_distance": RuleSetting(on=False),
        "weighted_fill": RuleSetting(priority_factor=factor),
    }
    return compile_problem(facts_of(dataset, Policy(rules=rules, tiers=TIERS)))


def stages_of(problem: Problem) -> list[int]:
    """How many tiers each stage solves."""
    return [len(stage.tiers) for stage in lay_out(problem).stages]


FACTORS = [1.5, 1e4, 1e9]


@pytest.mark.parametrize("factor", FACTORS)
def test_the_flow_engine_finds_what_cp_sat_finds_whatever_the_weights(factor: float) -> None:
    problem = crowd(factor)
    solution, other = solve_flow(problem), solve_cp_sat(problem)
    assert len(problem.pairs) == 8
    assert (solution.status, other.status) == (Status.OPTIMAL, Status.OPTIMAL)
    assert problem.values(solution.flow) == solution.bounds == other.bounds
    assert solution.flow.sum() == 2 * MANY - 1
    assert solution.flow.tolist() == other.flow.tolist()
    assert solution.proof is not None


@pytest.mark.parametrize("factor", FACTORS)
def test_side_rows_on_crowds_are_kept_to_the_person(factor: float) -> None:
    """An odd number over two communes, and another for one department and one commune: neither nests."""
    problem = crowd(
        factor,
        Limit(subject="arrival", at_most=MANY + 1),
        Limit(subject="arrival", unit="X", other_unit="S", at_most=7),
    )
    solution, other = solve_flow(problem), solve_cp_sat(problem)
    assert solution.status is Status.OPTIMAL
    assert is_within(problem, solution.flow)
    assert problem.values(solution.flow) == solution.bounds == other.bounds
    assert solution.flow.sum() == MANY + 1


def test_the_larger_the_weights_the_fewer_tiers_share_their_stage() -> None:
    together = [stages_of(crowd(factor))[0] for factor in FACTORS]
    assert together == sorted(together, reverse=True)
    assert together[0] > 1
    assert together[-1] == 1


def test_weights_beyond_any_stage_are_an_error_before_anything_is_solved() -> None:
    with pytest.raises(CostRangeError, match="tier 0"):
        solve_flow(crowd(1e12))


@pytest.mark.parametrize("factor", FACTORS)
def test_no_choice_costs_more_than_the_range_in_any_stage(factor: float) -> None:
    """Told in Python's integers for the dearest choice there could be: every pair full."""
    problem = crowd(factor)
    layout = lay_out(problem)
    network = layout.network
    spans = spans_of(network, problem.pairs.post, problem.limits["open_seats"].bounds.upper)
    for stage, cost in zip(layout.stages, layout.stage_costs, strict=True):
        assert int(np.abs(cost).max()) * network.nodes <= COST_LIMIT
        whole = sum(weight * spans[tier] for weight, tier in zip(stage.weight, stage.tiers, strict=True))
        assert whole <= COST_LIMIT
        full = solve_flow(problem).flow
        worth = sum(int(a) * int(b) for a, b in zip(cost[network.between :].tolist(), full.tolist(), strict=True))
        assert abs(worth) <= whole
