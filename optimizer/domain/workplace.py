"""Workplaces: where in a unit people sit. A unit on two islands has two."""

from __future__ import annotations

from optimizer.domain.cells import Code, Latitude, Longitude, Row, Text


class Workplace(Row):
    """One place of work of a unit. Posts without a workplace are at their unit's own point."""

    code: Code
    unit: Code
    name: Text = ""
    latitude: Latitude
    longitude: Longitude
