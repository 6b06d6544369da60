"""What holds of every limit, shown on generated provinces: a rule added to the registry is tested here."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from string import Formatter

import numpy as np
import pytest

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.planning import moves_of
from optimizer.policy import Form
from optimizer.problem.places import size_of
from optimizer.rules import LIMIT_RULES, LimitRule, Pairs, is_misplaced
from optimizer.rules.allowance_budget import AllowanceBudget
from optimizer.rules.couples import Couples
from optimizer.rules.held_post import HeldPost
from optimizer.rules.instruction_force import InstructionForce
from optimizer.rules.limit_rule import UNLIMITED, Place, code_at, number_at
from optimizer.rules.local_limits import LocalLimits
from optimizer.rules.quota import Quota
from optimizer.rules.speakers import Speakers
from optimizer.rules.surplus_only import SurplusOnly
from optimizer.rules.working_limit import WorkingLimit
from optimizer.text import LANGUAGES
from tests.optimizer.judge.limit import Limit as JudgedLimit
from tests.optimizer.judge.reading import Reading
from tests.optimizer.judge.side_limits import name_of
from tests.optimizer.problem.choices import (
    activity,
    draw_choice,
    draw_wild,
    tight_problem,
    tiny_facts,
    tiny_problem,
)
from tests.optimizer.rules.every_pair import every_move, every_pair, plan_with

SEEDS = range(22)
TESTED_ELSEWHERE = (AllowanceBudget, InstructionForce)
"""The budget counts đồng (test_allowance_budget.py), orders are demands (test_demands.py)."""
LIMITS = [rule for rule in LIMIT_RULES if not isinstance(rule, TESTED_ELSEWHERE)]
COUNT_BOTH_WAYS = (SurplusOnly, Quota, WorkingLimit, Speakers, Couples)

every_limit = pytest.mark.parametrize("rule", LIMITS, ids=lambda rule: rule.id)
every_cap = pytest.mark.parametrize(
    "rule", [rule for rule in LIMITS if not isinstance(rule, Speakers)], ids=lambda rule: rule.id
)


def charged_by_members(rule: LimitRule, pairs: Pairs) -> list[Counter[int]]:
    """Subjects and coefficients per pair, as the vectorised statement gives them."""
    charged: list[Counter[int]] = [Counter() for _ in range(len(pairs))]
    members = rule.members(pairs)
    for move, subject, coefficient in zip(members.move, members.subject, members.coefficient, strict=True):
        charged[move][int(subject)] += int(coefficient)
    return charged


def charged_by_charges(rule: LimitRule, seed: int) -> list[Counter[int]]:
    """The same as the readable statement gives them, one move after the other."""
    charged: list[Counter[int]] = []
    for move in every_move(seed):
        charged.append(Counter())
        for subject, coefficient in rule.charges(move, tiny_facts(seed)):
            charged[-1][subject] += coefficient
    return charged


@every_limit
def test_members_are_the_charges_vectorised(rule: LimitRule) -> None:
    seen: Counter[int] = Counter()
    for seed in SEEDS:
        pairs = every_pair(seed)
        by_members, by_charges = charged_by_members(rule, pairs), charged_by_charges(rule, seed)
        if isinstance(rule, HeldPost):
            by_members = [
                Counter() if may_reopen else charged
                for may_reopen, charged in zip(is_put_right(pairs), by_members, strict=True)
            ]
        assert by_members == by_charges, seed
        seen.update(coefficient for charged in by_charges for coefficient in charged.values())
    assert seen[1] > 0
    assert set(seen) == ({1, -1} if isinstance(rule, COUNT_BOTH_WAYS) else {1})


def is_put_right(pairs: Pairs) -> list[bool]:
    """Reassignments of misplaced people of communes."""
    at_home = pairs.has_form(Form.REASSIGNMENT) & pairs.counts.is_commune[pairs.sender]
    return (at_home & is_misplaced(pairs.facts, pairs.employee)).tolist()


def test_a_misplaced_person_counts_against_the_held_post_only_where_the_seat_does_not_reopen() -> None:
    """The compiler tells the two departures apart; a plan does not, so :meth:`charges` lets both pass."""
    kept_open = reopened = 0
    for seed in SEEDS:
        pairs = every_pair(seed)
        charged = charged_by_members(HeldPost(), pairs)
        for pair in np.flatnonzero(is_put_right(pairs)).tolist():
            held = int(pairs.held[pair])
            assert charged[pair] == (Counter() if pairs.reopens[pair] else Counter({held: 1}))
            kept_open += not pairs.reopens[pair]
            reopened += bool(pairs.reopens[pair])
    assert kept_open > 0
    assert reopened > 0


def test_where_only_transfers_allow_departures_secondments_in_do_not() -> None:
    seen = Counter()
    for seed in SEEDS:
        pairs = every_pair(seed)
        transfers_only = SurplusOnly().transfers_only(pairs.policy)
        charged = charged_by_members(SurplusOnly(), pairs)
        for pair in np.flatnonzero(pairs.has_form(Form.SECONDMENT)).tolist():
            assert (charged[pair][int(pairs.receiver[pair])] == -1) is not transfers_only
            seen[transfers_only] += 1
    assert min(seen[True], seen[False]) > 0


@cache
def judged_limits(seed: int) -> list[JudgedLimit]:
    facts = tiny_facts(seed)
    return Reading(facts.dataset, facts.policy).limits()


JUDGED = ("person", "open_seats", "vacant_seats", "held_post", "release", "sender_share")
JUDGED += ("surplus_only", "quota", "working_limit", "local_limits", "housing", "speakers")
JUDGED_BY_TWO_CHOICES = ("couples",)
"""The judge has a limit for any two choices that do not go together; see test_couples.py."""


def test_every_limit_is_judged() -> None:
    assert {rule.id for rule in LIMITS} == {*JUDGED, *JUDGED_BY_TWO_CHOICES}
    seen = {limit.rule for seed in SEEDS for limit in judged_limits(seed)}
    assert seen >= {*JUDGED, *JUDGED_BY_TWO_CHOICES}


@pytest.mark.parametrize("rule", [rule for rule in LIMITS if rule.id in JUDGED], ids=lambda rule: rule.id)
def test_bounds_are_those_of_an_independent_reading(rule: LimitRule) -> None:
    compared = 0
    for seed in SEEDS:
        facts = tiny_facts(seed)
        bounds = rule.bounds(facts)
        # The judge knows upper bounds only, and turns lower ones round.
        upper = -bounds.lower if isinstance(rule, Speakers) else bounds.upper
        row = {label_in_reading(rule, subject, facts): subject for subject in range(len(upper))}
        for limit in judged_limits(seed):
            if limit.rule == rule.id:
                assert upper[row[limit.subject]] == limit.most, (seed, limit.subject)
                compared += 1
    assert compared >= 5


def label_in_reading(rule: LimitRule, subject: int, facts: Facts) -> str:
    if isinstance(rule, LocalLimits):
        return name_of(facts.dataset.limit_rows[subject])
    return rule.label(subject, facts)


@every_limit
def test_bounds_have_one_value_per_subject_and_let_nobody_move(rule: LimitRule) -> None:
    for seed in SEEDS:
        pairs = every_pair(seed)
        bounds, members = rule.bounds(pairs.facts), rule.members(pairs)
        assert bounds.lower.dtype == bounds.upper.dtype == np.int64
        assert bounds.lower.shape == bounds.upper.shape
        assert (bounds.lower <= 0).all()
        assert (bounds.upper >= 0).all()
        assert members.subject.max(initial=-1) < len(bounds.upper)
        assert members.subject.min(initial=0) >= 0
        assert members.move.dtype.kind == members.subject.dtype.kind == members.coefficient.dtype.kind == "i"


@every_limit
def test_every_subject_has_a_place(rule: LimitRule) -> None:
    for seed in SEEDS:
        problem = tiny_problem(seed)
        places = rule.places(problem.facts)
        assert len(places.place) == len(places.number) == len(rule.bounds(problem.facts).upper)
        for place, number in zip(places.place.tolist(), places.number.tolist(), strict=True):
            assert place == Place.NOWHERE or 0 <= number < size_of(problem, Place(place))


@every_cap
def test_a_bound_may_be_reached_and_not_exceeded(rule: LimitRule) -> None:
    """One move of as many people as the bound says is silent, one person more is a violation that says so."""
    reached = exceeded = 0
    for seed in SEEDS:
        facts = tiny_facts(seed)
        upper = rule.bounds(facts).upper.tolist()
        for subject, move in first_per_subject(rule, seed).items():
            bound = upper[subject]
            if bound >= UNLIMITED:
                continue
            label = rule.label(subject, facts)
            if bound:
                assert broken(rule, replace(move, count=bound), facts, label) == []
                reached += 1
            assert broken(rule, replace(move, count=bound + 1), facts, label) == [(bound + 1, bound)]
            exceeded += 1
    assert reached > 0
    assert exceeded >= reached


def first_per_subject(rule: LimitRule, seed: int) -> dict[int, Move]:
    """For every subject one move that counts against it."""
    found: dict[int, Move] = {}
    for move in every_move(seed):
        for subject, coefficient in rule.charges(move, tiny_facts(seed)):
            if coefficient > 0:
                found.setdefault(subject, move)
    return found


def broken(rule: LimitRule, move: Move, facts: Facts, label: str) -> list[tuple[object, object]]:
    """Number counted and limit of every violation about one subject."""
    violations = rule.violations(plan_with((move,), facts), facts)
    return [
        (violation.figures["number"], violation.figures["limit"])
        for violation in violations
        if violation.subject == label
    ]


@every_limit
def test_choices_within_the_limits_break_none(rule: LimitRule) -> None:
    moved = 0
    for seed in SEEDS:
        problem = tiny_problem(seed)
        moves = moves_of(problem, draw_choice(problem, seed))
        assert rule.violations(plan_with(moves, problem.facts), problem.facts) == [], seed
        moved += len(moves)
    assert moved > len(SEEDS)


@pytest.mark.parametrize("rule", LIMIT_RULES, ids=lambda rule: rule.id)
def test_a_violation_is_said_in_both_languages_with_its_figures(rule: LimitRule) -> None:
    """An order to move has no figures but what it names: it is one move, carried out or not."""
    violation = rule.violation("S-1", 41, -UNLIMITED, 17)
    assert (violation.rule, violation.subject) == (rule.id, "S-1")
    said = {"subject": "S-1"} if isinstance(rule, InstructionForce) else {"subject": "S-1", "number": 41, "limit": 17}
    for language in LANGUAGES:
        assert {name for _, name, _, _ in Formatter().parse(rule.sentences[language]) if name} == set(said)
        sentence = violation.sentence(language)
        assert all(str(figure) in sentence for figure in said.values())
        assert sentence.endswith(".")


@pytest.mark.parametrize("rule", [rule for rule in LIMIT_RULES if not isinstance(rule, HeldPost)], ids=lambda r: r.id)
def test_what_the_members_count_is_what_a_plan_is_recounted_to(rule: LimitRule) -> None:
    """Within the limits, near them, and everybody everywhere; a plan cannot tell the two departures of held posts."""
    broken_or_kept: Counter[bool] = Counter()
    for seed in range(60):
        problem = tight_problem(seed)
        if rule.id not in problem.limits:
            continue
        bounds, facts = rule.bounds(problem.facts), problem.facts
        for flow in (draw_choice(problem, seed), draw_wild(problem, seed), problem.capacity):
            total = activity(problem, rule.id, flow)
            touched = np.union1d(problem.limits[rule.id].members.subject, np.flatnonzero(bounds.lower > 0))
            counted = {
                (rule.label(subject, facts), int(total[subject]))
                for subject in touched.tolist()
                if not bounds.lower[subject] <= total[subject] <= bounds.upper[subject]
            }
            plan = plan_with(moves_of(problem, flow), facts)
            assert {(one.subject, one.figures["number"]) for one in rule.violations(plan, facts)} == counted, seed
            broken_or_kept[bool(counted)] += 1
    assert broken_or_kept[False] > 0
    assert broken_or_kept[True] > 0


def test_a_lower_bound_broken_is_the_bound_told() -> None:
    assert LIMIT_RULES[0].violation("S-1", 1, 3, 9).figures["limit"] == 3


@every_limit
def test_labels_name_the_subject(rule: LimitRule) -> None:
    facts = tiny_facts(2)
    dataset, counts = facts.dataset, facts.counts
    units, posts = dataset.units["code"].tolist(), dataset.posts["code"].tolist()
    of_rule = {
        "person": dataset.employees["id"].tolist(),
        "release": [f"{unit}/{field}" for unit in units for field in counts.field_codes],
        "open_seats": posts,
        "vacant_seats": posts,
        "held_post": posts,
    }
    labels = [rule.label(subject, facts) for subject in range(len(rule.bounds(facts).upper))]
    if rule.id not in ("local_limits", "couples", "speakers"):
        assert labels == of_rule.get(rule.id, units)


@every_limit
def test_no_two_subjects_have_one_label(rule: LimitRule) -> None:
    seen = 0
    for seed in SEEDS:
        labels = [rule.label(subject, tiny_facts(seed)) for subject in range(len(rule.bounds(tiny_facts(seed)).upper))]
        assert len(set(labels)) == len(labels)
        seen += len(labels)
    assert seen > 10


def test_a_code_leads_back_to_its_number() -> None:
    facts = tiny_facts(2)
    units, fields = len(facts.dataset.units), len(facts.counts.field_codes)
    people, posts = len(facts.dataset.employees), len(facts.dataset.posts)
    sizes = {Place.PERSON: people, Place.POST: posts, Place.RELEASE: units * fields, Place.LEAVING: units}
    for place, size in sizes.items():
        codes = [code_at(place, number, facts) for number in range(size)]
        assert [number_at(place, code, facts) for code in codes] == list(range(size))
    with pytest.raises(ValueError, match="nowhere"):
        code_at(Place.NOWHERE, 0, facts)
