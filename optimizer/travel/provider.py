"""The interface behind which distances come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Points:
    """n places with their codes, units and coordinates in degrees (WGS 84), NaN where unknown.

    ``detour`` is how much longer than the straight line roads are there.
    """

    codes: tuple[str, ...]
    units: tuple[str, ...]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    detour: NDArray[np.float64]

    def take(self, rows: NDArray[np.intp]) -> Points:
        """Some of the places, in this order."""
        return Points(
            tuple(self.codes[row] for row in rows),
            tuple(self.units[row] for row in rows),
            self.latitude[rows],
            self.longitude[rows],
            self.detour[rows],
        )


class Provider(Protocol):
    """Answers how far it is from m origins to n destinations."""

    @property
    def source(self) -> str:
        """Name of the source, written beside every distance in a plan."""
        ...

    def legs(self, origins: Points, destinations: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Kilometres and minutes one way, each of shape (m, n), NaN where it has no answer."""
        ...
