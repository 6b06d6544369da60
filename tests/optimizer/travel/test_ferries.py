"""Islands: over land to the pier, across, and on; never straight over the sea where a ferry is known."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.domain import Dataset, Employee, Leg, Post, Unit, Workplace
from optimizer.policy import Policy, TravelSettings
from optimizer.travel import Journeys, journeys_of

KM_PER_DEGREE = 111.195
UNITS = [
    Unit(code="inland", name="Xã", kind="commune", latitude=20.8, longitude=106.0),
    Unit(code="pier", name="Phường", kind="ward", latitude=20.7, longitude=106.0),
    Unit(code="island", name="Đặc khu", kind="special_zone", latitude=20.5, longitude=106.0),
    Unit(code="islet", name="Đặc khu nhỏ", kind="special_zone", latitude=20.2, longitude=106.0),
]
BAY = Workplace(code="bay", unit="island", latitude=20.45, longitude=106.0)
ACROSS = Leg(from_="pier", to="island", km=25, minutes=40, wait_minutes=20, is_ferry=True)
TO_ISLET = Leg(from_="pier", to="islet", km=60, minutes=180, is_ferry=True)


def journeys(home: str, *legs: Leg, season: str = "") -> Journeys:
    dataset = Dataset.of(
        units=UNITS,
        workplaces=[BAY],
        posts=[Post(code=code, unit=code) for code in ("inland", "pier", "island", "islet")]
        + [Post(code="bay", unit="island", workplace="bay")],
        employees=[Employee(id="1", unit="inland", home_unit=home)],
        travel=legs,
    )
    return journeys_of(dataset, Policy(travel=TravelSettings(detour_factor=1.0, speed_kmh=60, season=season)))


def to(found: Journeys, post: str) -> tuple[float, float, str]:
    # Posts are sorted by code.
    row = ["bay", "inland", "island", "islet", "pier"].index(post)
    person, place = np.array([0]), np.array([row])
    return float(found.km(person, place)[0]), float(found.minutes(person, place)[0]), found.source(0, row)


def test_whoever_lives_inland_goes_to_the_pier_first_and_waits() -> None:
    land = 0.1 * KM_PER_DEGREE
    assert to(journeys("inland", ACROSS), "island") == (round(land + 25, 1), round(land + 60), "ferry")


def test_the_way_goes_on_to_the_other_place_of_the_island() -> None:
    land, on = 0.1 * KM_PER_DEGREE, 0.05 * KM_PER_DEGREE
    assert to(journeys("inland", ACROSS), "bay") == (round(land + 25 + on, 1), round(land + 60 + on), "ferry")


def test_the_way_back_is_as_long() -> None:
    assert to(journeys("island", ACROSS), "inland")[:2] == to(journeys("inland", ACROSS), "island")[:2]


def test_on_the_island_and_on_land_nobody_takes_the_ferry() -> None:
    assert to(journeys("island", ACROSS), "bay") == (round(0.05 * KM_PER_DEGREE, 1), 6, "straight_line")
    assert to(journeys("inland", ACROSS), "pier")[2] == "straight_line"


def test_between_islands_the_way_leads_over_land() -> None:
    assert to(journeys("island", ACROSS, TO_ISLET), "islet") == (85, 240, "ferry")


def test_the_quicker_of_two_ferries_is_taken() -> None:
    quick = Leg(from_="inland", to="island", km=30, minutes=30, is_ferry=True)
    assert to(journeys("pier", ACROSS, quick), "island") == (25, 60, "given")
    assert to(journeys("pier", ACROSS, quick), "bay")[1] == round(0.1 * KM_PER_DEGREE + 30 + 0.05 * KM_PER_DEGREE)


def test_a_season_has_its_own_timetable() -> None:
    storms = ACROSS.model_copy(update={"minutes": 90.0, "wait_minutes": 120.0, "season": "storms"})
    assert to(journeys("pier", ACROSS, storms, season="storms"), "bay")[1] == round(210 + 0.05 * KM_PER_DEGREE)


@pytest.mark.parametrize("post", ["island", "bay"])
def test_without_a_ferry_the_line_over_the_sea_is_said_to_be_one(post: str) -> None:
    assert to(journeys("inland"), post)[2] == "straight_line"
