"""Ways to and from islands: over land to a pier, across by ferry, and on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.travel.given import of_season
from optimizer.travel.provider import Points, Provider

Way = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Kilometres and minutes."""


@dataclass(frozen=True)
class Ferries:
    """The quickest way by the ferry legs of a season, each from a pier on land (``from``) to an island (``to``).

    All places of a unit that a ferry leads to are on one island. ``land`` answers for the ways
    to the pier and on the island. Between two islands the way leads over land.
    """

    travel: pd.DataFrame
    season: str
    land: Provider

    @property
    def source(self) -> str:
        """Name of the source."""
        return "ferry"

    def legs(self, origins: Points, destinations: Points) -> Way:
        """Kilometres and minutes where one end is on an island and the other is not, NaN elsewhere."""
        shape = (len(origins.codes), len(destinations.codes))
        km, minutes = np.full(shape, np.nan), np.full(shape, np.nan)
        legs = of_season(self.travel[self.travel["is_ferry"].astype(bool)], self.season)
        places = pd.Index(destinations.codes)
        pier, landing = places.get_indexer(pd.Index(legs["from"])), places.get_indexer(pd.Index(legs["to"]))
        known = (pier >= 0) & (landing >= 0)
        if not known.any():
            return km, minutes
        piers, landings = destinations.take(pier[known]), destinations.take(landing[known])
        across = legs["km"].to_numpy(np.float64)[known], _minutes(legs)[known]
        start, end = (self._from_pier(points, piers, landings, across) for points in (origins, destinations))
        between = self.land.legs(piers, piers)
        with np.errstate(invalid="ignore"):
            for one in range(len(piers.codes)):
                for other in range(len(piers.codes)):
                    # The same pier twice is the way of somebody who lives inland, or on another shore.
                    found = [
                        start[axis][:, one, None] + between[axis][one, other] + end[axis][None, :, other]
                        for axis in (0, 1)
                    ]
                    is_quicker = ~(found[1] >= minutes) & ~np.isnan(found[1])
                    km, minutes = np.where(is_quicker, found[0], km), np.where(is_quicker, found[1], minutes)
        islands = pd.Index(dict.fromkeys(landings.units))
        from_island, to_island = (islands.get_indexer(pd.Index(points.units)) for points in (origins, destinations))
        crosses = from_island[:, None] != to_island
        return np.where(crosses, km, np.nan), np.where(crosses, minutes, np.nan)

    def _from_pier(self, points: Points, piers: Points, landings: Points, across: Way) -> Way:
        """From every point to every pier: over land, or across from its own island; NaN from other islands."""
        on_land, on_island = self.land.legs(points, piers), self.land.legs(points, landings)
        is_landing = np.array(points.units)[:, None] == np.array(landings.units)
        is_island = is_landing.any(axis=1, keepdims=True)
        return tuple(  # type: ignore[return-value]
            np.where(is_landing, on_island[axis] + across[axis], np.where(is_island, np.nan, on_land[axis]))
            for axis in (0, 1)
        )


def _minutes(legs: pd.DataFrame) -> NDArray[np.float64]:
    return (legs["minutes"] + legs["wait_minutes"]).to_numpy(np.float64)
