"""A good plan passes; whatever is wrong with a plan is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest

from optimizer import plan
from optimizer.domain import (
    Dataset,
    Employee,
    EmployeeKind,
    Field,
    Instruction,
    Limit,
    LimitSubject,
    Order,
    Post,
    SenderKind,
    Status,
    Unit,
    UnitKind,
)
from optimizer.engines import Solution
from optimizer.facts import Facts, facts_of
from optimizer.plan import Move, Plan, TierValue, VacancyCause, VacantSeats
from optimizer.plan import Status as PlanStatus
from optimizer.planning import plan_of
from optimizer.policy import Form, Policy, RuleSetting
from optimizer.problem import candidates
from optimizer.rules import Pairs, Violation
from optimizer.text import LANGUAGES
from optimizer.verify import verify
from tests.optimizer.problem.choices import draw_choice, tiny_facts, tiny_problem
from tests.optimizer.rules.every_pair import plan_with

DAY = date(2025, 10, 1)
POLICY = Policy(as_of=DAY, rules={"sender_share": RuleSetting(share=0.1)})


def person(id_: str, unit: str, field: str, **facts: Any) -> Employee:
    return Employee(**{"id": id_, "unit": unit, "post": f"{unit}-{field}", "field": field, "home_unit": "A", **facts})


def province(**changes: list[Any]) -> Dataset:
    """A has one land officer too many, B misses one of two, and two in IT; the department S has twenty in IT.

    The land officer of C is on leave. In A somebody knows law and holds the post of culture.
    """
    tables: dict[str, list[Any]] = {
        "fields": [Field(code=code, name_en=code, name_vi=code) for code in ("IT", "LAN", "LAW", "CUL")],
        "units": [
            Unit(code="A", name="A", kind=UnitKind.WARD, quota=3, latitude=21.2, longitude=106.2),
            Unit(code="B", name="B", kind=UnitKind.COMMUNE, quota=4, latitude=21.3, longitude=106.3),
            Unit(code="C", name="C", kind=UnitKind.COMMUNE, quota=1, latitude=21.4, longitude=106.4),
            Unit(code="S", name="S", kind=UnitKind.DEPARTMENT, latitude=21.1, longitude=106.1),
        ],
        "posts": [
            Post(code="A-LAN", unit="A", field="LAN", seats=2),
            Post(code="A-CUL", unit="A", field="CUL", priority=0.1),
            Post(code="A-LAW", unit="A", field="LAW"),
            Post(code="B-IT", unit="B", field="IT", seats=2),
            Post(code="B-LAN", unit="B", field="LAN", seats=2),
            Post(code="C-LAN", unit="C", field="LAN"),
            Post(code="S-IT", unit="S", field="IT", seats=20),
        ],
        "employees": [
            *(person(f"a{number}", "A", "LAN") for number in range(3)),
            person("a9", "A", "LAW", post="A-CUL"),
            person("b0", "B", "LAN"),
            person("c0", "C", "LAN", status=Status.ON_LEAVE, absent_until=DAY + timedelta(days=300)),
            *(person(f"s{number:02}", "S", "IT", volunteer=number == 5) for number in range(17)),
            person("s97", "S", "IT", kind=EmployeeKind.CADRE),
            person("s98", "S", "IT", blocks=("iii", "v")),
            person("s99", "S", "IT", blocks=("i",)),
        ],
    }
    return Dataset.of(**tables | changes)


FACTS = facts_of(province(), POLICY)


@cache
def good() -> Plan:
    """The best plan: a transfer from A and two secondments from S to B, and a reassignment in A."""
    return plan(FACTS.dataset, POLICY)


def move_from(unit: str) -> Move:
    """The good plan's first move to B from a unit."""
    return next(move for move in good().moves if (move.from_unit, move.to_unit) == (unit, "B"))


def codes(proposal: Plan, facts: Facts = FACTS) -> list[str]:
    return [violation.rule for violation in verify(proposal, facts).violations]


def with_moves(*moves: Move) -> Plan:
    """The moves by hand, nothing claimed."""
    return plan_with(moves, FACTS)


def changed(unit: str, **columns: Any) -> Plan:
    """The good plan's moves with that from a unit changed."""
    move = move_from(unit)
    others = tuple(other for other in good().moves if other != move)
    return with_moves(*others, replace(move, **columns))


def test_the_good_plan_has_moves_of_every_form_and_passes() -> None:
    assert {move.form for move in good().moves} == set(Form)
    assert {move.sender_kind for move in good().moves} == {SenderKind.COMMUNE, SenderKind.DEPARTMENT}
    verification = verify(good(), FACTS)
    assert verification.violations == ()
    assert verification.is_clean
    assert verification.objective == good().objective
    assert codes(with_moves(*good().moves)) == []


def test_no_moves_by_hand_pass() -> None:
    assert verify(with_moves(), FACTS).is_clean


@pytest.mark.parametrize(
    ("column", "unknown"),
    [("employee", "zz"), ("to_post", "Z-1"), ("from_unit", "Z"), ("to_unit", "Z"), ("from_post", "Z-1")],
)
def test_a_reference_that_the_tables_do_not_have(column: str, unknown: str) -> None:
    (violation,) = verify(changed("S", **{column: unknown}), FACTS).violations
    assert (violation.rule, violation.figures["code"]) == ("unknown_reference", unknown)


@pytest.mark.parametrize(
    ("unit", "column", "said"),
    [
        ("S", "from_unit", "A"),
        ("S", "from_post", ""),
        ("S", "from_post", "A-LAN"),
        ("S", "to_unit", "C"),
        ("S", "field", "LAN"),
        ("S", "sender_kind", SenderKind.PUBLIC_SERVICE_UNIT),
        ("S", "km", 0.1),
        ("S", "km", None),
        ("S", "minutes", 1),
        ("S", "distance_source", "measured"),
        ("S", "payer", "receiver"),
        ("S", "legal_basis", ""),
        ("S", "fit", 0.5),
        ("S", "volunteer", "yes"),
        ("A", "payer", "sender"),
    ],
)
def test_a_column_that_says_something_else_than_the_tables(unit: str, column: str, said: object) -> None:
    found = verify(changed(unit, **{column: said}), FACTS).violations
    (violation,) = [one for one in found if one.rule == "stated_wrongly"]
    assert violation.figures["column"] == column
    assert violation.figures["said"] == str(said)
    assert violation.figures["value"] == str(getattr(move_from(unit), column))


@pytest.mark.parametrize(
    ("unit", "end", "expected"),
    [
        ("S", None, ["term_without_end"]),
        ("S", DAY, ["term_reversed"]),
        ("S", DAY - timedelta(days=1), ["term_reversed"]),
        ("S", DAY + timedelta(days=1), []),
        ("S", date(2028, 10, 1), []),
        ("S", date(2028, 10, 2), ["term_too_long"]),
        ("A", None, []),
        ("A", date(2099, 1, 1), []),
        ("A", DAY, ["term_reversed"]),
    ],
)
def test_terms(unit: str, end: date | None, expected: list[str]) -> None:
    assert codes(changed(unit, end=end)) == expected


@pytest.mark.parametrize("count", [0, -1, -100])
def test_fewer_than_one_person_cannot_be_moved(count: int) -> None:
    """Counted as they stand, such moves would pay for too many others."""
    assert "count" in codes(changed("S", count=count))


def test_a_form_that_is_not_open_between_two_units() -> None:
    payer, basis = move_from("A").payer, move_from("A").legal_basis
    assert codes(changed("S", form=Form.TRANSFER, payer=payer, legal_basis=basis, end=None)) == ["form"]
    home = replace(move_from("S"), form=Form.REASSIGNMENT, payer="receiver", legal_basis="", end=None)
    assert codes(with_moves(home)) == ["form"]


def to(employee: str, post: str, form: Form = Form.SECONDMENT) -> Move:
    """A move as it would be written down, whether allowed or not."""
    dataset = FACTS.dataset
    who, where = dataset.employee(employee), dataset.post_by_code[post]
    rows = np.array([dataset.employee_row[employee]]), np.array([dataset.post_row[post]])
    return Move(
        employee=employee,
        to_post=post,
        form=form,
        sender_kind=SenderKind.DEPARTMENT if who.unit == "S" else SenderKind.COMMUNE,
        from_unit=who.unit,
        from_post=who.post,
        to_unit=where.unit,
        field=where.field,
        start=DAY,
        end=DAY + timedelta(days=180) if form is Form.SECONDMENT else None,
        km=float(FACTS.journeys.km(*rows)[0]),
        minutes=int(FACTS.journeys.minutes(*rows)[0]),
        distance_source="straight_line",
        cost_vnd=0,
        payer="sender" if form is Form.SECONDMENT else "receiver",
        legal_basis={
            Form.TRANSFER: "Nghị định 170/2025/NĐ-CP, Điều 25",
            Form.SECONDMENT: "Nghị định 170/2025/NĐ-CP, Điều 26",
            Form.REASSIGNMENT: "",
        }[form],
        fit=float(FACTS.fits.fits(*rows)[0]),
        volunteer=who.volunteer,
    )


def test_moves_written_like_the_plan_s_own_pass() -> None:
    assert codes(with_moves(to("s05", "B-IT"), to("s06", "B-IT"), to("a9", "A-LAW", Form.REASSIGNMENT))) == []


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ([to("s05", "B-IT"), to("s05", "B-LAN")], {"person", "field_fit"}),
        ([to("s05", "B-IT"), to("s05", "B-IT")], {"listed_twice", "person"}),
        ([to("s05", "B-IT"), to("s06", "B-IT"), to("s07", "B-IT")], {"open_seats", "sender_share"}),
        ([to("s05", "S-IT")], {"form", "same_post", "open_seats"}),
        ([to("a0", "C-LAN", Form.TRANSFER)], {"vacant_seats", "quota"}),
        (
            [to("a0", "B-LAN", Form.TRANSFER), to("a1", "B-IT", Form.TRANSFER)],
            {"surplus_only", "held_post", "release", "field_fit"},
        ),
        ([to("a9", "B-LAN", Form.TRANSFER)], {"field_fit", "held_post", "release"}),
        ([to("s97", "B-IT")], {"movable_kind"}),
    ],
)
def test_moves_that_break_rules(moves: list[Move], expected: set[str]) -> None:
    assert set(codes(with_moves(*moves))) == expected


def with_tables(policy: Policy = POLICY, **changes: list[Any]) -> Facts:
    return facts_of(province(**changes), policy)


def test_a_share_exceeded() -> None:
    facts = with_tables(posts=[post.model_copy(update={"seats": 9}) for post in FACTS.dataset.rows("posts")])
    three = [to(f"s0{number}", "B-IT") for number in range(3)]
    (violation,) = verify(with_moves(*three), facts).violations
    assert (violation.rule, violation.subject) == ("sender_share", "S")
    assert (violation.figures["number"], violation.figures["limit"]) == (3, 2)


def test_a_quota_exceeded() -> None:
    units = [
        unit.model_copy(update={"quota": 1 if unit.code == "B" else unit.quota}) for unit in FACTS.dataset.rows("units")
    ]
    found = codes(with_moves(to("a0", "B-LAN", Form.TRANSFER)), with_tables(units=units))
    assert found == ["quota", "working_limit"]


def test_a_working_strength_exceeded() -> None:
    units = [
        unit.model_copy(update={"quota": 2 if unit.code == "B" else unit.quota}) for unit in FACTS.dataset.rows("units")
    ]
    found = codes(with_moves(to("s05", "B-IT"), to("s06", "B-IT")), with_tables(units=units))
    assert found == ["working_limit"]


@pytest.mark.parametrize(
    ("limit", "rule"),
    [
        (Limit(subject=LimitSubject.ARRIVAL, unit="B", at_most=1), "local_limits"),
        (Limit(subject=LimitSubject.ARRIVAL, unit="B", field="IT", at_most=1), "local_limits"),
        (Limit(subject=LimitSubject.RELEASE, unit="S", at_most=1), "local_limits"),
        (Limit(subject=LimitSubject.RELEASE, unit="S", keep=19), "local_limits"),
        (Limit(subject=LimitSubject.RELEASE, unit="S", field="IT", keep=19), "release"),
        (Limit(subject=LimitSubject.RELEASE, unit="S", field="IT", at_most=1), "release"),
    ],
)
def test_a_limit_of_the_province_exceeded(limit: Limit, rule: str) -> None:
    facts = with_tables(limits=[limit])
    assert codes(with_moves(to("s05", "B-IT")), facts) == []
    assert codes(with_moves(to("s05", "B-IT"), to("s06", "B-IT")), facts) == [rule]


@pytest.mark.parametrize(
    ("order", "rule"),
    [
        (Instruction(order=Order.PIN, employee="s05"), "instruction_pin"),
        (Instruction(order=Order.BAN, employee="s05", post="B-IT"), "instruction_ban"),
    ],
)
def test_an_instruction_not_followed(order: Instruction, rule: str) -> None:
    assert codes(with_moves(to("s05", "B-IT")), with_tables(instructions=[order])) == [rule]


def test_a_rule_switched_off_is_not_broken() -> None:
    off = POLICY.model_copy(update={"rules": {**POLICY.rules, "movable_kind": RuleSetting(on=False)}})
    assert codes(with_moves(to("s97", "B-IT")), facts_of(province(), off)) == []


@pytest.mark.parametrize("employee", ["s98", "s99"])
def test_a_bar_is_told_once_and_never_which(employee: str) -> None:
    """Two bars look like one; no article, no rule, no code, no waiver."""
    (violation,) = verify(with_moves(to(employee, "B-IT")), FACTS).violations
    assert violation.rule == "bar"
    assert set(violation.figures) == {"subject"}
    assert violation.subject == f"{employee} → B-IT"
    for language in LANGUAGES:
        sentence = violation.sentence(language)
        for telling in ("Điều", "khoản", "Art", "Nghị định", "Decree", "bar_", "waive", "iii", " v ", " i "):
            assert telling not in sentence
        assert (
            sentence
            == {
                "vi": f"{violation.subject}: không xem xét điều động, biệt phái theo quy định.",
                "en": f"{violation.subject}: not considered for a move under the regulations.",
            }[language]
        )


def test_every_bar_reads_the_same() -> None:
    sentences = set()
    for bar in ("i", "ii", "iii", "iv", "v", "vi", "vii"):
        staff = [person("s05", "S", "IT", blocks=(bar,), count=20)]
        (violation,) = verify(
            with_moves(replace(to("s05", "B-IT"), volunteer=False)), with_tables(employees=staff)
        ).violations
        sentences.add((violation.rule, violation.sentence("vi"), violation.sentence("en")))
    assert len(sentences) == 1


def claims(**tiers: int) -> Plan:
    """The good plan with other values claimed for some tiers."""
    return replace(
        good(),
        objective=tuple(replace(tier, value=tiers.get(tier.tier, tier.value)) for tier in good().objective),
    )


@pytest.mark.parametrize("tier", POLICY.tiers)
def test_a_claimed_value_that_is_wrong(tier: str) -> None:
    right = good().values[tier]
    for wrong in (right + 1, right - 1):
        found = [one for one in verify(claims(**{tier: wrong}), FACTS).violations if one.rule == "claimed_value"]
        assert [(one.subject, one.figures["claimed"], one.figures["value"]) for one in found] == [(tier, wrong, right)]


def test_the_values_measured_are_the_plan_s_whatever_it_claims() -> None:
    measured = verify(claims(burden=10**6), FACTS).objective
    assert {tier.tier: tier.value for tier in measured} == dict(good().values)
    assert [(tier.tier, tier.unit) for tier in measured] == [(tier.tier, tier.unit) for tier in good().objective]


def test_a_bound_above_the_value_is_none() -> None:
    first, *rest = good().objective
    assert first.bound == first.value
    assert codes(replace(good(), objective=(replace(first, bound=first.value + 1), *rest))) == ["claimed_bound"]
    assert codes(replace(good(), objective=(replace(first, bound=first.value - 1), *rest))) == []
    assert codes(replace(good(), objective=(replace(first, bound=None), *rest))) == []


def test_tiers_left_out_added_or_in_another_order() -> None:
    for claimed in (
        good().objective[1:],
        good().objective[::-1],
        (*good().objective, good().objective[0]),
        (*good().objective, TierValue("goodwill", "people", 0, 0)),
    ):
        assert codes(replace(good(), objective=claimed)) == ["claimed_tiers"]


def test_vacant_seats_that_are_not_so() -> None:
    """One left out, one stated twice, one that is filled, one that there is not."""
    first, *rest = good().unfilled
    assert first.seats == 1
    for unfilled, expected in (
        (rest, (first.post, 0, 1)),
        ([first, first, *rest], (first.post, 2, 1)),
        ([first, *rest, VacantSeats("B-IT", "B", "IT", 1, VacancyCause.OUTBID, 1)], ("B-IT", 1, 0)),
        ([first, *rest, VacantSeats("Z-1", "B", "IT", 1, VacancyCause.OUTBID, 1)], ("Z-1", 1, 0)),
    ):
        (violation,) = verify(replace(good(), unfilled=tuple(unfilled)), FACTS).violations
        assert violation.rule == "claimed_vacancy"
        assert (violation.subject, violation.figures["claimed"], violation.figures["value"]) == expected


def test_a_seat_that_the_plan_reopens_is_among_the_vacant() -> None:
    assert "A-CUL" in {vacancy.post for vacancy in good().unfilled}


def all_violations() -> list[Violation]:
    plans = [
        changed("S", employee="zz"),
        changed("S", km=1.0, end=None, count=0),
        changed("S", end=DAY),
        changed("S", end=date(2099, 1, 1)),
        with_moves(to("s99", "B-IT"), to("s05", "S-IT"), to("s05", "S-IT")),
        claims(burden=-7),
        replace(good(), unfilled=()),
        replace(good(), objective=tuple(replace(tier, bound=10**9) for tier in good().objective[1:])),
    ]
    return [violation for proposal in plans for violation in verify(proposal, FACTS).violations]


def test_every_violation_is_a_sentence_in_both_languages() -> None:
    found = all_violations()
    assert {violation.rule for violation in found} >= {
        "unknown_reference",
        "stated_wrongly",
        "term_without_end",
        "term_reversed",
        "term_too_long",
        "count",
        "form",
        "same_post",
        "bar",
        "listed_twice",
        "claimed_value",
        "claimed_bound",
        "claimed_tiers",
        "claimed_vacancy",
    }
    for violation in found:
        said = {violation.sentence(language) for language in LANGUAGES}
        assert len(said) == len(LANGUAGES)
        for sentence in said:
            assert sentence.endswith(".")
            assert "{" not in sentence


# What verify can see of an error of the compiler, and what it cannot.


def test_choices_of_generated_provinces_pass_as_plans() -> None:
    for seed in range(22):
        problem = tiny_problem(seed)
        none = (None,) * len(problem.tiers)
        solution = Solution(draw_choice(problem, seed), PlanStatus.FEASIBLE, "time_limit", none, False, "")
        assert verify(plan_of(problem, solution, "flow"), tiny_facts(seed)).violations == (), seed


def test_a_pair_that_the_compiler_forgets_is_not_seen_but_the_plan_is_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verification holds a plan to the rules, not to what else there is to choose from.

    A pair that is missing from the Problem breaks no rule, and the proof is of the Problem.
    Only the values tell, to whoever has others to compare them with.
    """
    compiled = candidates.candidates_of
    best = move_from("A").employee, move_from("A").to_post

    def forgetful(facts: Facts) -> Pairs:
        pairs = compiled(facts)
        kept = (pairs.of_employee("unit") != "A").to_numpy() | (pairs.of_post("unit") == "A").to_numpy()
        return Pairs(facts, *(part[kept] for part in (pairs.employee, pairs.post, pairs.form, pairs.reopens)))

    monkeypatch.setattr("optimizer.problem.problem.candidates_of", forgetful)
    worse = plan(FACTS.dataset, POLICY)
    assert best not in {(move.employee, move.to_post) for move in worse.moves}
    assert codes(worse) == []
    assert worse.has_proof
    assert tuple(worse.values.values()) > tuple(good().values.values())


def test_a_pair_that_the_compiler_wrongly_lets_pass_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The barred and the cadre go through a compiler that asks no rule."""
    monkeypatch.setattr(candidates, "PAIR_RULES", ())
    careless = plan(FACTS.dataset, POLICY)
    assert codes(careless) != []
