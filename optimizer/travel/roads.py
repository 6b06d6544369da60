"""What a road service answers, as legs of the ``travel`` table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.domain import TABLES, Dataset
from optimizer.domain.dataset import in_canonical_order
from optimizer.findings import Finding, Severity
from optimizer.travel.places import places_of

MOST_OFF_ROAD_KM = 2.0
"""A place further than this from any road has no way by road: a service would answer for the road (assumption)."""

MOST_NAMED = 3
"""Places that a finding names."""


@dataclass(frozen=True)
class Roads:
    """The answer for n places: kilometres and minutes one way, each (n, n), NaN where no road leads.

    ``off_road_km`` (n) is how far each place lies from the nearest road, NaN if unknown.
    """

    km: NDArray[np.float64]
    minutes: NDArray[np.float64]
    off_road_km: NDArray[np.float64]


def places_to_ask(dataset: Dataset) -> pd.DataFrame:
    """The units and workplaces that have a point. Nobody's home is among them."""
    return places_of(dataset).dropna(subset=["latitude", "longitude"]).reset_index(drop=True)


def with_roads(dataset: Dataset, roads: Roads, source: str) -> tuple[Dataset, tuple[Finding, ...]]:
    """The dataset with a leg for every way that was answered for :func:`places_to_ask`, and what was not.

    Legs of the same source are replaced, those of others kept. Ways across water where the
    table has a ferry are left to it: it knows the timetable, a road service hardly.
    """
    places = places_to_ask(dataset)
    kept = dataset.travel[dataset.travel["source"] != source]
    is_off_road = roads.off_road_km > MOST_OFF_ROAD_KM
    is_asked = ~np.eye(len(places), dtype=bool) & ~is_off_road[:, None] & ~is_off_road
    is_crossing = is_asked & _crossings(places, kept)
    is_open = is_asked & ~is_crossing
    is_known = is_open & ~np.isnan(roads.km) & ~np.isnan(roads.minutes)
    start, end = np.nonzero(is_known)
    code = places["code"].to_numpy()
    legs = pd.DataFrame(
        {
            "from": code[start],
            "to": code[end],
            "km": np.round(roads.km[is_known], 3),
            "minutes": np.round(roads.minutes[is_known], 2),
            "season": "",
            "wait_minutes": 0.0,
            "is_ferry": False,
            "source": source,
        }
    )
    table = TABLES["travel"]
    travel = pd.concat([kept, legs.astype(kept.dtypes.to_dict())])
    travel = in_canonical_order(table, travel.drop_duplicates(list(table.key), keep="first"))
    findings = (
        *_off_road(places, roads.off_road_km, is_off_road),
        *_without_road(places, is_open & ~is_known, is_open),
        *_left_to_ferries(int(is_crossing.sum())),
    )
    return replace(dataset, travel=travel), findings


def _crossings(places: pd.DataFrame, travel: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether a way leads to or from an island that a ferry leads to, shape (n, n)."""
    landings = travel.loc[travel["is_ferry"].astype(bool), "to"]
    islands = places.loc[places["code"].isin(landings), "unit"]
    island = pd.Index(islands.unique()).get_indexer(pd.Index(places["unit"]))
    crosses: NDArray[np.bool_] = island[:, None] != island
    return crosses


def _off_road(
    places: pd.DataFrame, off_road_km: NDArray[np.float64], is_off_road: NDArray[np.bool_]
) -> Iterator[Finding]:
    for place in np.flatnonzero(is_off_road):
        yield _finding("place_off_road", place=places["code"].iloc[place], km=round(float(off_road_km[place]), 1))


def _without_road(places: pd.DataFrame, is_missing: NDArray[np.bool_], is_open: NDArray[np.bool_]) -> Iterator[Finding]:
    """A place that no road leads to or from is told once; of the others, each with where no road leads."""
    is_shut = is_missing | ~is_open
    has_none: NDArray[np.bool_] = np.all(is_shut & is_shut.T, axis=1) & np.any(is_open, axis=1)
    for place in np.flatnonzero(has_none):
        yield _finding("place_without_road", place=places["code"].iloc[place])
    is_told = is_missing & ~has_none[:, None] & ~has_none
    for place in np.flatnonzero(is_told.any(axis=1)):
        others = places["code"][is_told[place]]
        yield _finding(
            "no_road", place=places["code"].iloc[place], number=len(others), others=tuple(others.iloc[:MOST_NAMED])
        )


def _left_to_ferries(number: int) -> Iterator[Finding]:
    if number:
        yield Finding(Severity.INFO, "ways_left_to_ferries", "travel.csv", figures={"number": number})


def _finding(code: str, **figures: object) -> Finding:
    return Finding(Severity.WARNING, code, "travel.csv", figures=figures)
