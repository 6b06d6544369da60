"""The places that ways lead between: units, each at its own point, and workplaces."""

from __future__ import annotations

import pandas as pd

from optimizer.domain import Dataset


def places_of(dataset: Dataset) -> pd.DataFrame:
    """Units first, then the workplaces: code, latitude and longitude (NaN where unknown), unit."""
    return pd.concat(
        [
            dataset.units[["code", "latitude", "longitude"]].assign(unit=dataset.units["code"]),
            dataset.workplaces[["code", "latitude", "longitude", "unit"]],
        ],
        ignore_index=True,
    )
