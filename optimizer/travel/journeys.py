"""Everybody's way to every post: one rounded table that all rules and reports read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.domain import Dataset
from optimizer.policy import Policy
from optimizer.travel.ferries import Ferries
from optimizer.travel.given import GivenTable, sources_of
from optimizer.travel.places import places_of
from optimizer.travel.provider import Points, Provider
from optimizer.travel.straight_line import StraightLine

UNKNOWN_SOURCE = "unknown"

WORKING_DAYS_A_WEEK = 5


@dataclass(frozen=True)
class Journeys:
    """Kilometres (to a tenth) and minutes (whole) from m origins to n workplaces.

    Workplaces are numbered units first, each at its own point, then those of the table. The
    first n origins are the workplaces. ``origin`` gives the row of every employee's home, or
    today's workplace where no home is known; ``workplace_of_employee`` and
    ``workplace_of_post`` give columns. Rounding happens here, once, so that a vectorised mask
    and a single refusal see the same number.
    """

    origin: NDArray[np.intp]
    workplace_of_employee: NDArray[np.intp]
    workplace_of_post: NDArray[np.intp]
    table_km: NDArray[np.float64]
    table_minutes: NDArray[np.float64]
    table_source: NDArray[np.int8]
    sources: tuple[str, ...]
    weekly_beyond_minutes: int | None

    def km(self, employee: NDArray[np.intp], post: NDArray[np.intp]) -> NDArray[np.float64]:
        """Kilometres one way from home to the post, NaN if unknown."""
        return self.table_km[self.origin[employee], self.workplace_of_post[post]]

    def minutes(self, employee: NDArray[np.intp], post: NDArray[np.intp]) -> NDArray[np.float64]:
        """Minutes one way from home to the post, NaN if unknown."""
        return self.table_minutes[self.origin[employee], self.workplace_of_post[post]]

    def km_between(self, workplace: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.float64]:
        """Kilometres between workplaces given as columns, NaN if unknown; the longer way if there and back differ."""
        return np.fmax(self.table_km[workplace, other], self.table_km[other, workplace])

    def added_minutes(self, employee: NDArray[np.intp], post: NDArray[np.intp]) -> NDArray[np.int64]:
        """Minutes one way and working day that the post adds to today's commute; a shorter or unknown way adds none."""
        today = self.table_minutes[self.origin[employee], self.workplace_of_employee[employee]]
        added = self._minutes_a_day(self.minutes(employee, post)) - np.nan_to_num(self._minutes_a_day(today))
        return np.maximum(np.nan_to_num(added), 0).astype(np.int64)

    def _minutes_a_day(self, minutes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Beyond the limit, if there is one, a week away counts as that limit a day, and the rest is a weekly trip.

        So a farther post never weighs less than a nearer one.
        """
        if self.weekly_beyond_minutes is None:
            return minutes
        beyond = np.maximum(minutes - self.weekly_beyond_minutes, 0)
        return minutes - beyond + np.round(beyond / WORKING_DAYS_A_WEEK)

    def source(self, employee: int, post: int) -> str:
        """Where the figures of one journey come from."""
        return self.sources[int(self.table_source[self.origin[employee], self.workplace_of_post[post]])]


def journeys_of(dataset: Dataset, policy: Policy) -> Journeys:
    """All journeys of a dataset: measured legs where given, the straight line elsewhere."""
    employees, posts, units = dataset.employees, dataset.posts, dataset.units
    workplaces = places_of(dataset)
    detour_of_unit = dict(zip(units["code"], map(policy.travel.detour, units["terrain"]), strict=True))
    index = pd.Index(workplaces["code"])
    own = index.get_indexer(pd.Index(posts["workplace"]))
    workplace_of_post = np.where(own >= 0, own, dataset.post_unit)
    held = dataset.employee_post
    workplace_of_employee = np.where(
        held >= 0, workplace_of_post[held] if len(posts) else dataset.employee_unit, dataset.employee_unit
    )
    exact = (employees["home_latitude"].notna() & employees["home_longitude"].notna()).to_numpy()
    home = index.get_indexer(pd.Index(employees["home_unit"]))
    origin = np.where(home >= 0, home, workplace_of_employee)
    origin[exact] = len(workplaces) + np.arange(exact.sum())
    homes = pd.DataFrame(
        {
            "code": "home of " + employees.loc[exact, "id"],
            "latitude": employees.loc[exact, "home_latitude"],
            "longitude": employees.loc[exact, "home_longitude"],
            "unit": employees.loc[exact, "home_unit"],
        }
    )
    destinations = _points(workplaces, detour_of_unit, policy.travel.detour_factor)
    origins = _points(pd.concat([workplaces, homes]), detour_of_unit, policy.travel.detour_factor)
    straight, season = StraightLine(policy.travel.speed_kmh), policy.travel.season
    providers: tuple[Provider, ...] = (
        *(GivenTable(dataset.travel, season, source) for source in sources_of(dataset.travel)),
        Ferries(dataset.travel, season, straight),
        straight,
    )
    km, minutes, source = _first_answers(providers, origins, destinations)
    return Journeys(
        origin=origin,
        workplace_of_employee=workplace_of_employee,
        workplace_of_post=workplace_of_post,
        table_km=np.round(km, 1),
        table_minutes=np.round(minutes),
        table_source=source,
        sources=(UNKNOWN_SOURCE, *(provider.source for provider in providers)),
        weekly_beyond_minutes=policy.travel.weekly_beyond_minutes,
    )


def _points(places: pd.DataFrame, detour_of_unit: Mapping[str, float], elsewhere: float) -> Points:
    return Points(
        codes=tuple(places["code"]),
        units=tuple(places["unit"]),
        latitude=places["latitude"].to_numpy(np.float64),
        longitude=places["longitude"].to_numpy(np.float64),
        detour=np.array([detour_of_unit.get(unit, elsewhere) for unit in places["unit"]], dtype=np.float64),
    )


def _first_answers(
    providers: tuple[Provider, ...], origins: Points, destinations: Points
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int8]]:
    """For every leg the answer of the first provider that has one, and its number (0: nobody)."""
    shape = (len(origins.codes), len(destinations.codes))
    km, minutes = np.full(shape, np.nan), np.full(shape, np.nan)
    source = np.zeros(shape, dtype=np.int8)
    for number, provider in enumerate(providers, start=1):
        its_km, its_minutes = provider.legs(origins, destinations)
        answers = np.isnan(km) & ~np.isnan(its_km)
        km[answers], minutes[answers], source[answers] = its_km[answers], its_minutes[answers], number
    return km, minutes, source
