"""From a solution to a plan."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from optimizer import plan, verify
from optimizer.domain import Employee
from optimizer.engines import Solution, solve_cp_sat
from optimizer.plan import Plan, Status
from optimizer.planning import moves_of, plan_facts, plan_of, settled
from optimizer.policy import Form, Policy
from optimizer.problem import Problem
from optimizer.rules import objective_by_id
from tests.optimizer.problem.choices import draw_wild, is_within, reopens_early, tiny_facts, tiny_problem

SEEDS = range(16)


@cache
def planned(seed: int) -> Plan:
    return plan_facts(tiny_facts(seed))


def test_a_post_reopens_only_when_nobody_is_left_beyond_its_seats() -> None:
    """The same moves, worth no more in any tier, and the plan says of itself what verification finds."""
    early = 0
    for seed in range(44):
        problem = tiny_problem(seed)
        if not problem.pairs.reopens.any():
            continue
        flow = wild_within(problem, seed)
        if not reopens_early(problem, flow):
            assert settled(problem, flow).tolist() == flow.tolist()
            continue
        calm = settled(problem, flow)
        assert not reopens_early(problem, calm)
        assert is_within(problem, calm)
        assert moves_of(problem, calm) == moves_of(problem, flow)
        assert all(ours <= theirs for ours, theirs in zip(problem.values(calm), problem.values(flow), strict=True))
        none = (None,) * len(problem.tiers)
        proposal = plan_of(problem, Solution(flow, Status.FEASIBLE, "time_limit", none, False, ""), "cp-sat")
        facts = problem.facts
        assert verify(facts.dataset, proposal, facts.policy).violations == (), seed
        early += 1
    assert early > 2


def wild_within(problem: Problem, seed: int) -> np.ndarray:
    """A choice within the limits that may reopen posts early."""
    for number in range(40):
        flow = draw_wild(problem, 1000 * seed + number)
        if is_within(problem, flow) and reopens_early(problem, flow):
            return flow
    return np.zeros(len(problem.pairs), dtype=np.int64)


def test_a_search_cut_short_after_its_first_tier_contradicts_itself_in_nothing() -> None:
    for seed in (6, 74, 121, 166):
        problem = tiny_problem(seed)
        solution = solve_cp_sat(replace(problem, tiers=problem.tiers[:1]))
        bounds = (*solution.bounds, *(None,) * (len(problem.tiers) - 1))
        cut = replace(solution, status=Status.FEASIBLE, detail="time_limit", bounds=bounds)
        proposal = plan_of(problem, cut, "cp-sat")
        assert verify(problem.facts.dataset, proposal, problem.facts.policy).violations == ()
        assert not proposal.has_proof


def test_moves_are_in_canonical_order_and_one_per_person_post_and_form() -> None:
    for seed in SEEDS:
        keys = [(move.employee, move.to_post, move.form) for move in planned(seed).moves]
        assert keys == sorted(set(keys))


def test_only_secondments_end_and_last_as_long_as_the_policy_says() -> None:
    seen = set()
    for seed in range(24):
        day = tiny_facts(seed).policy.as_of
        for move in planned(seed).moves:
            assert move.start == day
            if move.form is Form.SECONDMENT:
                assert move.end is not None
                assert (move.end.year - day.year) * 12 + move.end.month - day.month == 6
            else:
                assert move.end is None
            seen.add(move.form)
    assert seen == set(Form)


def test_the_same_input_gives_the_same_plan_certificate_included() -> None:
    for seed in SEEDS[:5]:
        assert plan_facts(tiny_facts(seed)) == planned(seed)


def test_provenance_tells_data_policy_and_engine_apart() -> None:
    facts = tiny_facts(1)
    made = planned(1).provenance
    assert made.dataset_sha256 == facts.dataset.sha256
    assert (made.engine, made.as_of, made.base_sha256) == ("flow", facts.policy.as_of, "")
    assert made.tiers == tuple(tier for tier in facts.policy.tier_order if objective_by_id(tier).applies(facts))
    other_policy = plan(facts.dataset, facts.policy.model_copy(update={"term_months": 7})).provenance
    assert other_policy.dataset_sha256 == made.dataset_sha256
    assert other_policy.policy_sha256 != made.policy_sha256
    more = facts.dataset.replace(employees=[*facts.dataset.rows("employees"), Employee(id="zz", unit="u0")])
    assert plan(more, facts.policy).provenance.dataset_sha256 != made.dataset_sha256
    assert plan(facts.dataset, facts.policy, engine="cp-sat").provenance.engine == "cp-sat"


def test_progress_is_told_step_by_step() -> None:
    for engine, most in (("flow", 4), ("cp-sat", 2)):
        told: list[str] = []
        plan_facts(tiny_facts(1), engine=engine, on_progress=told.append)
        assert told[:2] == ["compile", "solve"]
        assert len(told) >= most
        assert set(told[2:]) <= {*Policy().tier_order, "lot", "side_rows"}


@pytest.mark.parametrize("engine", ["flow", "cp-sat"])
def test_a_plan_stopped_or_out_of_time_is_feasible_and_passes_without_a_proof(engine: str) -> None:
    for seed in SEEDS[:6]:
        facts = tiny_facts(seed)
        for limit in ({"time_limit_seconds": -1.0}, {"should_stop": lambda: True}):
            proposal = plan_facts(facts, engine=engine, **limit)
            assert verify(facts.dataset, proposal, facts.policy).violations == ()
            if proposal.termination.status is not Status.OPTIMAL:
                assert proposal.termination.status in (Status.FEASIBLE, Status.STOPPED)
                assert not proposal.has_proof
                assert proposal.certificate is None
                assert not proposal.termination.is_unique
            else:
                assert proposal.values == planned(seed).values
