"""Answers of a road service as legs: what is known is taken, once; what is not is told."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.random import default_rng

from optimizer.domain import Dataset, Leg, Unit
from optimizer.travel.roads import Roads, places_to_ask, with_roads


def answered(number: int, seed: int) -> Roads:
    """Random ways, a third of them without a road."""
    random = default_rng(seed)
    km = np.where(random.random((number, number)) < 1 / 3, np.nan, random.uniform(1, 90, (number, number)))
    return Roads(km=km, minutes=km * 1.5, off_road_km=np.full(number, 0.01))


def units(number: int) -> Dataset:
    rows = [Unit(code=f"U{unit}", name="Xã", kind="commune", latitude=21, longitude=106) for unit in range(number)]
    return Dataset.of(units=[*rows, Unit(code="X", name="Đặc khu", kind="special_zone")])


@pytest.mark.parametrize("seed", range(20))
def test_every_way_is_a_leg_or_a_finding(seed: int) -> None:
    dataset, roads = units(5), answered(5, seed)
    assert places_to_ask(dataset)["code"].tolist() == [f"U{unit}" for unit in range(5)]
    found, findings = with_roads(dataset, roads, "osrm")
    legs = {(leg.from_, leg.to): leg.km for leg in found.rows("travel") if isinstance(leg, Leg)}
    told = {finding.figures["place"]: finding for finding in findings}
    for start in range(5):
        missing = 0
        for end in range(5):
            way = (f"U{start}", f"U{end}")
            if start == end or np.isnan(roads.km[start, end]):
                assert way not in legs
                missing += start != end and not {way[0], way[1]} & {
                    place for place, finding in told.items() if finding.code == "place_without_road"
                }
            else:
                assert legs[way] == pytest.approx(roads.km[start, end], abs=1e-3)
        if missing:
            assert told[f"U{start}"].figures["number"] == missing
    assert with_roads(found, roads, "osrm")[0].sha256 == found.sha256


def test_a_place_without_any_road_is_told_once() -> None:
    roads = answered(3, 0)
    km = np.full((3, 3), np.nan)
    km[0, 1] = km[1, 0] = 5
    _, findings = with_roads(units(3), Roads(km, km, roads.off_road_km), "osrm")
    assert [(finding.code, finding.figures["place"]) for finding in findings] == [("place_without_road", "U2")]
