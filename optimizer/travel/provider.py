"""The interface behind which distances come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Points:
    """n places with their codes and coordinates in degrees (WGS 84), NaN where unknown."""

    codes: tuple[str, ...]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]


class Provider(Protocol):
    """Answers how far it is from m origins to n destinations."""

    @property
    def source(self) -> str:
        """Name of the source, written beside every distance in a plan."""
        ...

    def legs(self, origins: Points, destinations: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Kilometres and minutes one way, each of shape (m, n), NaN where it has no answer."""
        ...
