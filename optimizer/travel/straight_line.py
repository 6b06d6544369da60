"""Great-circle distance times a detour factor, driven at a mean speed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.travel.provider import Points

EARTH_RADIUS_KM = 6371.0088
"""Mean earth radius (IUGG)."""


@dataclass(frozen=True)
class StraightLine:
    """Road distance estimated as great circle x the mean of the detours at both ends.

    Published road distances are 1.1 times the straight line in the Bắc Ninh delta and 1.4
    to 2.6 times in the northern mountains: see :mod:`optimizer.travel.calibrate`.
    """

    speed_kmh: float

    @property
    def source(self) -> str:
        """Name of the source."""
        return "straight_line"

    def legs(self, origins: Points, destinations: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Kilometres and minutes by the haversine formula."""
        detour = (origins.detour[:, None] + destinations.detour) / 2
        km = detour * great_circle_km(
            origins.latitude[:, None], origins.longitude[:, None], destinations.latitude, destinations.longitude
        )
        return km, km / self.speed_kmh * 60.0


def great_circle_km(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    other_latitude: NDArray[np.float64],
    other_longitude: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Great-circle distance in km between points in degrees; arguments broadcast.

    >>> import numpy as np
    >>> hanoi, bac_ninh = (21.03585, 105.82609), (21.17818, 106.07103)
    >>> round(float(great_circle_km(*map(np.float64, hanoi), *map(np.float64, bac_ninh))), 1)
    29.9
    """
    phi, other_phi = np.radians(latitude), np.radians(other_latitude)
    half_phi = (other_phi - phi) / 2
    half_lambda = np.radians(other_longitude - longitude) / 2
    chord = np.sin(half_phi) ** 2 + np.cos(phi) * np.cos(other_phi) * np.sin(half_lambda) ** 2
    distance: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return distance
