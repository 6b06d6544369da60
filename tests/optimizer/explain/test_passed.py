"""Every move of a plan lists the rules that it passed: asked afresh, with the figures looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer import rules_passed
from optimizer.domain import Instruction, Limit, LimitSubject, Order
from optimizer.domain.employee import SENSITIVE_COLUMNS
from optimizer.explain import Passed
from optimizer.explain import rules_passed as of_facts
from optimizer.export import rules_passed_csv
from optimizer.facts import Facts
from optimizer.plan import Plan
from optimizer.planning import moves_of
from optimizer.policy import Form, Policy
from optimizer.rules import LIMIT_RULES, PAIR_RULES, rule_by_id
from optimizer.rules.limit_rule import UNLIMITED
from tests.optimizer.problem.choices import draw_choice, tiny_problem
from tests.optimizer.rules.every_pair import plan_with
from tests.optimizer.verify.province import (
    FACTS,
    POLICY,
    good,
    move_from,
    person,
    province,
    to,
    with_moves,
    with_tables,
)

ASKED = list(dict.fromkeys("bar" if rule.is_bar else rule.id for rule in PAIR_RULES if rule.is_on(POLICY)))


def rules_of(passed: Passed) -> list[str]:
    return [agreed.rule for agreed in passed.rules]


def kept_of(passed: Passed, rule: str) -> list[tuple[str, int, int]]:
    return [(kept.subject, kept.number, kept.bound) for kept in passed.limits if kept.rule == rule]


def passed_by(employee: str, post: str, facts: Facts = FACTS) -> Passed:
    (passed,) = of_facts(with_moves(to(employee, post)), facts)
    return passed


def test_every_move_of_a_plan_passed_every_rule_that_is_on() -> None:
    passed = rules_passed(FACTS.dataset, good(), POLICY)
    assert len(passed) == len(good().moves) > 2
    assert all(rules_of(one) == ASKED for one in passed)
    assert "bar" in ASKED and "rating_failed" not in ASKED
    for one in passed:
        assert all(agreed.citation == rule_by_id(agreed.rule).citation for agreed in one.rules if agreed.rule != "bar")
        assert all(kept.citation == rule_by_id(kept.rule).citation for kept in one.limits)


def test_limits_are_told_with_what_the_whole_plan_comes_to() -> None:
    of_move = dict(zip(good().moves, of_facts(good(), FACTS), strict=True))
    transfer, secondment = of_move[move_from("A")], of_move[move_from("S")]
    assert kept_of(transfer, "quota") == [("B", 1, 3)]
    assert kept_of(transfer, "surplus_only") == [("A", 1, 1)]
    assert kept_of(secondment, "sender_share") == [("S", 2, 2)]
    assert kept_of(secondment, "open_seats") == [("B-IT", 2, 2)]
    assert kept_of(secondment, "quota") == []
    assert kept_of(secondment, "release") == []


def test_what_a_rule_looked_at_is_told() -> None:
    figures = {agreed.rule: agreed.figures for agreed in passed_by("s05", "B-IT").rules}
    assert figures["field_fit"] == {
        "employee.field": "IT",
        "employee.other_fields": (),
        "post.field": "IT",
        "min_fit": 0.6,
    }
    assert figures["max_distance"] == {"max_km": 100.0}
    assert figures["degree"] == {"employee.degree": "none", "post.min_degree": "none"}


def test_rules_that_a_move_breaks_are_left_out() -> None:
    cadre = passed_by("s97", "B-IT")
    assert rules_of(cadre) == [rule for rule in ASKED if rule != "movable_kind"]
    (elsewhere,) = of_facts(with_moves(to("s05", "B-LAN")), FACTS)
    assert rules_of(elsewhere) == [rule for rule in ASKED if rule != "field_fit"]
    three = of_facts(with_moves(*(to(f"s0{number}", "B-IT") for number in range(3))), FACTS)
    assert all(not kept_of(one, "sender_share") and not kept_of(one, "open_seats") for one in three)
    assert all(kept_of(one, "working_limit") for one in three)


@pytest.mark.parametrize("bars", ["i", "ii", "iii", "iv", "v", "vi", "vii", "i; ii; iii; iv; v; vi; vii"])
def test_the_bars_are_one_rule_without_article_or_figures(bars: str) -> None:
    """A barred person differs from others only in not having passed `bar`, whichever the bars are."""
    staff = [person("s05", "S", "IT", blocks=bars, count=20)]
    assert rules_of(passed_by("s05", "B-IT", with_tables(employees=staff))) == [one for one in ASKED if one != "bar"]
    (bar,) = [agreed for agreed in passed_by("s05", "B-IT").rules if agreed.rule == "bar"]
    assert (bar.citation.instrument, bar.citation.article, dict(bar.figures)) == ("", "", {})


def test_a_waiver_does_not_show() -> None:
    waived = [person("a0", "A", "LAN", blocks="v", waivers="v"), person("a1", "A", "LAN"), person("a2", "A", "LAN")]
    facts = with_tables(employees=waived)
    moves = with_moves(to("a0", "B-LAN", Form.TRANSFER)), with_moves(to("a1", "B-LAN", Form.TRANSFER))
    (one,), (other,) = (of_facts(plan, facts) for plan in moves)
    assert one.rules == other.rules


@pytest.mark.parametrize("rule", [rule for rule in PAIR_RULES if not rule.is_bar], ids=lambda rule: rule.id)
def test_no_rule_but_a_bar_looks_at_what_is_never_told(rule) -> None:
    assert not SENSITIVE_COLUMNS & set(rule.employee_columns)


def test_demands_that_a_move_helps_to_meet_are_told_with_the_demand() -> None:
    facts = with_tables(
        limits=[Limit(subject=LimitSubject.ARRIVAL, unit="B", at_least=1)],
        instructions=[Instruction(order=Order.FORCE, employee="s05", unit="B")],
    )
    passed = passed_by("s05", "B-IT", facts)
    assert kept_of(passed, "local_limits") == [("* → B", 1, 1)]
    assert kept_of(passed, "instruction_force") == [("s05 → B", 1, 1)]


def test_what_is_told_of_limits_is_within_the_bounds_counted_by_verification() -> None:
    """On generated provinces: a move is told every subject that it takes nearer to a bound, none else."""
    told = 0
    for seed in range(22):
        problem = tiny_problem(seed)
        plan = plan_with(moves_of(problem, draw_choice(problem, seed)), problem.facts)
        for move, passed in zip(plan.moves, of_facts(plan, problem.facts), strict=True):
            expected = {
                (limit.id, limit.label(subject, problem.facts))
                for limit in LIMIT_RULES
                if limit.is_on(problem.facts.policy)
                for subject, coefficient in limit.charges(move, problem.facts)
                if is_bounded(limit.bounds(problem.facts), subject, coefficient)
            }
            assert {(kept.rule, kept.subject) for kept in passed.limits} == expected, seed
            told += len(expected)
    assert told > 100


def is_bounded(bounds, subject: int, coefficient: int) -> bool:
    lower, upper = bounds.lower[subject], bounds.upper[subject]
    return upper < UNLIMITED or lower > 0 if coefficient > 0 else lower > -UNLIMITED


def test_the_table_has_one_line_a_move() -> None:
    plan: Plan = good()
    lines = rules_passed_csv(plan, of_facts(plan, FACTS)).splitlines()
    assert lines[0] == "\ufeffemployee,to_post,form,rules,limits"
    assert len(lines) == len(plan.moves) + 1
    assert all("; ".join(ASKED) in line and "bar_" not in line for line in lines[1:])
    assert any("surplus_only A 1/1; quota B 1/3" in line for line in lines[1:])
    with pytest.raises(ValueError):
        rules_passed_csv(plan, [])


def test_what_the_tables_do_not_have_passed_nothing() -> None:
    stranger = replace(to("s05", "B-IT"), employee="nobody")
    with pytest.raises(KeyError, match="nobody"):
        rules_passed(province(), with_moves(stranger), Policy())
