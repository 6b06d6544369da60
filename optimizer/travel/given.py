"""Distances the province has measured itself: the ``travel`` table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.travel.provider import Points


@dataclass(frozen=True)
class GivenTable:
    """Legs of the ``travel`` table of one season; a leg given one way serves the way back too."""

    travel: pd.DataFrame
    season: str = ""

    @property
    def source(self) -> str:
        """Name of the source."""
        return "given"

    def legs(self, origins: Points, destinations: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Kilometres and minutes where the table has the leg, NaN elsewhere."""
        shape = (len(origins.codes), len(destinations.codes))
        km, minutes = np.full(shape, np.nan), np.full(shape, np.nan)
        of_season = self.travel[self.travel["season"].isin(["", self.season])].sort_values("season", kind="stable")
        origin_index, destination_index = pd.Index(origins.codes), pd.Index(destinations.codes)
        for start, end in (("to", "from"), ("from", "to")):
            row = origin_index.get_indexer(pd.Index(of_season[start]))
            column = destination_index.get_indexer(pd.Index(of_season[end]))
            known = (row >= 0) & (column >= 0)
            km[row[known], column[known]] = of_season["km"].to_numpy()[known]
            minutes[row[known], column[known]] = of_season["minutes"].to_numpy()[known]
        return km, minutes
