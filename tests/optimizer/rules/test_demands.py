"""Lower bounds: what is demanded of moves, who speaks the languages needed, orders to move."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest

from optimizer import plan
from optimizer.domain import Dataset, Employee, EmployeeKind, Post, Status, Unit, UnitKind
from optimizer.facts import Facts, facts_of
from optimizer.plan import Status as Ended
from optimizer.policy import Policy
from optimizer.rules import LIMIT_RULES, LimitRule
from optimizer.rules.instruction_force import InstructionForce
from optimizer.rules.limit_rule import UNLIMITED
from optimizer.rules.local_limits import LocalLimits
from optimizer.rules.speakers import Speakers
from optimizer.rules.unmet_demands import UNMET_DEMANDS
from tests.optimizer.judge import solve, tiny_with_demands
from tests.optimizer.judge.reading import Reading
from tests.optimizer.rules.every_pair import moves_each, pairs_of, plan_with

SEEDS = range(24)
DAY = date(2026, 11, 2)
DEMANDING = [rule for rule in LIMIT_RULES if isinstance(rule, LocalLimits | Speakers | InstructionForce)]


@cache
def demand_facts(seed: int) -> Facts:
    return facts_of(*tiny_with_demands(seed))


@pytest.mark.parametrize("rule", DEMANDING, ids=lambda rule: rule.id)
def test_members_are_the_charges_vectorised(rule: LimitRule) -> None:
    seen = 0
    for seed in SEEDS:
        pairs = pairs_of(demand_facts(seed))
        members = rule.members(pairs)
        by_members: list[Counter[int]] = [Counter() for _ in range(len(pairs))]
        for move, subject, coefficient in zip(members.move, members.subject, members.coefficient, strict=True):
            by_members[move][int(subject)] += int(coefficient)
        for move, charged in zip(moves_each(pairs), by_members, strict=True):
            assert Counter(dict(rule.charges(move, pairs.facts))) == charged, seed
        seen += len(members.move)
    assert seen > 20


@pytest.mark.parametrize("rule", DEMANDING, ids=lambda rule: rule.id)
def test_demands_are_those_of_an_independent_reading(rule: LimitRule) -> None:
    seen = 0
    for seed in SEEDS:
        facts = demand_facts(seed)
        judged = [demand for demand in Reading(facts.dataset, facts.policy).demands() if demand.rule == rule.id]
        nobody = rule.demands(plan_with((), facts), facts)
        assert sorted(demand.missing for demand in nobody) == sorted(demand.least for demand in judged)
        seen += len(nobody)
    assert seen >= 4


def test_what_must_be_missed_is_what_brute_force_misses() -> None:
    """By the constraint model; the smallest relaxation comes before every tier."""
    ended = Counter[bool]()
    for seed in SEEDS:
        dataset, policy = tiny_with_demands(seed)
        best, proposal = solve(dataset, policy), plan(dataset, policy, engine="cp-sat")
        assert proposal.termination.status is (Ended.INFEASIBLE if best.unmet else Ended.OPTIMAL)
        assert dict(proposal.values) == {UNMET_DEMANDS: best.unmet, **best.values}, seed
        ended[best.unmet > 0] += 1
    assert min(ended[True], ended[False]) >= 3


def speakers(*people: dict[str, object], languages: tuple[str, ...] = ("tày",)) -> Facts:
    """Commune A, which needs languages, and commune B."""
    dataset = Dataset.of(
        units=[
            Unit(code="A", name="Xã A", kind=UnitKind.COMMUNE, languages=languages),
            Unit(code="B", name="Xã B", kind=UnitKind.COMMUNE),
        ],
        posts=[Post(code=f"P{unit}", unit=unit) for unit in "AB"],
        employees=[
            Employee.model_validate({"id": f"e{number}", "unit": "A", "languages": "tày", **person})
            for number, person in enumerate(people)
        ],
    )
    return facts_of(dataset, Policy(as_of=DAY))


AWAY = {"seconded_from": DAY - timedelta(days=9), "seconded_until": DAY + timedelta(days=9)}


@pytest.mark.parametrize(
    ("person", "speak"),
    [
        ({}, 1),
        ({"count": 3}, 3),
        ({"languages": "tày;nùng"}, 1),
        ({"languages": "nùng"}, 0),
        ({"unit": "B"}, 0),
        ({"kind": EmployeeKind.CADRE}, 1),
        ({"kind": EmployeeKind.CONTRACT}, 0),
        ({"status": Status.ON_LEAVE}, 0),
        ({"status": Status.ON_LEAVE, "absent_until": DAY - timedelta(days=1)}, 1),
        ({"seconded_to_unit": "B", **AWAY}, 0),
        ({"unit": "B", "seconded_to_unit": "A", **AWAY}, 1),
        ({"seconded_to_unit": "B", **AWAY, "seconded_until": DAY - timedelta(days=1)}, 1),
    ],
    ids=str,
)
def test_speakers_are_counted_as_working_strength_is(person: dict[str, object], speak: int) -> None:
    facts = speakers(person)
    bounds = Speakers().bounds(facts)
    assert (bounds.lower.tolist(), bounds.upper.tolist()) == ([1 - speak], [UNLIMITED])
    if person.get("languages", "tày") != "nùng":
        assert facts.counts.working[0] == speak


def test_the_last_speaker_stays_unless_another_comes() -> None:
    facts, rule = speakers({}, {"unit": "B"}, {"unit": "B", "languages": ""}), Speakers()
    moves = {(move.employee, move.form): move for move in moves_each(pairs_of(facts))}
    leaves, comes, other = (moves[f"e{number}", "secondment"] for number in range(3))
    assert rule.violations(plan_with((), facts), facts) == []
    assert rule.violations(plan_with((leaves, comes), facts), facts) == []
    for made in ((leaves,), (leaves, other)):
        (violation,) = rule.violations(plan_with(made, facts), facts)
        assert (violation.subject, violation.figures["number"], violation.figures["limit"]) == ("A/tày", -1, 0)


def test_a_language_that_nobody_speaks_is_demanded() -> None:
    facts, rule = speakers({"unit": "B"}, languages=("tày", "en", "tày")), Speakers()
    (comes,) = (move for move in moves_each(pairs_of(facts)) if move.form == "secondment")
    missing = {demand.subject: demand.missing for demand in rule.demands(plan_with((comes,), facts), facts)}
    assert missing == {"A/en": 1, "A/tày": 0}
    assert {violation.subject for violation in rule.violations(plan_with((comes,), facts), facts)} == {"A/en"}
