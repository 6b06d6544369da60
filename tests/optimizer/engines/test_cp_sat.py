"""The constraint model: what it proves, and what it says when it is not given the time to."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from optimizer import plan
from optimizer.domain import Dataset, Employee, Post, Unit, UnitKind
from optimizer.engines.circulation import SolverError
from optimizer.engines.cp_sat import solve_cp_sat
from optimizer.engines.flow import solve_flow
from optimizer.engines.solution import Solution
from optimizer.facts import facts_of
from optimizer.plan import Status
from optimizer.policy import Policy, RuleSetting
from optimizer.problem import Problem, compile_problem
from optimizer.problem.problem import Tier
from optimizer.rules.limit_rule import Bounds
from optimizer.rules.objective import Terms
from tests.benchmarks.instances import province
from tests.optimizer.engines.test_lot import lots
from tests.optimizer.problem.choices import Ints, draw_choice, is_within, tiny_problem

SEEDS = range(16)


def lot_of(problem: Problem, flow: Ints, salt: str) -> int:
    pairs = problem.pairs
    rows = zip(pairs.of_employee("id"), pairs.of_post("code"), pairs.form_names(), pairs.reopens.tolist(), strict=True)
    return int(lots(salt, ((*key, "reopens" if reopens else "") for *key, reopens in rows)) @ flow)


def test_the_optimum_is_that_of_the_flow_engine_lot_included() -> None:
    unique = 0
    for seed in SEEDS:
        problem = tiny_problem(seed)
        solution, other = solve_cp_sat(problem), solve_flow(problem)
        assert (solution.status, solution.detail) == (Status.OPTIMAL, "proved")
        assert solution.bounds == problem.values(solution.flow) == problem.values(other.flow)
        assert is_within(problem, solution.flow)
        if other.salt == solution.salt:
            assert solution.flow.tolist() == other.flow.tolist(), seed
            assert lot_of(problem, solution.flow, solution.salt) == lot_of(problem, other.flow, other.salt)
            assert solution.is_unique is other.is_unique
            unique += solution.is_unique
    assert unique > 8


@pytest.mark.parametrize("seconds", [0.0, -5.0])
def test_without_time_nothing_is_proved_and_nothing_called_impossible(seconds: float) -> None:
    for seed in SEEDS:
        problem = tiny_problem(seed)
        solution = solve_cp_sat(problem, deadline=time.monotonic() + seconds)
        assert (solution.status, solution.detail) == (Status.FEASIBLE, "time_limit")
        assert set(solution.bounds) == {None}
        assert len(solution.bounds) == len(problem.tiers)
        assert is_within(problem, solution.flow)
        assert not solution.is_unique


def test_a_plan_without_time_is_feasible_and_has_no_proof() -> None:
    facts = tiny_problem(1).facts
    proposal = plan(facts.dataset, facts.policy, engine="cp-sat", time_limit_seconds=0)
    assert proposal.termination.status is Status.FEASIBLE
    assert not proposal.has_proof
    assert proposal.certificate is None


@pytest.fixture(scope="module")
def hard() -> tuple[Problem, tuple[int, ...]]:
    """A province that takes CP-SAT some seconds, and its optimum."""
    problem = compile_problem(facts_of(*province(900, 150, 25, 1)))
    return problem, problem.values(solve_flow(problem).flow)


@pytest.mark.parametrize("seconds", [0.2, 0.8])
def test_bounds_hold_whenever_time_runs_out(hard: tuple[Problem, tuple[int, ...]], seconds: float) -> None:
    problem, best = hard
    solution = solve_cp_sat(problem, deadline=time.monotonic() + seconds)
    values = problem.values(solution.flow)
    assert is_within(problem, solution.flow)
    for tier, (value, bound) in enumerate(zip(values, solution.bounds, strict=True)):
        if bound is None or value != bound:
            assert bound is None or bound <= best[tier]
            assert set(solution.bounds[tier + 1 :]) <= {None}
            assert solution.status is Status.FEASIBLE
            return
        assert value == best[tier]
    assert solution.status is Status.OPTIMAL


def test_a_deadline_is_kept(hard: tuple[Problem, tuple[int, ...]]) -> None:
    begun = time.monotonic()
    solve_cp_sat(hard[0], deadline=begun + 0.5)
    assert time.monotonic() - begun < 5


def test_a_stop_is_told_apart_from_a_time_limit(hard: tuple[Problem, tuple[int, ...]]) -> None:
    stopped = solve_cp_sat(hard[0], should_stop=lambda: True, deadline=time.monotonic() + 10)
    assert (stopped.status, stopped.detail) == (Status.STOPPED, "stop_asked")
    assert is_within(hard[0], stopped.flow)


def test_a_hint_is_what_is_left_without_time() -> None:
    moved = 0
    for seed in SEEDS:
        problem = tiny_problem(seed)
        hint = draw_choice(problem, seed)
        solution = solve_cp_sat(problem, hint=hint, deadline=time.monotonic() - 1)
        assert solution.flow.tolist() == hint.tolist()
        moved += int(hint.sum())
    assert moved > 0


def test_a_hint_is_given_up_for_what_is_better_only() -> None:
    better = kept = 0
    for seed in SEEDS:
        problem = tiny_problem(seed)
        best = solve_cp_sat(problem)
        poor = draw_choice(problem, seed)
        solution = solve_cp_sat(problem, hint=poor)
        assert solution.bounds == problem.values(solution.flow) == best.bounds
        better += problem.values(poor) > best.bounds
        again = solve_cp_sat(problem, hint=best.flow)
        assert again.flow.tolist() == best.flow.tolist()
        kept += int(best.flow.sum())
    assert min(better, kept) > 4


def test_a_limit_that_nobody_moving_breaks_is_an_error_and_no_plan() -> None:
    """No rule states such a limit: a lower bound above zero is a demand, and may be missed."""
    problem = tiny_problem(1)
    limit = problem.limits["person"]
    below = replace(limit, bounds=Bounds(limit.bounds.lower, np.full_like(limit.bounds.upper, -1)))
    with pytest.raises(SolverError, match="INFEASIBLE"):
        solve_cp_sat(replace(problem, limits={**problem.limits, "person": below}))


def priced(problem: Problem, price: Ints) -> Problem:
    """The Problem with one tier, a price per pair."""
    return replace(problem, tiers=(Tier("price", "", Terms(0, price)),))


def test_a_model_that_cannot_be_read_is_an_error_and_no_time_limit() -> None:
    problem = tiny_problem(1)
    with pytest.raises(SolverError, match="MODEL_INVALID"):
        solve_cp_sat(priced(problem, np.full(len(problem.pairs), 2**62)))


def test_values_beyond_what_a_float_holds_are_told_to_the_unit() -> None:
    large = 0
    for seed in SEEDS:
        problem = tiny_problem(seed)
        problem = priced(problem, -(2**54) - 3 - 2 * problem.pairs.employee)
        solution = solve_cp_sat(problem)
        assert solution.status is Status.OPTIMAL
        assert solution.bounds == problem.values(solution.flow)
        assert solution.bounds == problem.values(solve_flow(problem).flow)
        large += int(float(solution.bounds[0] or 0)) != solution.bounds[0]
    assert large > 5


@pytest.mark.parametrize("count", [3, 100_000])
def test_a_lot_of_large_groups_is_drawn_to_the_unit(count: int) -> None:
    """Two groups for one post: the lot decides, and its sum over a hundred thousand people is beyond a float."""
    dataset = Dataset.of(
        units=[
            Unit(code="X", name="Xã", kind=UnitKind.COMMUNE),
            Unit(code="S", name="Sở", kind=UnitKind.DEPARTMENT),
        ],
        posts=[Post(code="P", unit="X", field="IT", seats=count)],
        employees=[Employee(id=f"g{number}", unit="S", field="IT", count=count) for number in range(2)],
    )
    policy = Policy(rules={"sender_share": RuleSetting(share=1.0)})
    problem = compile_problem(facts_of(dataset, policy))
    solution, other = solve_cp_sat(problem), solve_flow(problem)
    assert solution.bounds == problem.values(solution.flow)
    assert solution.flow.tolist() == other.flow.tolist()
    assert sorted(solution.flow.tolist()) == [0, count]
    assert solution.is_unique
    assert other.is_unique


def shown(solution: Solution) -> tuple[object, ...]:
    return solution.flow.tolist(), solution.status, solution.bounds, solution.is_unique, solution.salt


def test_the_same_problem_has_the_same_answer_every_time() -> None:
    for seed in SEEDS[:5]:
        problem = tiny_problem(seed)
        assert shown(solve_cp_sat(problem)) == shown(solve_cp_sat(problem))
