"""Journeys, by hand and against the judge's reading of the tables, pair by pair."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.domain import Dataset, Employee, Leg, Post, Unit, Workplace
from optimizer.policy import Policy, TravelSettings
from optimizer.travel import Journeys, journeys_of
from tests.optimizer.judge import tiny
from tests.optimizer.judge.travel import Roads, place_of_post

UNITS = (
    Unit(code="A", name="Xã A", kind="commune", latitude=21.0, longitude=106.0),
    Unit(code="B", name="Xã B", kind="commune", latitude=21.1, longitude=106.0),
    Unit(code="X", name="Đặc khu X", kind="special_zone"),
)
POSTS = (
    Post(code="a", unit="A"),
    Post(code="b", unit="B"),
    Post(code="island", unit="B", workplace="pier"),
    Post(code="x", unit="X"),
)
PIER = Workplace(code="pier", unit="B", latitude=21.3, longitude=106.0)
KM_PER_DEGREE = 111.195


def journeys(person: Employee, *legs: Leg, season: str = "", weekly: int | None = None) -> Journeys:
    dataset = Dataset.of(units=UNITS, posts=POSTS, workplaces=[PIER], employees=[person], travel=legs)
    travel = TravelSettings(detour_factor=1.5, speed_kmh=30, season=season, weekly_beyond_minutes=weekly)
    return journeys_of(dataset, Policy(travel=travel))


def to(journeys: Journeys, post: str) -> tuple[float, float, int]:
    """Km, minutes and added minutes of the only person to a post."""
    person, row = np.array([0]), np.array([[p.code for p in POSTS].index(post)])
    return (
        float(journeys.km(person, row)[0]),
        float(journeys.minutes(person, row)[0]),
        int(journeys.added_minutes(person, row)[0]),
    )


def person(**facts: object) -> Employee:
    return Employee(**{"id": "1", "unit": "A"} | facts)


def leg(start: str, end: str, km: float, minutes: float, season: str = "") -> Leg:
    return Leg(from_=start, to=end, km=km, minutes=minutes, season=season)


def test_without_a_home_the_way_starts_at_todays_workplace() -> None:
    found = journeys(person())
    assert to(found, "a") == (0.0, 0.0, 0)
    km = round(0.1 * KM_PER_DEGREE * 1.5, 1)
    assert to(found, "b") == (km, round(0.1 * KM_PER_DEGREE * 1.5 * 2), round(0.1 * KM_PER_DEGREE * 1.5 * 2))
    assert found.source(0, 1) == "straight_line"


def test_only_what_is_added_to_todays_way_is_a_burden() -> None:
    found = journeys(person(home_unit="B", post="a"))
    assert to(found, "a")[2] == 0
    assert to(found, "b") == (0.0, 0.0, 0)
    today = round(0.1 * KM_PER_DEGREE * 3)
    assert to(found, "island")[2] == round(0.2 * KM_PER_DEGREE * 3) - today


def test_beyond_the_limit_a_way_is_travelled_once_a_week() -> None:
    near, far = Leg(from_="A", to="B", km=60, minutes=90), Leg(from_="A", to="X", km=200, minutes=200)
    assert [to(journeys(person(), near, far, weekly=90), post)[2] for post in ("b", "x")] == [90, 112]
    assert to(journeys(person(), far, weekly=90), "x")[:2] == (200, 200)
    assert to(journeys(person(unit="X"), near, far, weekly=90), "a")[2] == 112
    assert to(journeys(person(unit="B", home_unit="A"), near, far, weekly=90), "x")[2] == 22


def test_a_farther_post_never_weighs_less_than_a_nearer_one() -> None:
    added = [to(journeys(person(), leg("A", "X", 1, minutes), weekly=30), "x")[2] for minutes in range(0, 200, 3)]
    assert added == sorted(added)
    assert added[-1] < 198


def test_exact_home_comes_before_the_home_unit() -> None:
    found = journeys(person(home_unit="B", home_latitude=21.0, home_longitude=106.0))
    assert to(found, "a")[0] == 0.0
    assert to(found, "b")[0] > 10


def test_post_has_the_place_of_its_workplace() -> None:
    assert to(journeys(person(post="island", unit="B")), "b")[0] == round(0.2 * KM_PER_DEGREE * 1.5, 1)


def test_unknown_place_gives_no_figure_and_no_burden() -> None:
    found = journeys(person())
    km, minutes, added = to(found, "x")
    assert (np.isnan(km), np.isnan(minutes), added) == (True, True, 0)
    assert found.source(0, 3) == "unknown"


@pytest.mark.parametrize(
    ("legs", "season", "expected"),
    [
        ([leg("A", "B", 20.04, 44.5)], "", (20.0, 44.0, 44)),
        ([leg("B", "A", 20.06, 45.5)], "", (20.1, 46.0, 46)),
        ([leg("A", "B", 20, 40), leg("B", "A", 30, 60)], "", (20.0, 40.0, 40)),
        ([leg("A", "B", 20, 40), leg("A", "B", 50, 99, "wet")], "wet", (50.0, 99.0, 99)),
        ([leg("A", "B", 20, 40), leg("A", "B", 50, 99, "wet")], "dry", (20.0, 40.0, 40)),
        ([leg("A", "B", 20, 40), leg("B", "A", 50, 99, "wet")], "wet", (20.0, 40.0, 40)),
    ],
)
def test_measured_leg_comes_before_the_straight_line(
    legs: list[Leg], season: str, expected: tuple[float, float, int]
) -> None:
    found = journeys(person(), *legs, season=season)
    assert to(found, "b") == expected
    assert found.source(0, 1) == "given"


def test_measured_leg_reaches_a_place_without_coordinates() -> None:
    assert to(journeys(person(), leg("A", "X", 80, 300)), "x") == (80.0, 300.0, 300)


def test_judge_agrees_for_every_pair() -> None:
    known = unknown = weekly = 0
    for seed in range(100):
        dataset, policy = tiny(seed)
        found, roads = journeys_of(dataset, policy), Roads(dataset, policy)
        for row, employee in enumerate(dataset.rows("employees")):
            for column, post in enumerate(dataset.rows("posts")):
                pair = np.array([row]), np.array([column])
                leg = roads.leg(employee, place_of_post(post))
                km, minutes = (np.nan, np.nan) if leg is None else leg
                assert found.km(*pair) == pytest.approx([km], abs=1e-9, nan_ok=True), (seed, employee.id)
                assert found.minutes(*pair) == pytest.approx([minutes], abs=0, nan_ok=True), (seed, employee.id)
                assert found.added_minutes(*pair).tolist() == [roads.added_minutes(employee, post)]
                known, unknown = known + (leg is not None), unknown + (leg is None)
                limit = policy.travel.weekly_beyond_minutes
                weekly += limit is not None and leg is not None and leg[1] > limit
    assert known > 1000
    assert unknown > 300
    assert weekly > 100


def test_who_measured_a_leg_is_its_source_and_the_province_comes_first() -> None:
    asked = Leg(from_="A", to="B", km=20, minutes=30, source="osrm")
    found = journeys(person(), asked)
    assert to(found, "b")[:2] == (20, 30) and found.source(0, 1) == "osrm"
    found = journeys(person(), asked, leg("B", "A", 18, 25))
    assert to(found, "b")[:2] == (18, 25) and found.source(0, 1) == "given"


def test_waiting_is_part_of_the_way() -> None:
    assert to(journeys(person(), Leg(from_="A", to="B", km=20, minutes=30, wait_minutes=15)), "b")[1] == 45


def test_terrain_at_both_ends_decides_the_detour() -> None:
    units = [
        Unit(code="A", name="A", kind="commune", latitude=21.0, longitude=106.0, terrain="lowland"),
        Unit(code="B", name="B", kind="commune", latitude=21.1, longitude=106.0, terrain="mountains"),
    ]
    dataset = Dataset.of(units=units, posts=POSTS[:2], employees=[person()])
    found = journeys_of(dataset, Policy())
    assert to(found, "b")[0] == round(0.1 * KM_PER_DEGREE * (1.13 + 2.03) / 2, 1)
