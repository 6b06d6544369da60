"""Points on the map: inside Vietnam, not swapped, both halves given."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.findings import Finding
from optimizer.ingest.sheet import Sheet

LATITUDES_OF_VIETNAM = (6.0, 24.0)
LONGITUDES_OF_VIETNAM = (102.0, 118.0)
"""Degrees that hold every commune of Vietnam.

The mainland lies between 8°30' and 23°23' N, 102°09' and 109°28' E. The special zones of
Hoàng Sa (about 15°45'-17°15' N, 111°-113° E) and Trường Sa (about 6°50'-12° N,
111°30'-117°20' E) are communes too, so the box reaches out to them.
"""

_POINTS = (("latitude", "longitude"), ("home_latitude", "home_longitude"))
COORDINATE_COLUMNS = frozenset(column for point in _POINTS for column in point)
"""Columns whose range is checked here. A cell out of range keeps its number, as a swapped latitude is no latitude."""


def check_coordinates(sheet: Sheet) -> Iterator[Finding]:
    """Findings on the points of a table of units, workplaces or employees."""
    for latitude_column, longitude_column in _POINTS:
        if latitude_column not in sheet.frame:
            continue
        latitude = sheet.frame[latitude_column]
        longitude = sheet.frame[longitude_column]
        is_swapped = latitude.between(*LONGITUDES_OF_VIETNAM) & longitude.between(*LATITUDES_OF_VIETNAM)
        yield from sheet.errors(is_swapped, "swapped_coordinates", latitude_column)
        for degrees, column, (low, high), code in (
            (latitude, latitude_column, LATITUDES_OF_VIETNAM, "latitude_outside_vietnam"),
            (longitude, longitude_column, LONGITUDES_OF_VIETNAM, "longitude_outside_vietnam"),
        ):
            box = {"low": low, "high": high}
            is_outside = degrees.notna() & ~degrees.between(low, high) & ~is_swapped
            yield from sheet.errors(is_outside, code, column, box)
        is_half = sheet.readable(latitude_column, longitude_column) & (latitude.isna() != longitude.isna())
        yield from sheet.errors(is_half & latitude.isna(), "half_a_point", latitude_column)
        yield from sheet.errors(is_half & longitude.isna(), "half_a_point", longitude_column)
