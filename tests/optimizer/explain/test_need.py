"""What is left to be done after a plan: seats by recruiting or contract, and who is nearest to qualifying."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from optimizer.domain import Dataset, Degree, Employee, Field, Level, Order, Post, Status, Unit, UnitKind
from optimizer.domain.instruction import Instruction
from optimizer.explain import nearest_to_qualify, residual_need, standing_of
from optimizer.facts import Facts, facts_of
from optimizer.planning import plan_facts
from optimizer.policy import Policy
from tests.optimizer.explain.standings import standing
from tests.optimizer.judge.reading import Reading
from tests.optimizer.problem.choices import tiny_facts


def test_seats_are_those_recounted_and_recruits_keep_the_quota() -> None:
    seen: Counter[str] = Counter()
    for seed in (*range(6), 12, 17, 20, 21, 22, 23):
        at, facts = standing(seed), tiny_facts(seed)
        found = residual_need(at)
        vacant = Counter({(one.unit, one.field): one.seats for one in found.needs})
        expected: Counter[tuple[str, str]] = Counter()
        for seats in at.plan.unfilled:
            expected[seats.unit, seats.field] += seats.seats
        assert vacant == expected, seed
        reading = Reading(facts.dataset, facts.policy)
        payroll = Counter(reading.counts.payroll)
        for move in at.plan.moves:
            if move.form == "transfer":
                payroll[move.to_unit] += move.count
                payroll[move.from_unit] -= move.count
        for unit in {one.unit for one in found.needs}:
            recruits = sum(one.recruit for one in found.needs if one.unit == unit)
            assert 0 <= recruits <= max(0, reading.counts.quota[unit] - payroll[unit]), (seed, unit)
            seen["recruit"] += recruits
            seen["contract"] += sum(one.contract for one in found.needs if one.unit == unit)
    assert min(seen["recruit"], seen["contract"]) > 5, seen


FIELDS = [Field(code="IT", name_en="IT", name_vi="Tin học", related=(("MAT", 0.5),))]
POST = Post(
    code="P",
    unit="X",
    field="IT",
    min_level=Level.SKILLED,
    min_degree=Degree.UNIVERSITY,
    certificates=("khac-phuc",),
)
ABLE = Employee(id="able", unit="S", field="IT", level=Level.SKILLED, degree=Degree.UNIVERSITY)
PEOPLE = [
    ABLE,
    ABLE.model_copy(update={"id": "two-things", "level": Level.BASIC}),
    ABLE.model_copy(update={"id": "related", "field": "MAT"}),
    ABLE.model_copy(update={"id": "unrelated", "field": "LAW"}),
    ABLE.model_copy(update={"id": "barred", "blocks": ("iii",)}),
    ABLE.model_copy(update={"id": "pinned"}),
    ABLE.model_copy(update={"id": "contract", "kind": "contract"}),
    ABLE.model_copy(update={"id": "needed", "unit": "X", "post": "Q"}),
]


def facts(posts: list[Post], people: list[Employee], quota: int = 10) -> Facts:
    units = [
        Unit(code="X", name="Xã", kind=UnitKind.COMMUNE, quota=quota),
        Unit(code="S", name="Sở", kind=UnitKind.DEPARTMENT),
    ]
    dataset = Dataset.of(
        fields=FIELDS,
        units=units,
        posts=[*posts, Post(code="Q", unit="X", field="LAW")],
        employees=people,
        instructions=[Instruction(order=Order.PIN, employee="pinned")],
    )
    return facts_of(dataset, Policy())


def test_those_who_lack_least_come_first_and_whoever_something_else_keeps_is_not_named() -> None:
    asked = facts([POST], PEOPLE)
    found = nearest_to_qualify(asked, np.array([asked.dataset.post_row["P"]]), 5)
    assert [(one.employee, [lack.rule for lack in one.lacking]) for one in found["P"]] == [
        ("able", ["certificates"]),
        ("two-things", ["level", "certificates"]),
        ("related", ["field_fit", "certificates"]),
    ]
    (nearest,) = nearest_to_qualify(asked, np.array([asked.dataset.post_row["P"]]), 1)["P"]
    assert nearest.employee == "able"
    assert nearest_to_qualify(asked, np.array([asked.dataset.post_row["P"]]), 1, without={"able"})["P"] != (nearest,)


def test_with_what_they_lack_they_qualify() -> None:
    """The nearest person of a plan, given what is told, is a candidate for the post."""
    asked = facts([POST], PEOPLE[:1])
    at = standing_of(plan_facts(asked), asked)
    (learner,) = (learner for need in residual_need(at).needs for learner in need.learners)
    assert (learner.employee, [lack.rule for lack in learner.lacking]) == ("able", ["certificates"])
    trained = facts([POST], [ABLE.model_copy(update={"certificates": POST.certificates})])
    assert [move.employee for move in plan_facts(trained).moves] == ["able"]


def test_recruits_go_where_priority_is_highest_and_seats_of_the_absent_are_for_a_time() -> None:
    posts = [
        POST.model_copy(update={"code": "A", "priority": 1.0}),
        POST.model_copy(update={"code": "B", "priority": 2.0, "field": "MAT"}),
        POST.model_copy(update={"code": "C", "field": "LAW"}),
    ]
    away = Employee(id="away", unit="X", post="C", field="LAW", status=Status.ON_LEAVE)
    at = facts(posts, [away, Employee(id="held", unit="X", post="Q", field="LAW")], quota=3)
    needs = residual_need(standing_of(plan_facts(at), at)).needs
    assert {one.field: (one.recruit, one.contract) for one in needs} == {"IT": (0, 1), "LAW": (0, 1), "MAT": (1, 0)}


def test_the_value_of_a_specialist_is_told_for_every_field_that_is_missing() -> None:
    asked = facts([POST], [])
    at = standing_of(plan_facts(asked), asked)
    one, other = residual_need(at).specialists
    assert other.field == "LAW"
    tiers = dict(zip([tier.id for tier in at.problem.tiers], one.effect.loss, strict=True))
    assert (one.field, one.post, tiers["weighted_fill"], tiers["first_of_field"]) == ("IT", "P", -15, -1)
    assert residual_need(replace(at, proof=None)).specialists == ()
