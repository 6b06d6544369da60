"""Terms: when moves start and end, what may not overlap, who must still be in service, who must have rested."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer import plan, verify
from optimizer.domain import Dataset, Employee, Post, Unit, UnitKind
from optimizer.facts import facts_of
from optimizer.findings import Finding, Severity
from optimizer.months import months_after
from optimizer.policy import Form, Policy
from optimizer.rules import PairRule, Refusal, candidate_of, check_policy
from optimizer.rules.available import Available
from optimizer.rules.bar_study_or_seconded import BarStudyOrSeconded
from optimizer.rules.cooldown import Cooldown
from optimizer.rules.example import EXAMPLE_DAY, asked, refuses
from optimizer.rules.leaving_soon import LeavingSoon
from optimizer.rules.secondment_term import SecondmentTerm
from optimizer.rules.term_overlap import TermOverlap
from optimizer.text import LANGUAGES
from tests.optimizer.rules.provinces import all_pairs

DAY = date(2026, 9, 1)


def province(**facts: object) -> Dataset:
    """Somebody in IT in a commune with too many and in a department, and a commune with two IT seats."""
    return Dataset.of(
        units=[
            Unit(code="A", name="A", kind=UnitKind.COMMUNE, quota=0),
            Unit(code="B", name="B", kind=UnitKind.COMMUNE, quota=9),
            Unit(code="S", name="S", kind=UnitKind.DEPARTMENT),
        ],
        posts=[Post(code="P", unit="B", field="IT", seats=2)],
        employees=[
            Employee(id="commune", unit="A", field="IT"),
            Employee.model_validate({"id": "sender", "unit": "S", "field": "IT", **facts}),
        ],
    )


def ends(policy: Policy, dataset: Dataset | None = None) -> dict[str, tuple[date, date | None]]:
    """First and last day of every move of the plan, which must be clean."""
    tables = dataset or province()
    proposal = plan(tables, policy)
    assert verify(tables, proposal, policy).violations == ()
    return {move.employee: (move.start, move.end) for move in proposal.moves}


@pytest.mark.parametrize(
    ("months", "end"),
    [(3, date(2026, 12, 1)), (6, date(2027, 3, 1)), (12, date(2027, 9, 1)), (36, date(2029, 9, 1))],
)
def test_a_secondment_has_the_policy_s_term_and_a_transfer_none(months: int, end: date) -> None:
    found = ends(Policy(as_of=DAY, term_months=months))
    assert found == {"sender": (DAY, end), "commune": (DAY, None)}


def test_moves_start_on_the_day_given_and_terms_count_from_it() -> None:
    start = DAY + timedelta(days=30)
    found = ends(Policy(as_of=DAY, starts_on=start))
    assert found == {"sender": (start, date(2027, 4, 1)), "commune": (start, None)}


def test_transfers_may_carry_a_return_date() -> None:
    found = ends(Policy(as_of=DAY, return_months=36))
    assert found == {"sender": (DAY, date(2027, 3, 1)), "commune": (DAY, date(2029, 9, 1))}


def test_a_transfer_with_a_return_date_costs_its_own_term() -> None:
    allowance = {"code": "a", "per": "month", "amount_vnd": 1, "source": "test"}
    for return_months, vnd in ((None, 12), (36, 36), (1, 1)):
        policy = Policy.model_validate({"as_of": DAY, "return_months": return_months, "allowances": [allowance]})
        proposal = plan(province(), policy)
        assert {move.employee: move.cost_vnd for move in proposal.moves} == {"sender": 6, "commune": vnd}
        assert verify(province(), proposal, policy).is_clean


def findings(**policy: object) -> list[Finding]:
    return check_policy(Policy.model_validate({"as_of": DAY, **policy}))


def test_a_policy_whose_terms_cannot_be_is_found() -> None:
    (early,) = findings(starts_on=DAY - timedelta(days=1))
    assert (early.code, early.place) == ("starts_too_early", "policy.toml:starts_on")
    (long,) = findings(term_months=37)
    assert (long.code, long.place) == ("term_too_long", "policy.toml:term_months")
    for finding in (early, long):
        assert all("{" not in finding.sentence(language) for language in LANGUAGES)
    assert findings(starts_on=DAY, term_months=36) == []
    (warning,) = findings(term_months=48, rules={"secondment_term": {"max_months": 60, "reason": "Luật chuyên ngành"}})
    assert (warning.code, warning.severity) == ("law_overridden", Severity.WARNING)


SECONDED = {"seconded_to_unit": "B", "seconded_from": date(2026, 3, 1)}


@pytest.mark.parametrize(("until", "is_over"), [(DAY - timedelta(days=1), True), (DAY, False), (None, False)])
def test_a_running_secondment_lasts_through_its_last_day(until: date | None, is_over: bool) -> None:
    """Nobody moves on the last day of a secondment; the day after, only the rest stands in the way."""
    person = {**SECONDED, "seconded_until": until}
    for rule in (Available(), BarStudyOrSeconded(), TermOverlap()):
        assert refuses(rule, person, form=Form.SECONDMENT) is not is_over
    found = ends(Policy(as_of=DAY), province(**{**person, "seconded_to_unit": "A"}))
    assert "sender" not in found
    rested = Policy.model_validate({"as_of": DAY, "rules": {"cooldown": {"months": 0}}})
    assert ("sender" in ends(rested, province(**{**person, "seconded_to_unit": "A"}))) is is_over


@pytest.mark.parametrize(
    ("form", "begins", "is_refused"),
    [
        (Form.SECONDMENT, date(2027, 3, 1), True),
        (Form.SECONDMENT, date(2027, 3, 2), False),
        (Form.TRANSFER, date(2099, 1, 1), True),
        (Form.REASSIGNMENT, date(2026, 9, 2), False),
    ],
)
def test_a_secondment_decided_for_later_begins_after_the_new_term(form: Form, begins: date, is_refused: bool) -> None:
    later = {"seconded_to_unit": "B", "seconded_from": begins, "seconded_until": None}
    assert refuses(TermOverlap(), later, form=form) is is_refused


def test_a_later_start_is_held_against_the_secondment_too() -> None:
    """Over on the day of the start, not on the day of the plan: then the person is away on that day."""
    person = {**SECONDED, "seconded_until": DAY + timedelta(days=9)}
    assert asked(TermOverlap(), person, starts_on=DAY + timedelta(days=9))
    assert not asked(TermOverlap(), person, starts_on=DAY + timedelta(days=10))
    assert asked(Available(), person, starts_on=DAY + timedelta(days=10))


days = st.dates(DAY - timedelta(days=500), DAY + timedelta(days=1500))


@given(
    begins=st.none() | days,
    lasts=st.none() | st.integers(0, 700),
    starts_in=st.integers(0, 60),
    months=st.integers(1, 36),
    form=st.sampled_from([Form.TRANSFER, Form.SECONDMENT]),
)
def test_terms_share_a_day_if_and_only_if_they_are_refused(
    begins: date | None, lasts: int | None, starts_in: int, months: int, form: Form
) -> None:
    start = DAY + timedelta(days=starts_in)
    until = None if begins is None or lasts is None else begins + timedelta(days=lasts)
    recorded = {"seconded_to_unit": "B", "seconded_from": begins, "seconded_until": until}
    policy = Policy(as_of=DAY, starts_on=start, term_months=months)
    last = policy.end_of(form) or date.max
    shared = max(begins or date.min, start) <= min(until or date.max, last)
    refusal = _asked_under(policy, TermOverlap(), recorded, form)
    assert (refusal is not None) is shared


def _asked_under(policy: Policy, rule: PairRule, employee: Mapping[str, object], form: Form) -> Refusal | None:
    """What a rule says under a whole policy, of the readable statement and of the arrays alike."""
    facts = facts_of(province(**employee), policy)
    refusal = rule.refuse(candidate_of(facts, "sender", "P", form), policy)
    pairs = all_pairs(facts)
    row = [
        refused
        for refused, id_, pair_form in zip(rule.mask(pairs), pairs.of_employee("id"), pairs.form_names(), strict=True)
        if (id_, pair_form) == ("sender", form.value)
    ]
    assert row == [refusal is not None]
    return refusal


@pytest.mark.parametrize(("months", "is_refused"), [(5, True), (6, False), (36, False)])
def test_no_secondment_is_longer_than_the_law_allows(months: int, is_refused: bool) -> None:
    rule = SecondmentTerm()
    assert refuses(rule, form=Form.SECONDMENT, max_months=months) is is_refused
    assert not any(refuses(rule, form=form, max_months=1) for form in (Form.TRANSFER, Form.REASSIGNMENT))


@pytest.mark.parametrize(
    ("form", "settings", "too_soon"),
    [
        (Form.TRANSFER, {}, months_after(DAY, 18)),
        (Form.TRANSFER, {"months_left": 0}, DAY),
        (Form.SECONDMENT, {}, months_after(DAY, 6)),
        (Form.SECONDMENT, {"seconded_months_left": 18}, months_after(DAY, 18)),
        (Form.SECONDMENT, {"seconded_months_left": 3}, months_after(DAY, 6)),
        (Form.REASSIGNMENT, {}, DAY),
    ],
)
def test_who_is_moved_serves_until_the_term_ends(form: Form, settings: dict[str, object], too_soon: date) -> None:
    """On the last day needed somebody may still leave; a day before is too early."""
    assert EXAMPLE_DAY == DAY
    assert not refuses(LeavingSoon(), {"leaves_on": too_soon}, form=form, **settings)
    assert refuses(LeavingSoon(), {"leaves_on": too_soon - timedelta(days=1)}, form=form, **settings)


def test_a_transfer_with_a_return_date_asks_for_service_until_then() -> None:
    policy = Policy(as_of=DAY, return_months=36)
    until = LeavingSoon().needed_until(Form.TRANSFER, policy.start, policy.end_of(Form.TRANSFER), policy)
    assert until == date(2029, 9, 1)


def test_service_and_rest_count_from_the_day_the_moves_start() -> None:
    start = DAY + timedelta(days=30)
    leaves = {"leaves_on": start + timedelta(days=1)}
    assert not asked(LeavingSoon(), {"leaves_on": date(2027, 4, 1)}, form=Form.SECONDMENT, starts_on=start)
    assert asked(LeavingSoon(), {"leaves_on": date(2027, 3, 31)}, form=Form.SECONDMENT, starts_on=start)
    assert asked(LeavingSoon(), {"leaves_on": start - timedelta(days=1)}, form=Form.REASSIGNMENT, starts_on=start)
    assert not asked(LeavingSoon(), leaves, form=Form.REASSIGNMENT, starts_on=start)
    back = {"last_return": date(2025, 10, 1)}
    assert asked(Cooldown(), back, form=Form.SECONDMENT)
    assert not asked(Cooldown(), back, form=Form.SECONDMENT, starts_on=start)


def test_the_end_of_the_secondment_on_record_is_a_return() -> None:
    over = {**SECONDED, "seconded_until": date(2026, 8, 31)}
    refusal = asked(Cooldown(), over, form=Form.SECONDMENT)
    assert refusal is not None
    assert refusal.figures["last_return"] == date(2026, 8, 31)
    assert not refuses(Cooldown(), {**SECONDED, "seconded_until": date(2025, 9, 1)}, form=Form.SECONDMENT)
    assert refuses(
        Cooldown(),
        {**SECONDED, "seconded_until": date(2025, 9, 1), "last_return": "2026-01-01"},
        form=Form.SECONDMENT,
    )


@pytest.mark.parametrize(("until", "moves"), [(DAY, False), (DAY - timedelta(days=1), True), (None, False)])
def test_long_leave_ends_before_a_move(until: date | None, moves: bool) -> None:
    away = province(status="on_leave", absent_until=until)
    assert ("sender" in ends(Policy(as_of=DAY), away)) is moves
