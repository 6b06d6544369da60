"""Developer command: fit detours by terrain to published road distances, ``python -m optimizer.travel.calibrate``.

The detour of a way, road over straight line, is taken as the mean of those of the terrain at its
two ends. Ten ways were published, so that the fit is rough: each is left out in turn, and
foretold by the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.domain import Terrain

CLASSES = (Terrain.LOWLAND, Terrain.HILLS, Terrain.MOUNTAINS)


@dataclass(frozen=True)
class Calibration:
    """Detours by terrain, and the error of each way foretold without it, as a share of its length.

    ``error_of_one`` is the same for one detour everywhere, the mean of the others'.
    """

    detours: dict[Terrain, float]
    error: NDArray[np.float64]
    error_of_one: NDArray[np.float64]


def calibrate(ways: pd.DataFrame) -> Calibration:
    """Least squares over the detours of the ways, then with each of them left out."""
    ends = np.stack([(ways[f"{end}_terrain"] == terrain) for terrain in CLASSES for end in ("from", "to")], axis=1)
    weights = ends.reshape(len(ways), len(CLASSES), 2).mean(axis=2)
    detour = (ways["published_road_km"] / ways["great_circle_km"]).to_numpy(np.float64)
    others = ~np.eye(len(ways), dtype=bool)
    foretold = np.array([weights[row] @ _fit(weights[others[row]], detour[others[row]]) for row in range(len(ways))])
    mean_of_others = (detour.sum() - detour) / (len(detour) - 1)
    return Calibration(
        detours=dict(zip(CLASSES, _fit(weights, detour).tolist(), strict=True)),
        error=np.abs(foretold / detour - 1),
        error_of_one=np.abs(mean_of_others / detour - 1),
    )


def _fit(weights: NDArray[np.float64], detour: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.linalg.lstsq(weights, detour, rcond=None)[0], dtype=np.float64)


def published_ways() -> pd.DataFrame:
    """Road distances that were published, each with its source and the terrain at its ends."""
    with (resources.files(__package__) / "road_distances.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)


if __name__ == "__main__":
    ways = published_ways()
    found = calibrate(ways)
    for terrain, factor in found.detours.items():
        print(f"{terrain:10} {factor:.2f}")
    for name, error in (("by terrain", found.error), ("one detour", found.error_of_one)):
        print(f"left out, {name}: mean {error.mean():.0%}, median {np.median(error):.0%}, worst {error.max():.0%}")
