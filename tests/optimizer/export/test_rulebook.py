"""The rulebook as sections and as JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest

from optimizer.export import entry_sections, rule_sections, rulebook_json, rulebook_sections
from optimizer.policy import Policy
from optimizer.rules import RULES
from optimizer.rules.rulebook import rulebook
from optimizer.text import LANGUAGES, Language

POLICY = Policy.model_validate(
    {
        "as_of": "2025-10-01",
        "term_months": 12,
        "allowances": [{"code": "own", "per": "move", "amount_vnd": 1, "source": "Nghị quyết"}],
        "rules": {"max_distance": {"max_km": 45}, "cooldown": {"on": False}},
    }
)


def text_of(sections) -> str:
    return "\n".join(
        cell for one in sections for cell in (one.title, *(c for row in one.rows for c in row), *one.notes)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_every_entry_rule_and_parameter(language: Language) -> None:
    listed, own, parameters = rulebook_sections(POLICY, language)
    assert [row[0] for row in listed.rows] == [str(number) for number in range(1, 38)]
    kept_by = "\n".join(row[3] for row in listed.rows) + "\n" + "\n".join(row[2] for row in own.rows)
    assert all(f"{rule.id}: " in kept_by for rule in RULES)
    names = {row[0].replace("\n", "") for row in parameters.rows}
    assert {f"{rule.id}.{name}" for rule in RULES for name in rule.parameters()} < names
    for section in (listed, own, parameters):
        assert {len(row) for row in section.rows} == {len(section.columns)}
        assert all(cell for row in section.rows for cell in row)


def test_values_in_force_stand_beside_the_defaults() -> None:
    rows = {row[0].replace("\n", ""): row[1:3] for row in rulebook_sections(POLICY, "en")[2].rows}
    assert rows["max_distance.max_km"] == ("45", "100")
    assert rows["term_months"] == ("12", "6")
    assert rows["allowances"] == ("own", "assumed")
    assert rows["bar_local.extra_codes"] == ("none", "none")
    assert rows["forms.commune"] == ("transfer", "transfer")


def test_what_the_day_and_the_policy_leave_out_is_told() -> None:
    text = text_of(rulebook_sections(POLICY, "en"))
    assert "rating_failed: not in force on this day" in text
    assert "cooldown: off" in text
    assert "cost: not among the tiers" in text
    assert "degree: on" in text


def test_an_amendment_is_told_from_its_day_on() -> None:
    def source(day: date) -> str:
        return rulebook_sections(Policy(as_of=day), "en")[0].rows[0][4]

    assert source(date(2026, 7, 31)).endswith("; read")
    assert source(date(2026, 8, 1)).endswith("; read, its amendment not")
    assert "not in force on this day" in source(date(2025, 6, 30))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_one_rule_in_full(rule) -> None:
    for language in LANGUAGES:
        text = text_of(rule_sections(rule.id, POLICY, language))
        assert rule.name[language] in text
        assert all(sentence in text for sentence in rule.sentences.values())
        assert all(name in text for name in rule.parameters())
        assert rule.citation.instrument in text
        assert f"optimizer.rules.{rule.id}" in text


@pytest.mark.parametrize("number", range(1, 38))
def test_one_entry_in_full_has_its_rules(number: int) -> None:
    entry = rulebook()[number - 1]
    for language in LANGUAGES:
        text = text_of(entry_sections(number, POLICY, language))
        for words in (entry.text, entry.note):
            assert not words or words[language] in text
        assert all(f"{id_}: " in text for id_ in entry.rules)
        assert all(setting.name.rpartition(".")[2] in text for setting in entry.settings)


def test_examples_are_told_with_their_answers() -> None:
    text = text_of(rule_sections("degree", POLICY, "en"))
    assert 'refuses(MinDegree(), {"degree": "master"}, {"min_degree": "university"}) → False' in text
    assert "import" not in text


def test_a_bar_says_what_others_read() -> None:
    assert "Không xem xét điều động, biệt phái theo quy định." in text_of(rule_sections("bar_local", POLICY, "vi"))
    assert "Không xem xét" not in text_of(rule_sections("degree", POLICY, "vi"))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("public_employee_transfer", "cannot be switched off, not even with a reason"),
        ("person", "cannot be switched off, not even with a reason"),
        ("degree", "law: departed from only with a reason"),
    ],
)
def test_a_rule_says_whether_it_can_be_switched_off(rule: str, said: str) -> None:
    assert said in text_of(rule_sections(rule, POLICY, "en"))
    assert "switched off" not in text_of(rule_sections("weighted_fill", POLICY, "en"))


def test_an_unknown_rule_or_number_has_no_sections() -> None:
    with pytest.raises(KeyError):
        rule_sections("luck", POLICY, "en")
    with pytest.raises(KeyError):
        entry_sections(38, POLICY, "en")


def test_json_says_the_same() -> None:
    record = json.loads(rulebook_json(POLICY))
    assert record["as_of"] == "2025-10-01"
    assert [entry["number"] for entry in record["entries"]] == list(range(1, 38))
    own = {rule["id"] for rule in record["own_rules"]}
    asked_for = {rule["id"] for entry in record["entries"] for rule in entry["rules"]}
    assert own | asked_for == {rule.id for rule in RULES}
    (distance,) = [rule for rule in record["entries"][26]["rules"] if rule["id"] == "max_distance"]
    assert [(one["name"], one["value"], one["default"]) for one in distance["parameters"]] == [
        ("max_distance.max_km", 45, 100.0)
    ]
    bar = record["entries"][3]["rules"][0]
    assert (bar["citation"]["in_force_from"], bar["citation"]["is_in_force"]) == ("2025-07-01", True)
    assert rulebook_json(POLICY) == rulebook_json(POLICY)
