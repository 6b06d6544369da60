"""Terms that are to end: which, when, and from which day somebody is reminded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer import endings, plan
from optimizer.domain import Dataset, Employee, Post, Unit, UnitKind
from optimizer.policy import Form, Policy

DAY = date(2026, 9, 1)


def province(**facts: object) -> Dataset:
    """Three people seconded from S to B until different days, or all with the facts given, and one to send."""
    units = [
        Unit(code="B", name="B", kind=UnitKind.COMMUNE, quota=9),
        Unit(code="S", name="S", kind=UnitKind.DEPARTMENT),
    ]
    away = {"unit": "S", "seconded_to_unit": "B", "seconded_from": DAY - timedelta(days=30)}
    people = [
        Employee.model_validate({"id": f"e{days}", **away, "seconded_until": DAY + timedelta(days=days), **facts})
        for days in (61, 60, -1)
    ]
    posts = [Post(code="P", unit="B", field="IT")]
    return Dataset.of(units=units, posts=posts, employees=[*people, Employee(id="free", unit="S", field="IT")])


def due(dataset: Dataset, policy: Policy) -> list[str]:
    return [ending.employee for ending in endings(dataset, policy) if ending.is_due(policy)]


def test_secondments_to_end_are_told_the_next_one_first_and_those_over_are_not() -> None:
    found = endings(province(), Policy(as_of=DAY))
    assert [(ending.employee, ending.form, ending.is_planned) for ending in found] == [
        ("e60", Form.SECONDMENT, False),
        ("e61", Form.SECONDMENT, False),
    ]
    assert (found[0].from_unit, found[0].to_unit, found[0].end) == ("S", "B", DAY + timedelta(days=60))


@pytest.mark.parametrize(("alert_days", "expected"), [(59, []), (60, ["e60"]), (61, ["e60", "e61"]), (0, [])])
def test_the_reminder_begins_so_many_days_ahead(alert_days: int, expected: list[str]) -> None:
    assert due(province(), Policy(as_of=DAY, alert_days=alert_days)) == expected


def test_the_last_day_is_still_due_and_the_day_after_is_not() -> None:
    until = DAY + timedelta(days=60)
    for day, expected in ((until, ["e60", "e61"]), (until + timedelta(days=1), ["e61"])):
        assert due(province(), Policy(as_of=day)) == expected


def test_a_secondment_without_a_last_day_ends_on_none() -> None:
    assert endings(province(seconded_until=None), Policy(as_of=DAY)) == ()


def test_leaving_service_ends_a_term_early() -> None:
    leaves = DAY + timedelta(days=20)
    policy = Policy(as_of=DAY, alert_days=20)
    found = endings(province(leaves_on=leaves), policy)
    assert [ending.last_day for ending in found] == [leaves, leaves]
    assert all(ending.leaves_early and ending.is_due(policy) for ending in found)
    later = endings(province(leaves_on=DAY + timedelta(days=999)), policy)
    assert [ending.leaves_early for ending in later] == [False, False]


def test_moves_of_a_plan_end_too_and_those_for_good_do_not() -> None:
    policy = Policy.model_validate({"as_of": DAY, "rules": {"sender_share": {"share": 1.0}}})
    proposal = plan(province(), policy)
    (planned,) = [ending for ending in endings(province(), policy, proposal.moves) if ending.is_planned]
    assert (planned.employee, planned.to_post, planned.end) == ("free", "P", date(2027, 3, 1))
    assert planned.alert_on(policy) == date(2026, 12, 31)
    for_good = policy.model_copy(update={"forms": policy.forms.model_copy(update={"department": (Form.TRANSFER,)})})
    moves = plan(province(), for_good).moves
    assert len(moves) == 1
    assert not any(ending.is_planned for ending in endings(province(), for_good, moves))


@given(
    until=st.dates(DAY - timedelta(days=100), DAY + timedelta(days=400)),
    leaves=st.none() | st.dates(DAY - timedelta(days=100), DAY + timedelta(days=400)),
    alert_days=st.integers(0, 366),
)
def test_due_is_what_ends_within_the_window(until: date, leaves: date | None, alert_days: int) -> None:
    policy = Policy(as_of=DAY, alert_days=alert_days)
    last = min(until, leaves or until)
    found = due(province(seconded_until=until, leaves_on=leaves), policy)
    assert bool(found) is (until >= DAY and 0 <= (last - DAY).days <= alert_days)
