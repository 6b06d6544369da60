"""The fit of detours to published ways, and the default policy that goes by it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from optimizer.policy import TravelSettings
from optimizer.travel.calibrate import calibrate, published_ways


def test_the_policy_goes_by_the_fit() -> None:
    fitted = {terrain: round(factor, 2) for terrain, factor in calibrate(published_ways()).detours.items()}
    assert fitted == TravelSettings().detours


def test_terrain_foretells_a_way_left_out_better_than_one_detour_does() -> None:
    found = calibrate(published_ways())
    assert found.error.mean() == pytest.approx(0.147, abs=0.001)
    assert found.error_of_one.mean() == pytest.approx(0.255, abs=0.001)


def test_ways_that_follow_the_model_are_foretold_exactly() -> None:
    factor = {"lowland": 1.1, "hills": 1.4, "mountains": 2.0}
    ends = [(one, other) for one in factor for other in factor]
    ways = pd.DataFrame(ends, columns=["from_terrain", "to_terrain"]).assign(great_circle_km=10.0)
    ways["published_road_km"] = [10 * (factor[one] + factor[other]) / 2 for one, other in ends]
    found = calibrate(ways)
    assert list(found.detours.values()) == pytest.approx(list(factor.values()))
    np.testing.assert_allclose(found.error, 0, atol=1e-12)


def test_every_way_has_a_source_and_is_longer_than_the_straight_line() -> None:
    ways = published_ways()
    assert len(ways) == 10 and ways["source"].str.len().gt(0).all()
    assert (ways["published_road_km"] > ways["great_circle_km"]).all()
