"""What single changes cost, held against an exhaustive search that reads the tables by itself."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from optimizer.explain.effects import Budget, of_forbidding, of_forcing
from tests.optimizer.explain.standings import agrees, beside, standing, with_order
from tests.optimizer.judge import Optimum, solve
from tests.optimizer.problem.choices import tiny_facts

SEEDS = range(40)
MOST_FORCED = 6


@cache
def best_without(seed: int, employee: str, post: str) -> Optimum:
    facts = tiny_facts(seed)
    return solve(facts.dataset, facts.policy, banned={(employee, post)})


@cache
def best_with(seed: int, employee: str, post: str) -> Optimum:
    facts = tiny_facts(seed)
    return solve(with_order(facts.dataset, employee, post), facts.policy)


@pytest.mark.slow
@pytest.mark.parametrize("solved_again", [99, 0])
def test_the_loss_of_every_move_is_what_brute_force_finds_without_it(solved_again: int) -> None:
    seen: Counter[bool] = Counter()
    for seed in SEEDS:
        at = standing(seed)
        for move, effect in zip(at.plan.moves, of_forbidding(at, at.plan.moves, Budget(solved_again)), strict=True):
            loss = beside(best_without(seed, move.employee, move.to_post), at)
            assert effect is not None
            assert agrees(effect, loss), (seed, move.employee, move.to_post, effect, loss)
            seen[effect.is_exact] += 1
    assert seen[True] > 50
    assert (seen[False] > 10) == (solved_again == 0)


@pytest.mark.slow
@pytest.mark.parametrize("solved_again", [99, 0])
def test_the_loss_of_forcing_somebody_is_what_brute_force_finds_with_the_order(solved_again: int) -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        at = standing(seed)
        pairs = at.problem.pairs
        made = {(move.employee, move.to_post) for move in at.plan.moves}
        others = sorted(set(zip(pairs.of_employee("id"), pairs.of_post("code"), strict=True)) - made)
        for employee, post in others[:MOST_FORCED]:
            effect = of_forcing(at, employee, post, Budget(solved_again))
            best = best_with(seed, employee, post)
            if effect is None:
                assert best.unmet, (seed, employee, post)
                seen["impossible"] += 1
            elif best.unmet:
                assert not effect.is_exact, (seed, employee, post)
            else:
                assert agrees(effect, beside(best, at)), (seed, employee, post)
                seen["exact" if effect.is_exact else "bound"] += 1
    assert seen["exact"] > 50
    assert seen["impossible"] > 10
    assert (seen["bound"] > 0) == (solved_again == 0)


def test_whoever_is_forbidden_is_among_those_who_go_and_does_not_come_back() -> None:
    for seed in SEEDS:
        at = standing(seed)
        for move, effect in zip(at.plan.moves, of_forbidding(at, at.plan.moves, Budget(99)), strict=True):
            assert effect is not None
            assert (move.employee, move.to_post, move.form) in effect.gone, seed
            assert not {(move.employee, move.to_post)} & {(employee, post) for employee, post, _ in effect.come}
