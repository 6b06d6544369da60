"""To depart from hard law a policy states a reason; the plan and its summary say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from optimizer import plan, verify
from optimizer.export import markdown, plan_from_json, plan_to_json, report, summarise
from optimizer.findings import Severity, has_errors
from optimizer.ingest import InputError
from optimizer.plan import Override
from optimizer.policy import Policy
from optimizer.rules import RULES, Rule, check_policy, overrides_of, rules_left_out
from optimizer.text import LANGUAGES
from tests.optimizer.verify.province import DAY, FACTS

REASON = "Kết luận của Ban Thường vụ Tỉnh ủy ngày 01/09/2025"
LAW = [
    *((rule, "on", True, False) for rule in RULES if rule.is_law and rule.is_optional),
    *(
        (rule, name, parameter.default, not parameter.default if parameter.default in (True, False) else 60)
        for rule in RULES
        for name, parameter in rule.parameters().items()
        if parameter.is_law
    ),
]
every_departure = pytest.mark.parametrize(
    ("rule", "parameter", "default", "value"), LAW, ids=[f"{rule.id}.{parameter}" for rule, parameter, *_ in LAW]
)


def policy_with(rule: str, *, as_of: date = date(2026, 11, 2), **setting: object) -> Policy:
    return Policy.model_validate({"as_of": as_of, "rules": {rule: setting}})


def test_there_is_hard_law_of_both_kinds() -> None:
    assert sum(parameter == "on" for _, parameter, *_ in LAW) >= 15
    assert any(parameter != "on" for _, parameter, *_ in LAW)


@every_departure
def test_a_departure_without_a_reason_is_an_error(rule: Rule, parameter: str, default: object, value: object) -> None:
    assert value != default
    for blank in ("", "  \n "):
        (finding,) = check_policy(policy_with(rule.id, reason=blank, **{parameter: value}))
        assert (finding.severity, finding.code) == (Severity.ERROR, "law_without_reason")
        assert finding.place == f"policy.toml:rules.{rule.id}.{parameter}"
        for language in LANGUAGES:
            assert rule.citation.instrument in finding.sentence(language)


@every_departure
def test_a_departure_with_a_reason_is_told(rule: Rule, parameter: str, default: object, value: object) -> None:
    policy = policy_with(rule.id, reason=f" {REASON}\n", **{parameter: value})
    (finding,) = check_policy(policy)
    assert (finding.severity, finding.code) == (Severity.WARNING, "law_overridden")
    assert overrides_of(policy) == (Override(rule.id, parameter, default, value, REASON),)
    for language in LANGUAGES:
        assert REASON in finding.sentence(language)
        assert rule.name[language] in finding.sentence(language)


@every_departure
def test_the_law_s_own_value_is_no_departure(rule: Rule, parameter: str, default: object, value: object) -> None:
    assert check_policy(policy_with(rule.id, **{parameter: default})) == []


def test_what_is_not_in_force_cannot_be_departed_from() -> None:
    before = policy_with("bar_illness", as_of=date(2025, 6, 30), on=False)
    assert not has_errors(check_policy(before))
    assert overrides_of(before) == ()
    assert "bar_illness" in {finding.figures["rule"] for finding in rules_left_out(before)}


def test_a_rule_that_is_no_law_needs_no_reason() -> None:
    (finding,) = check_policy(policy_with("cooldown", on=False))
    assert (finding.severity, finding.code) == (Severity.WARNING, "rule_switched_off")


DEPARTING = policy_with("degree", as_of=DAY, on=False, reason=REASON)


def test_a_plan_states_its_departures_and_is_held_to_them() -> None:
    proposal = plan(FACTS.dataset, DEPARTING)
    (stated,) = proposal.overrides
    assert stated == Override("degree", "on", True, False, REASON)
    assert plan_from_json(plan_to_json(proposal)).overrides == (stated,)
    assert verify(FACTS.dataset, proposal, DEPARTING).is_clean
    for said in ((), (replace(stated, reason="khác"),), (stated, stated)):
        found = verify(FACTS.dataset, replace(proposal, overrides=said), DEPARTING).violations
        assert {(one.rule, one.subject) for one in found} == {("claimed_override", "degree.on")}
    by_hand = replace(proposal, overrides=(), objective=(), unfilled=(), certificate=None)
    assert verify(FACTS.dataset, by_hand, DEPARTING).is_clean


def test_no_plan_starts_on_a_departure_without_a_reason() -> None:
    with pytest.raises(InputError, match=r"rules\.degree\.on"):
        plan(FACTS.dataset, policy_with("degree", as_of=DAY, on=False))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("vi", f"| đủ trình độ đào tạo | degree.on | có | không | {REASON} |"),
        ("en", f"| the degree asked for | degree.on | yes | no | {REASON} |"),
    ],
)
def test_the_summary_tells_departures_before_anything_else(language: str, expected: str) -> None:
    summary = summarise(FACTS.dataset, DEPARTING, plan(FACTS.dataset, DEPARTING))
    sections = report(summary, language)
    assert expected in markdown(sections[:1], language)


def test_the_summary_tells_rules_that_the_day_leaves_out() -> None:
    """The decree on ratings is not in force on the day."""
    (left_out,) = rules_left_out(Policy(as_of=DAY))
    assert (left_out.code, left_out.figures["rule"]) == ("rule_not_in_force", "rating_failed")
    policy = Policy(as_of=DAY)
    summary = summarise(FACTS.dataset, policy, plan(FACTS.dataset, policy))
    for language in LANGUAGES:
        assert left_out.sentence(language) in markdown(report(summary, language), language)
