"""The budget counts what the tier ``cost`` measures, and is off until a policy sets it."""

from __future__ import annotations

from functools import cache

import numpy as np

from optimizer import plan, verify
from optimizer.facts import Facts, facts_of
from optimizer.planning import moves_of
from optimizer.policy import Policy, RuleSetting
from optimizer.problem import compile_problem
from optimizer.rules.allowance_budget import AllowanceBudget
from optimizer.rules.cost import Cost
from optimizer.text import LANGUAGES
from tests.optimizer.judge import tiny
from tests.optimizer.judge.reading import Reading
from tests.optimizer.judge.tier_instances import with_allowances, with_budget
from tests.optimizer.problem.choices import draw_choice, tiny_facts
from tests.optimizer.rules.every_pair import every_move, every_pair, plan_with

SEEDS = range(40)
BUDGET, COST = AllowanceBudget(), Cost()


def limited(policy: Policy, max_vnd: int) -> Policy:
    setting = RuleSetting(on=True, max_vnd=max_vnd)
    return policy.model_copy(update={"rules": {**policy.rules, BUDGET.id: setting}})


@cache
def budgeted(seed: int) -> Facts:
    dataset, policy = tiny(seed)
    policy = with_allowances(policy, seed)
    return facts_of(dataset, with_budget(dataset, policy, seed))


def test_members_are_the_charges_vectorised_and_both_are_the_cost() -> None:
    dear = free = 0
    for seed in SEEDS:
        pairs, facts = every_pair(seed), tiny_facts(seed)
        counted = np.zeros(len(pairs), dtype=np.int64)
        members = BUDGET.members(pairs)
        counted[members.move] = members.coefficient
        assert len(members.move) == np.count_nonzero(counted)
        charged = [sum(vnd for _, vnd in BUDGET.charges(move, facts)) for move in every_move(seed)]
        assert counted.tolist() == charged == COST.prices(pairs).tolist()
        dear += sum(1 for vnd in charged if vnd)
        free += sum(1 for vnd in charged if not vnd)
    assert min(dear, free) > 100


def test_members_are_those_of_an_independent_reading() -> None:
    binding = 0
    for seed in SEEDS:
        facts = budgeted(seed)
        limits = [limit for limit in Reading(facts.dataset, facts.policy).limits() if limit.rule == BUDGET.id]
        problem = compile_problem(facts)
        coefficients = sorted(BUDGET.members(problem.candidates).coefficient.tolist())
        assert coefficients == sorted(vnd for limit in limits for vnd in limit.sign.values())
        for limit in limits:
            assert BUDGET.bounds(facts).upper.tolist() == [limit.most]
            binding += sum(limit.sign.values()) > limit.most
    assert binding > 10


def test_a_budget_may_be_spent_and_not_exceeded() -> None:
    spent = 0
    for seed in SEEDS:
        problem = compile_problem(tiny_facts(seed))
        proposal = plan_with(moves_of(problem, draw_choice(problem, seed)), problem.facts)
        cost = COST.measure(proposal, problem.facts)
        assert cost == sum(move.cost_vnd for move in proposal.moves)
        if not cost:
            continue
        dataset, policy = problem.facts.dataset, problem.facts.policy
        assert BUDGET.violations(proposal, facts_of(dataset, limited(policy, cost))) == []
        (violation,) = BUDGET.violations(proposal, facts_of(dataset, limited(policy, cost - 1)))
        assert (violation.figures["number"], violation.figures["limit"]) == (cost, cost - 1)
        assert all(violation.sentence(language).endswith("đồng.") for language in LANGUAGES)
        spent += 1
    assert spent > 10


def test_without_a_budget_nothing_is_counted() -> None:
    dataset, policy = tiny(1)
    assert BUDGET.id not in compile_problem(facts_of(dataset, policy)).limits
    assert BUDGET.id in compile_problem(facts_of(dataset, limited(policy, 0))).limits


def test_a_plan_keeps_its_budget() -> None:
    """Under a budget of nothing only moves that cost nothing are left; verification counts afresh."""
    kept_out = 0
    for seed in range(20):
        dataset, policy = tiny(seed)
        policy = with_allowances(policy, seed)
        free = plan(dataset, policy)
        bound = plan(dataset, limited(policy, 0), time_limit_seconds=30)
        assert sum(move.cost_vnd for move in bound.moves) == 0
        assert verify(dataset, bound, limited(policy, 0)).is_clean
        if sum(move.cost_vnd for move in free.moves):
            broken = verify(dataset, free, limited(policy, 0)).violations
            assert [violation.rule for violation in broken] == [BUDGET.id]
            kept_out += 1
    assert kept_out > 2
