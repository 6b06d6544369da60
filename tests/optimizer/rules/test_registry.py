"""All rules: ids, citations, parameters, wording; and policies that speak of what is not there."""

from __future__ import annotations

import math
import pkgutil
from datetime import date
from importlib import import_module

import pytest

from optimizer import rules
from optimizer.allowances import available_tables
from optimizer.findings import Finding, Severity
from optimizer.policy import COVERAGE_FIRST, PROFILES, Policy
from optimizer.rules import (
    LIMIT_RULES,
    OBJECTIVES,
    PAIR_RULES,
    RULES,
    Rule,
    check_policy,
    objective_by_id,
    rule_by_id,
)
from optimizer.rules.instruments import cite
from optimizer.rules.rule import DESIGN
from optimizer.rules.unmet_demands import UNMET_DEMANDS
from optimizer.text import LANGUAGES, catalog

AS_OF = date(2026, 11, 2)
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def findings(**changes: object) -> list[Finding]:
    return check_policy(Policy.model_validate({"as_of": AS_OF, **changes}))


def rule_classes() -> set[type[Rule]]:
    """Every class of the package that is a rule with an id of its own."""
    modules = [import_module(f"optimizer.rules.{module.name}") for module in pkgutil.iter_modules(rules.__path__)]
    classes = {cls for module in modules for cls in vars(module).values() if isinstance(cls, type)}
    return {cls for cls in classes if issubclass(cls, Rule) and "id" in vars(cls)}


def test_every_rule_of_the_package_is_in_the_registry_and_its_file_bears_its_id() -> None:
    assert rule_classes() == {type(rule) for rule in RULES}
    assert all(type(rule).__module__ == f"optimizer.rules.{rule.id}" for rule in RULES)


def test_ids_are_unique_and_lead_to_their_rule() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule_by_id(rule.id) is rule for rule in RULES)
    assert all(objective_by_id(objective.id) is objective for objective in OBJECTIVES)
    with pytest.raises(KeyError):
        rule_by_id("luck")
    with pytest.raises(KeyError):
        objective_by_id(PAIR_RULES[0].id)


@every_rule
def test_a_rule_is_cited_or_says_it_is_design(rule: Rule) -> None:
    assert rule.citation is DESIGN or (rule.citation.instrument and rule.citation.article)
    assert type(rule).__doc__


@every_rule
def test_a_rule_cites_its_instrument_as_the_table_has_it(rule: Rule) -> None:
    citation = rule.citation
    if citation is not DESIGN:
        assert citation == cite(citation.instrument, citation.article, is_verified=citation.is_verified)


@every_rule
def test_hard_law_is_cited(rule: Rule) -> None:
    if rule.is_law or any(parameter.is_law for parameter in rule.parameters().values()):
        assert rule.citation is not DESIGN


@every_rule
def test_a_rule_has_a_name_in_both_languages(rule: Rule) -> None:
    assert set(rule.name) == set(LANGUAGES)
    assert rule.name["vi"] != rule.name["en"]


@every_rule
def test_every_parameter_has_unit_source_and_a_default_within_its_bounds(rule: Rule) -> None:
    for name, parameter in rule.parameters().items():
        assert name == parameter.name
        for words in (parameter.unit, parameter.source):
            assert set(words) == set(LANGUAGES)
            assert all(words.values())
        assert findings(rules={rule.id: {"on": True, name: parameter.default}}) == []


@every_rule
def test_a_rule_is_switched_off_with_a_warning_or_not_at_all(rule: Rule) -> None:
    on, off = (Policy.model_validate({"as_of": AS_OF, "rules": {rule.id: {"on": is_on}}}) for is_on in (True, False))
    assert rule.is_on(on)
    assert rule.is_on(Policy(as_of=AS_OF)) is rule.is_on_by_default
    assert rule.is_on(off) is not rule.is_optional
    (finding,) = check_policy(off)
    if rule.is_law and rule.is_optional:
        assert (finding.severity, finding.code) == (Severity.ERROR, "law_without_reason")
    elif rule.is_optional:
        assert (finding.severity, finding.code) == (Severity.WARNING, "rule_switched_off")
    else:
        code = "tier_switched_off" if rule in OBJECTIVES else "rule_not_optional"
        assert (finding.severity, finding.code) == (Severity.ERROR, code)


def test_what_every_plan_rests_on_is_named() -> None:
    assert {rule.id for rule in LIMIT_RULES if not rule.is_optional} == {
        "person",
        "open_seats",
        "vacant_seats",
        "held_post",
    }
    assert {rule.id for rule in PAIR_RULES if not rule.is_optional} == {
        "movable_kind",
        "military",
        "form",
        "public_employee_transfer",
    }


@every_rule
def test_a_rule_is_on_only_while_its_instrument_is_in_force(rule: Rule) -> None:
    day = date(2024, 12, 31)
    is_dated = rule.citation.in_force_from is not None
    asked = Policy.model_validate({"as_of": day, "rules": {rule.id: {"on": True}}})
    stays = not (rule.is_optional and is_dated)
    assert rule.is_on(asked) is stays
    codes = {(finding.code, finding.figures["rule"]) for finding in check_policy(Policy(as_of=day))}
    assert (("rule_not_in_force", rule.id) not in codes) is stays


@pytest.mark.parametrize("rule", [*PAIR_RULES, *LIMIT_RULES], ids=lambda rule: rule.id)
def test_a_rule_that_says_no_has_a_sentence_per_language(rule: Rule) -> None:
    assert all(rule.sentences[language].endswith(".") for language in LANGUAGES)
    assert rule.sentences["vi"] != rule.sentences["en"]


def test_what_a_policy_must_ask_for_is_named_and_parameters_alone_do_not_ask() -> None:
    assert {rule.id for rule in RULES if not rule.is_on_by_default} == {
        "couples",
        "allowance_budget",
        "trial_appointment",
        "rating_history",
        "leading_people",
    }
    (finding,) = findings(rules={"allowance_budget": {"max_vnd": 5}})
    assert (finding.severity, finding.code) == (Severity.WARNING, "rule_left_off")


def test_every_tier_has_its_objective_and_wording_in_the_default_order() -> None:
    ids = [objective.id for objective in OBJECTIVES]
    assert [tier for tier in ids if tier in COVERAGE_FIRST] == list(COVERAGE_FIRST)
    assert {*ids} == {UNMET_DEMANDS, *(tier for order in PROFILES.values() for tier in order)}
    for objective in OBJECTIVES:
        assert f"tier.{objective.id}" in catalog()
        assert f"tier_unit.{objective.unit}" in catalog()


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_is_worded_names_no_tier_twice_and_fills_seats_first(profile: str) -> None:
    order = PROFILES[profile]
    assert set(catalog()[f"profile.{profile}"]) == set(LANGUAGES)
    assert len(set(order)) == len(order)
    assert set(COVERAGE_FIRST) <= set(order)
    assert (order[0] == "weighted_fill") is (profile != "fairness_first")
    assert findings(profile=profile) == []
    assert Policy(profile=profile).tier_order == order


def test_the_order_is_the_profile_s_unless_tiers_are_given() -> None:
    assert Policy().tier_order == COVERAGE_FIRST
    assert Policy(tiers=("burden",)).tier_order == ("burden",)
    assert Policy(tiers=()).tier_order == ()


def test_an_unknown_profile_or_table_is_told_with_those_there_are() -> None:
    (finding,) = findings(profile="luck")
    assert all(name in finding.sentence("vi") for name in ("luck", *PROFILES))
    (finding,) = findings(allowances=["dak-lak", "atlantis"])
    assert all(name in finding.sentence("en") for name in ("atlantis", *available_tables()))


def test_base_salaries_are_asked_for_only_by_allowances_counted_in_them() -> None:
    early = {"as_of": date(2024, 6, 30)}
    codes = {finding.code for finding in findings(**early, allowances=["thanh-hoa"])}
    assert "no_base_salary" in codes
    assert "no_base_salary" not in {finding.code for finding in findings(**early, allowances=["ca-mau"])}
    assert findings(allowances=["thanh-hoa"]) == []
    assert [finding.code for finding in findings(allowances=["nd-76-2019"], base_salaries=[])] == ["no_base_salary"]


def test_the_default_policy_has_no_findings() -> None:
    assert findings() == []


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"rules": {"luck": {}}}, "unknown_rule", "rules.luck"),
        ({"rules": {"luck": {"on": False}}}, "unknown_rule", "rules.luck"),
        ({"rules": {"max_distance": {"km": 5}}}, "unknown_parameter", "rules.max_distance.km"),
        ({"rules": {"max_distance": {"max_km": "5"}}}, "wrong_parameter_type", "rules.max_distance.max_km"),
        ({"rules": {"max_distance": {"max_km": True}}}, "wrong_parameter_type", "rules.max_distance.max_km"),
        ({"rules": {"max_distance": {"max_km": -0.1}}}, "parameter_out_of_range", "rules.max_distance.max_km"),
        ({"rules": {"max_distance": {"max_km": math.inf}}}, "parameter_out_of_range", "rules.max_distance.max_km"),
        ({"rules": {"max_distance": {"max_km": math.nan}}}, "parameter_out_of_range", "rules.max_distance.max_km"),
        ({"rules": {"cooldown": {"months": 6.5}}}, "wrong_parameter_type", "rules.cooldown.months"),
        ({"rules": {"cooldown": {"months": 601}}}, "parameter_out_of_range", "rules.cooldown.months"),
        ({"rules": {"field_fit": {"min_fit": 1.01}}}, "parameter_out_of_range", "rules.field_fit.min_fit"),
        (
            {"rules": {"surplus_only": {"transfers_only": 1}}},
            "wrong_parameter_type",
            "rules.surplus_only.transfers_only",
        ),
        ({"rules": {"bar_local": {"extra_codes": "election"}}}, "wrong_parameter_type", "rules.bar_local.extra_codes"),
        ({"rules": {"bar_local": {"extra_codes": [7]}}}, "wrong_parameter_type", "rules.bar_local.extra_codes"),
        ({"profile": "luck"}, "unknown_profile", "profile"),
        ({"profile": "least_cost", "tiers": ("weighted_fill",)}, "profile_and_tiers", "profile"),
        ({"allowances": ("atlantis",)}, "unknown_allowances", "allowances"),
        ({"tiers": ("weighted_fill", "luck")}, "unknown_tier", "tiers"),
        ({"tiers": ("weighted_fill", "burden", "weighted_fill")}, "repeated_tier", "tiers"),
        ({"tiers": ("unmet_demands",)}, "repeated_tier", "tiers"),
    ],
)
def test_a_policy_that_cannot_be_read_is_found(changes: dict[str, object], code: str, column: str) -> None:
    (finding,) = findings(**changes)
    assert (finding.code, finding.severity) == (code, Severity.ERROR)
    assert finding.place == f"policy.toml:{column}"
    for language in LANGUAGES:
        assert "{" not in finding.sentence(language)


def test_all_findings_come_at_once() -> None:
    found = findings(rules={"luck": {}, "cooldown": {"months": -1, "weeks": 3}}, tiers=("luck",))
    assert sorted(finding.code for finding in found) == [
        "parameter_out_of_range",
        "unknown_parameter",
        "unknown_rule",
        "unknown_tier",
    ]


@pytest.mark.parametrize(
    "setting",
    [
        {"max_distance": {"max_km": 60}},
        {"max_distance": {"max_km": 60.5}},
        {"bar_local": {"extra_codes": ["election", "reserve"]}},
        {"surplus_only": {"transfers_only": True}},
        {"bar_small_child": {"waiver_covers_secondment": False}},
        {"leaving_soon": {"months_left": 0}},
    ],
)
def test_a_policy_in_order_has_no_findings(setting: dict[str, object]) -> None:
    assert findings(rules=setting) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rules": {"luck": {}}}, "There is no rule called luck."),
        ({"rules": {"max_distance": {"km": 5}}}, "Rule max_distance has no parameter km."),
        ({"rules": {"max_distance": {"max_km": "5"}}}, "Parameter max_km of rule max_distance must be a number."),
        (
            {"rules": {"field_fit": {"min_fit": 1.5}}},
            "Parameter min_fit of rule field_fit is 1.5, but must lie between 0 and 1.",
        ),
        ({"rules": {"couples": {"max_km": 1}}}, "Rule couples has parameters but is off; set on = true to apply it."),
        (
            {"rules": {"cooldown": {"on": False}}},
            "Rule cooldown (no secondment soon after the last) is switched off in this policy.",
        ),
        ({"rules": {"person": {"on": False}}}, "Rule person cannot be switched off: every plan rests on it."),
        (
            {"rules": {"burden": {"on": False}}},
            "The tier burden cannot be switched off; leave it out of tiers instead.",
        ),
        (
            {"rules": {"degree": {"on": False}}},
            "Rule degree (the degree asked for) is hard law (Nghị định 170/2025/NĐ-CP, Điều 13). "
            "To change on from yes to no, state a reason.",
        ),
        (
            {"rules": {"degree": {"on": False, "reason": "thí điểm"}}},
            "The policy departs from the hard law degree (the degree asked for; Nghị định 170/2025/NĐ-CP, Điều 13): "
            "on from yes to no (reason: thí điểm).",
        ),
        (
            {"profile": "luck"},
            f"There is no profile called luck. There are: {', '.join(PROFILES)}.",
        ),
        (
            {"profile": "least_cost", "tiers": ("burden",)},
            "The policy names both the profile least_cost and its own tiers; keep one.",
        ),
        ({"tiers": ("luck",)}, "There is no tier called luck."),
        ({"tiers": ("burden", "burden")}, "The tier burden is named more than once."),
        (
            {"starts_on": date(2026, 11, 1)},
            "The moves start on Nov 1, 2026, before the day the plan is made for, Nov 2, 2026.",
        ),
        ({"term_months": 37}, "A secondment of 37 months is too long, at most 36 are allowed."),
        (
            {"allowances": ("atlantis",)},
            f"There is no allowance table called atlantis. There are: {', '.join(available_tables())}.",
        ),
        (
            {"allowances": ("nd-76-2019",), "base_salaries": [], "starts_on": date(2026, 12, 1)},
            "Allowance arrival is counted in base salaries, but none is given for Dec 1, 2026.",
        ),
    ],
)
def test_a_finding_says_what_to_change(changes: dict[str, object], sentence: str) -> None:
    assert [finding.sentence("en") for finding in findings(**changes)] == [sentence]


def test_a_rule_before_its_instrument_is_told_with_both() -> None:
    (finding,) = [one for one in findings(as_of=date(2025, 6, 30)) if one.figures["rule"] == "degree"]
    assert (finding.severity, finding.code, finding.place) == (
        Severity.WARNING,
        "rule_not_in_force",
        "policy.toml:rules.degree",
    )
    assert finding.sentence("en") == (
        "Rule degree (the degree asked for) does not apply: Nghị định 170/2025/NĐ-CP is not in force on Jun 30, 2025."
    )


def test_findings_are_said_in_both_languages() -> None:
    (finding,) = findings(rules={"field_fit": {"min_fit": 1.5}})
    assert finding.sentence("vi") == "Tham số min_fit của quy tắc field_fit là 1,5, phải từ 0 đến 1."
    (finding,) = findings(rules={"cooldown": {"months": "12"}})
    assert finding.sentence("vi") == "Tham số months của quy tắc cooldown phải là số nguyên."
