"""Why moves are made: who comes next, how many equals there are, what decided; and plans made by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from optimizer import plan
from optimizer.domain import Dataset, Employee, Post, Unit, UnitKind
from optimizer.explain import Budget, explain_moves, standing_of
from optimizer.facts import facts_of
from optimizer.plan import LOT
from optimizer.policy import Policy
from tests.optimizer.explain.standings import beside, standing, with_order
from tests.optimizer.judge import solve
from tests.optimizer.problem.choices import tiny_facts

UNITS = [
    Unit(code="X", name="Xã", kind=UnitKind.COMMUNE, quota=10),
    Unit(code="S", name="Sở", kind=UnitKind.DEPARTMENT),
]


def department_of(*people: Employee) -> Dataset:
    return Dataset.of(units=UNITS, posts=[Post(code="P", unit="X", field="IT")], employees=people)


def test_of_three_alike_the_lot_chose_one() -> None:
    facts = facts_of(department_of(*(Employee(id=str(number), unit="S", field="IT") for number in range(3))), Policy())
    at = standing_of(plan(facts.dataset, facts.policy), facts)
    (one,) = explain_moves(at, at.plan.moves, Budget(0))
    assert (one.equals, one.decided_by, one.without is not None and one.without.is_free) == (3, LOT, True)
    assert one.runner_up is not None
    assert one.runner_up[0] != one.move.employee
    assert one.instead is None


def test_a_volunteer_goes_before_another_and_the_tier_says_so() -> None:
    people = [Employee(id="1", unit="S", field="IT"), Employee(id="2", unit="S", field="IT", volunteer=True)]
    facts = facts_of(department_of(*people), Policy())
    at = standing_of(plan(facts.dataset, facts.policy), facts)
    (one,) = explain_moves(at, at.plan.moves, Budget(0))
    assert (one.move.employee, one.decided_by, one.equals) == ("2", "volunteers", 1)
    assert one.runner_up is not None
    assert one.runner_up[0] == "1"


@pytest.mark.slow
def test_equals_are_those_whom_brute_force_can_place_at_no_loss() -> None:
    seen: Counter[int] = Counter()
    for seed in range(40):
        at, facts = standing(seed), tiny_facts(seed)
        if not at.has_prices or len(at.layout.rows):
            continue
        for one in explain_moves(at, at.plan.moves, Budget(99)):
            if one.decided_by != LOT:
                continue
            pairs = at.problem.pairs
            others = {*pairs.of_employee("id")[pairs.of_post("code").to_numpy() == one.move.to_post]}
            placed = {move.employee for move in at.plan.moves if move.to_post == one.move.to_post}
            free = [
                best
                for other in sorted(others - placed)
                if not (best := solve(with_order(facts.dataset, other, one.move.to_post), facts.policy)).unmet
                and not any(beside(best, at))
            ]
            assert one.equals == 1 + len(free), (seed, one.move)
            seen[one.equals] += 1
    assert seen.total() > 3, seen


def test_losses_of_a_plan_made_by_hand_are_against_it_as_it_stands() -> None:
    """The plan without one of its moves is behind the best; forbidding another is told against it."""
    told = 0
    for seed in range(30):
        best = standing(seed)
        if len(best.plan.moves) < 2:
            continue
        by_hand = replace(best.plan, moves=best.plan.moves[1:], certificate=None, objective=(), unfilled=(), unmet=())
        facts = tiny_facts(seed)
        at = standing_of(by_hand, facts)
        values = dict(zip(best.plan.values, at.behind, strict=True))
        assert not at.is_best or not any(values.values())
        for one in explain_moves(at, by_hand.moves[:2], Budget(99)):
            loss = solve(facts.dataset, facts.policy, banned={(one.move.employee, one.move.to_post)})
            expected = tuple(lost - off for lost, off in zip(beside(loss, best), at.behind, strict=True))
            assert one.without is not None
            assert one.without.loss == expected, (seed, one.move)
            told += not at.is_best
    assert told > 10
