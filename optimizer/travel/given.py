"""Distances the province has measured itself, or had measured: the ``travel`` table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.travel.provider import Points

GIVEN = "given"
"""The source of legs that name none."""


@dataclass(frozen=True)
class GivenTable:
    """Legs of the ``travel`` table of one season and one source; a leg given one way serves the way back too."""

    travel: pd.DataFrame
    season: str = ""
    source: str = GIVEN

    def legs(self, origins: Points, destinations: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Kilometres and minutes, waiting among them, where the table has the leg, NaN elsewhere."""
        shape = (len(origins.codes), len(destinations.codes))
        km, minutes = np.full(shape, np.nan), np.full(shape, np.nan)
        legs = of_season(self.travel[self.travel["source"].replace("", GIVEN) == self.source], self.season)
        origin_index, destination_index = pd.Index(origins.codes), pd.Index(destinations.codes)
        for start, end in (("to", "from"), ("from", "to")):
            row = origin_index.get_indexer(pd.Index(legs[start]))
            column = destination_index.get_indexer(pd.Index(legs[end]))
            known = (row >= 0) & (column >= 0)
            km[row[known], column[known]] = legs["km"].to_numpy()[known]
            minutes[row[known], column[known]] = (legs["minutes"] + legs["wait_minutes"]).to_numpy()[known]
        return km, minutes


def of_season(travel: pd.DataFrame, season: str) -> pd.DataFrame:
    """The legs of all year and of the season, those of the season last and in place of the same leg of all year."""
    legs = travel[travel["season"].isin(["", season])].sort_values("season", kind="stable")
    return legs.drop_duplicates(["from", "to"], keep="last")


def sources_of(travel: pd.DataFrame) -> tuple[str, ...]:
    """Who measured the legs of a table: the province itself first, the others by name."""
    named = sorted(set(travel["source"]) - {"", GIVEN})
    return (GIVEN, *named)
