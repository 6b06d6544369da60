"""What holds of every pair rule, shown on generated provinces: a rule added to the registry is tested here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from string import Formatter

import numpy as np
import pandas as pd
import pytest

from optimizer.domain import Dataset, Employee, Post, Unit
from optimizer.facts import Facts, facts_of
from optimizer.rules import FORMS, PAIR_RULES, Candidate, PairRule, Pairs, Refusal, candidate_of, candidates_named
from optimizer.text import LANGUAGES, say, spoken
from tests.optimizer.rules.provinces import all_pairs, policies, province

SEEDS = range(7)
every_rule = pytest.mark.parametrize("rule", PAIR_RULES, ids=lambda rule: rule.id)


@cache
def cases() -> tuple[tuple[Pairs, tuple[Candidate, ...]], ...]:
    """Every generated province under every policy: all its pairs, and the same as candidates."""
    built = []
    for number, seed in enumerate(SEEDS):
        facts = facts_of(province(seed), policies()[number % 2])
        built.append((all_pairs(facts), tuple(candidates(facts))))
    return tuple(built)


def candidates(facts: Facts) -> Iterator[Candidate]:
    """The pairs of :func:`all_pairs`, in the same order."""
    people, posts = facts.dataset.employees["id"].tolist(), facts.dataset.posts["code"].tolist()
    yield from candidates_named(facts, list(product(people, posts, FORMS)))


def refusals(rule: PairRule) -> tuple[tuple[Refusal | None, ...], ...]:
    """What a rule says of every candidate, per case; asked anew by each test, so that each is seen to ask."""
    return tuple(
        tuple(rule.refuse(candidate, pairs.policy) for candidate in candidates) for pairs, candidates in cases()
    )


@every_rule
def test_the_mask_is_the_readable_rule_vectorised(rule: PairRule) -> None:
    for (pairs, _), said in zip(cases(), refusals(rule), strict=True):
        mask = rule.mask(pairs)
        assert mask.dtype == bool
        assert mask.tolist() == [refusal is not None for refusal in said]


@every_rule
def test_a_rule_both_refuses_and_lets_pass(rule: PairRule) -> None:
    said = [refusal is not None for case in refusals(rule) for refusal in case]
    assert any(said)
    assert not all(said)


@every_rule
def test_the_answer_depends_on_the_declared_columns_only(rule: PairRule) -> None:
    """So one person and post per distinct combination can be asked for all, as the compiler does."""
    if not rule.is_profiled:
        assert not (rule.employee_columns or rule.post_columns or rule.uses_form)
        return
    for pairs, _ in cases():
        dataset = pairs.dataset
        changed = replace(
            dataset,
            employees=with_others_exchanged(dataset.employees, ("id", *rule.employee_columns)),
            posts=with_others_exchanged(dataset.posts, ("code", *rule.post_columns)),
        )
        form = pairs.form if rule.uses_form else np.roll(pairs.form, 1)
        asked = Pairs(facts_of(changed, pairs.policy), pairs.employee, pairs.post, form, pairs.reopens)
        assert rule.mask(asked).tolist() == rule.mask(pairs).tolist()


def with_others_exchanged(table: pd.DataFrame, kept: tuple[str, ...]) -> pd.DataFrame:
    """The table with every column that is not kept taken from another row."""
    exchanged = table.iloc[np.random.default_rng(1).permutation(len(table))].reset_index(drop=True)
    return exchanged.assign(**{column: table[column] for column in kept})


@every_rule
def test_a_rule_about_the_form_asks_nothing_of_the_post(rule: PairRule) -> None:
    assert not (rule.uses_form and rule.post_columns)


@every_rule
def test_columns_exist(rule: PairRule) -> None:
    assert set(rule.employee_columns) <= set(Employee.model_fields)
    assert set(rule.post_columns) <= set(Post.model_fields)


@every_rule
def test_sentences_take_exactly_the_figures_given(rule: PairRule) -> None:
    assert set(rule.sentences) == set(LANGUAGES)
    said = [refusal for case in refusals(rule) for refusal in case if refusal]
    for refusal in said:
        assert refusal.rule == rule.id
        for language in LANGUAGES:
            places = {name for _, name, _, _ in Formatter().parse(rule.sentences[language]) if name}
            assert places == set(refusal.figures)
            sentence = refusal.sentence(language, is_personnel=True)
            assert "{" not in sentence
            assert "None" not in sentence
            assert sentence.endswith(".")
            assert all(spoken(figure, language) in sentence for figure in refusal.figures.values())


@every_rule
def test_a_bar_is_one_neutral_sentence_outside_the_personnel_role(rule: PairRule) -> None:
    refusal = next(refusal for case in refusals(rule) for refusal in case if refusal)
    for language in LANGUAGES:
        neutral = say("word.bar", language)
        assert (refusal.sentence(language) == neutral) is rule.is_bar
        assert refusal.sentence(language, is_personnel=True) != neutral


@every_rule
def test_no_pairs_are_refused_in_an_empty_province(rule: PairRule) -> None:
    facts = facts_of(Dataset.of(units=[Unit(code="U", name="Xã", kind="commune")]), policies()[0])
    assert rule.mask(all_pairs(facts)).tolist() == []


def test_the_bars_are_seven() -> None:
    assert [rule.id for rule in PAIR_RULES if rule.is_bar] == [
        "bar_discipline",
        "bar_prosecution",
        "bar_illness",
        "bar_study_or_seconded",
        "bar_small_child",
        "bar_hardship",
        "bar_local",
    ]


def test_an_unknown_employee_or_post_has_no_candidate() -> None:
    facts = facts_of(province(0), policies()[0])
    for employee, post in (("nobody", "P00"), ("E00", "nothing")):
        with pytest.raises(KeyError):
            candidate_of(facts, employee, post, FORMS[0])
