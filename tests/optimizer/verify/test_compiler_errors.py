"""An error of the compiler shows in verification, which never asks it."""

from __future__ import annotations

import pytest

from optimizer import check_proof, plan
from optimizer.engines import Solution
from optimizer.facts import Facts
from optimizer.plan import ProofCheck, Status
from optimizer.planning import plan_of
from optimizer.problem import candidates
from optimizer.rules import Pairs
from optimizer.verify import verify
from tests.optimizer.problem.choices import draw_choice, tiny_facts, tiny_problem
from tests.optimizer.verify.province import FACTS, POLICY, codes, good, move_from


def test_choices_of_generated_provinces_pass_as_plans() -> None:
    for seed in range(22):
        problem = tiny_problem(seed)
        none = (None,) * len(problem.tiers)
        solution = Solution(draw_choice(problem, seed), Status.FEASIBLE, "time_limit", none, False, "")
        assert verify(plan_of(problem, solution, "flow"), tiny_facts(seed)).violations == (), seed


def test_moves_that_the_compiler_forgets_are_seen_by_their_price(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the compiler lets nobody leave A. The proof holds for what was compiled; what is lost is worth more."""
    compiled = candidates.candidates_of
    best = move_from("A")

    def forgetful(facts: Facts) -> Pairs:
        pairs = compiled(facts)
        kept = (pairs.of_employee("unit") != "A").to_numpy() | (pairs.of_post("unit") == "A").to_numpy()
        return Pairs(facts, *(part[kept] for part in (pairs.employee, pairs.post, pairs.form, pairs.reopens)))

    monkeypatch.setattr("optimizer.problem.problem.candidates_of", forgetful)
    worse = plan(FACTS.dataset, POLICY)
    assert best.employee not in {move.employee for move in worse.moves}
    assert worse.has_proof and check_proof(FACTS.dataset, worse, POLICY) is ProofCheck.CONFIRMED
    assert tuple(worse.values.values()) > tuple(good().values.values())
    found = verify(worse, FACTS, price_every_move=True).violations
    assert {violation.rule for violation in found} == {"better_move_missing"}
    assert f"{best.employee} → {best.to_post}" in {violation.subject for violation in found}


def test_a_pair_that_the_compiler_wrongly_lets_pass_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The barred and the cadre go through a compiler that asks no rule."""
    monkeypatch.setattr(candidates, "PAIR_RULES", ())
    careless = plan(FACTS.dataset, POLICY)
    assert codes(careless) != []
