"""Tiers that count people: who goes first where several could, and where a tier has nothing to say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from optimizer import plan, verify
from optimizer.domain import Dataset, Employee, Post, Unit, UnitKind
from optimizer.facts import facts_of
from optimizer.policy import COVERAGE_FIRST, Policy
from optimizer.rules import objective_by_id

DAY = date(2026, 11, 2)
RULES = {"sender_share": {"share": 1.0}}


def province(
    near: dict[str, object] | None = None,
    far: dict[str, object] | None = None,
    *,
    near_unit: dict[str, object] | None = None,
    far_unit: dict[str, object] | None = None,
    commune: dict[str, object] | None = None,
) -> Dataset:
    """One seat in X, for ``near`` of the department N close by or ``far`` of F; by travel ``near`` goes."""
    department = {"kind": UnitKind.DEPARTMENT, "longitude": 106.0}
    units = [
        {"code": "X", "kind": UnitKind.COMMUNE, "quota": 9, "latitude": 21.0, "longitude": 106.0, **(commune or {})},
        {"code": "N", **department, "latitude": 21.05, **(near_unit or {})},
        {"code": "F", **department, "latitude": 21.3, **(far_unit or {})},
    ]
    people = [
        {"id": "near", "unit": "N", "field": "IT", **(near or {})},
        {"id": "far", "unit": "F", "field": "IT", **(far or {})},
    ]
    return Dataset.of(
        units=[Unit.model_validate({"name": unit["code"], **unit}) for unit in units],
        posts=[Post(code="P", unit="X", field="IT")],
        employees=[Employee.model_validate(person) for person in people],
    )


def goes(dataset: Dataset, **policy: object) -> str:
    """Who takes the seat under a clean plan."""
    asked = Policy.model_validate({"as_of": DAY, "rules": RULES, **policy})
    proposal = plan(dataset, asked)
    assert verify(dataset, proposal, asked).violations == ()
    (move,) = proposal.moves
    return move.employee


HEALTH = {"sector": "health", "kind": UnitKind.PUBLIC_SERVICE_UNIT}
PUBLIC = {"kind": "public_employee"}


def test_by_travel_alone_the_nearer_one_goes() -> None:
    assert goes(province()) == "near"


def test_units_above_their_quota_send_first() -> None:
    assert goes(province(far_unit={"quota": 0})) == "far"
    assert goes(province(near_unit={"quota": 0}, far_unit={"quota": 0})) == "near"
    assert goes(province(far_unit={"quota": 1})) == "near"


def test_line_staff_of_health_and_education_go_last() -> None:
    assert goes(province(near=PUBLIC, near_unit=HEALTH)) == "far"
    assert goes(province(near=PUBLIC, near_unit={**HEALTH, "sector": "education"})) == "far"
    assert goes(province(near=PUBLIC, near_unit={**HEALTH, "sector": "land"})) == "near"
    assert goes(province(near_unit={"sector": "health"})) == "near"
    guarded = {"rules": {**RULES, "line_staff": {"sectors": ["land"]}}}
    assert goes(province(near=PUBLIC, near_unit={**HEALTH, "sector": "land"}), **guarded) == "far"


def test_line_staff_go_where_nobody_else_can() -> None:
    dataset = province(near=PUBLIC, near_unit=HEALTH, far={"field": "LAN"})
    assert goes(dataset) == "near"


def test_surplus_comes_before_the_guard_of_line_staff_and_both_before_burden() -> None:
    order = list(COVERAGE_FIRST)
    assert order.index("fairness") < order.index("surplus_senders") < order.index("line_staff") < order.index("burden")
    assert goes(province(near=PUBLIC, near_unit={**HEALTH, "quota": 0}, far_unit={"quota": 9})) == "near"


PEOPLE_FIRST = {"profile": "people_first"}


def test_people_go_where_they_wish_to() -> None:
    for wishes in ("X", "P", "N; P"):
        assert goes(province(far={"wishes": wishes}), **PEOPLE_FIRST) == "far"
    assert goes(province(far={"wishes": "N"}), **PEOPLE_FIRST) == "near"
    assert goes(province(far={"wishes": "X"})) == "near"


def test_volunteers_come_before_wishes() -> None:
    assert goes(province(near={"volunteer": True}, far={"wishes": "X"}), **PEOPLE_FIRST) == "near"


@pytest.mark.parametrize(("days", "expected"), [(300, "far"), (546, "far"), (547, "near"), (None, "near")])
def test_who_leaves_soon_goes_last(days: int | None, expected: str) -> None:
    """18 months after 2 November 2026 are 547 days."""
    leaves_on = None if days is None else DAY + timedelta(days=days)
    assert goes(province(near={"leaves_on": leaves_on}), **PEOPLE_FIRST) == expected


def test_who_leaves_soon_is_told_from_the_day_the_moves_start() -> None:
    dataset = province(near={"leaves_on": DAY + timedelta(days=547)})
    assert goes(dataset, **PEOPLE_FIRST, starts_on=DAY + timedelta(days=1)) == "far"


def test_border_communes_are_for_people_at_home_there() -> None:
    border = {"hardship_zone": "border"}
    assert goes(province(far={"home_unit": "X"}, commune=border), **PEOPLE_FIRST) == "far"
    # From home the way is short: without the zone only the travel counts.
    elsewhere = province(near={"home_unit": "X"}, far={"home_unit": "F"}, commune=border)
    assert goes(elsewhere, **PEOPLE_FIRST) == "near"
    named = {"rules": {**RULES, "border_homes": {"zones": ["ĐBKK"]}}}
    assert objective_by_id("border_homes").applies(_facts(province(commune=border)))
    assert not objective_by_id("border_homes").applies(_facts(province(commune=border), **named))


@pytest.mark.parametrize(
    ("tier", "dataset", "applies"),
    [
        ("surplus_senders", province(near_unit={"quota": 0}), True),
        ("surplus_senders", province(near_unit={"quota": 1}), False),
        ("line_staff", province(near=PUBLIC, near_unit=HEALTH), True),
        ("line_staff", province(near_unit=HEALTH), False),
        ("border_homes", province(), False),
    ],
)
def test_a_tier_with_nothing_to_say_is_left_out(tier: str, dataset: Dataset, applies: bool) -> None:
    assert objective_by_id(tier).applies(_facts(dataset)) is applies
    policy = Policy.model_validate({"as_of": DAY, "tiers": ["weighted_fill", tier]})
    assert (tier in plan(dataset, policy).values) is applies


def _facts(dataset: Dataset, **policy: object) -> object:
    return facts_of(dataset, Policy.model_validate({"as_of": DAY, **policy}))


@pytest.mark.parametrize(("years", "expected"), [(1, "near"), (3, "far")])
def test_ratings_of_several_years_count_where_the_policy_asks(years: int, expected: str) -> None:
    near, far = "2023:completed; 2024:completed; 2025:excellent", "2023:excellent; 2024:excellent; 2025:good"
    asked = {"tiers": ["weighted_fill", "rating"], "rules": {**RULES, "rating": {"years": years}}}
    assert goes(province({"ratings": near}, {"ratings": far}), **asked) == expected


CRITERIA = {**RULES, "rating_history": {"on": True}, "leading_people": {"on": True}}
WELL = {"ratings": "2023:good; 2024:good; 2025:excellent", "planned_leader": True}


@pytest.mark.parametrize(
    "short",
    [
        {"planned_leader": False},
        {"ratings": "2024:good; 2025:good"},
        {"ratings": "2022:good; 2024:good; 2025:good"},
        {"ratings": "2023:good; 2024:completed; 2025:good"},
    ],
)
def test_the_criteria_of_dien_bien_are_met_by_who_is_sent(short: dict[str, object]) -> None:
    """Rated well three years running, and planned for a leading post."""
    assert goes(province(WELL, WELL), rules=CRITERIA) == "near"
    assert goes(province({**WELL, **short}, WELL), rules=CRITERIA) == "far"
    assert goes(province({**WELL, **short}, WELL)) == "near"
