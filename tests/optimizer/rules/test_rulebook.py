"""The rulebook names every rule that was asked for, and every place it names is there."""

from __future__ import annotations

from dataclasses import is_dataclass
from importlib import import_module

import pytest
from pydantic import BaseModel

from optimizer.policy import Form, Policy
from optimizer.rules import LIMIT_RULES, OBJECTIVES, PAIR_RULES, RULES, Rule, rule_by_id
from optimizer.rules.instruments import instruments
from optimizer.rules.rule import DESIGN
from optimizer.rules.rulebook import Entry, Kind, Setting, State, design_rules, kind_of, rulebook, state_of
from optimizer.text import LANGUAGES, catalog

every_entry = pytest.mark.parametrize("entry", rulebook(), ids=lambda entry: str(entry.number))


def is_there(place: str) -> bool:
    """Whether ``text:code`` is worded, or a module has an attribute or a field of one of its classes."""
    module, _, path = place.partition(":")
    if module == "text":
        return path in catalog()
    found: object = import_module(module)
    for name in path.split("."):
        if isinstance(found, type) and (is_dataclass(found) or issubclass(found, BaseModel)):
            return name in found.__annotations__ or hasattr(found, name)
        if not hasattr(found, name):
            return False
        found = getattr(found, name)
    return True


def test_all_that_was_asked_for_is_there_in_order() -> None:
    assert [entry.number for entry in rulebook()] == list(range(1, 38))


@every_entry
def test_an_entry_is_worded_and_rests_on_something(entry: Entry) -> None:
    for words in (entry.text, entry.note, *(w for s in entry.settings for w in (s.unit, s.source))):
        assert set(words) in (set(LANGUAGES), set())
        assert all(words.values())
        assert not words or words["vi"] != words["en"]
    assert entry.vi.endswith(".") and entry.en.endswith(".")
    assert entry.rules or entry.places
    assert entry.all_kinds
    assert len(set(entry.rules)) == len(entry.rules)


@every_entry
def test_what_an_entry_names_is_there(entry: Entry) -> None:
    assert [place for place in entry.places if not is_there(place)] == []
    assert all(rule_by_id(id_).id == id_ for id_ in entry.rules)
    for setting in entry.settings:
        assert setting.value(Policy()) == setting.default
    for citation in entry.citations:
        assert citation.instrument in instruments()


def test_a_setting_is_what_the_policy_says() -> None:
    policy = Policy.model_validate({"as_of": "2026-11-02", "term_months": 7, "forms": {"commune": ["secondment"]}})
    for name, expected in (("term_months", 7), ("forms.commune", (Form.SECONDMENT,))):
        setting = Setting(name=name, unit={}, source={})
        assert setting.value(policy) == expected
        assert setting.default != expected


@pytest.mark.parametrize("place", ["optimizer.plan:Move.salary", "optimizer.plan:Luck", "text:word.luck"])
def test_a_place_that_is_not_there_would_show(place: str) -> None:
    assert not is_there(place)


@every_entry
def test_kinds_say_where_it_lives(entry: Entry) -> None:
    of_rules = {Kind.PAIR_RULE, Kind.LIMIT, Kind.OBJECTIVE}
    assert bool(entry.rules) <= bool(of_rules & set(entry.all_kinds))
    assert bool(set(entry.kinds) - of_rules) >= bool(entry.places or entry.settings)
    assert (Kind.SETTING in entry.kinds) <= bool(entry.settings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_was_asked_for_or_is_this_product_s_own(rule: Rule) -> None:
    asked_for = [entry for entry in rulebook() if rule.id in entry.rules]
    assert bool(asked_for) is not (rule in design_rules())
    if not asked_for:
        assert rule.citation is DESIGN
    if rule.is_law:
        assert any(entry.is_hard for entry in asked_for)


def test_every_instrument_is_cited() -> None:
    cited = {citation.instrument for entry in rulebook() for citation in entry.citations}
    assert cited == set(instruments())


def test_the_kind_of_a_rule_is_its_shape() -> None:
    for kind, rules in ((Kind.PAIR_RULE, PAIR_RULES), (Kind.LIMIT, LIMIT_RULES), (Kind.OBJECTIVE, OBJECTIVES)):
        assert {kind_of(rule) for rule in rules} == {kind}


@pytest.mark.parametrize(
    ("id_", "policy", "state"),
    [
        ("degree", {}, State.ON),
        ("degree", {"as_of": "2025-06-30"}, State.NOT_IN_FORCE),
        ("degree", {"rules": {"degree": {"on": False, "reason": "thí điểm"}}}, State.OFF),
        ("quota", {"as_of": "2025-06-30"}, State.ON),
        ("couples", {}, State.OFF),
        ("couples", {"rules": {"couples": {"on": True}}}, State.ON),
        ("cost", {}, State.NO_TIER),
        ("cost", {"profile": "least_cost"}, State.ON),
        ("cost", {"tiers": ["cost"], "as_of": "2025-06-30"}, State.ON),
        ("burden", {"tiers": ["cost"]}, State.NO_TIER),
        ("unmet_demands", {"tiers": []}, State.ON),
    ],
)
def test_the_state_of_a_rule_is_the_policy_s_and_the_day_s(id_: str, policy: dict[str, object], state: State) -> None:
    assert state_of(rule_by_id(id_), Policy.model_validate({"as_of": "2026-11-02", **policy})) is state
