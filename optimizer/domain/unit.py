"""Units: communes, provincial departments, public service units, delivery centres."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field as Bounds

from optimizer.domain.cells import Code, Codes, Count, Latitude, Longitude, Reference, Row, Text
from optimizer.domain.terrain import Terrain


class UnitKind(StrEnum):
    """What a unit is, which decides what it may give and receive."""

    COMMUNE = "commune"
    WARD = "ward"
    SPECIAL_ZONE = "special_zone"
    DEPARTMENT = "department"
    PUBLIC_SERVICE_UNIT = "public_service_unit"
    DELIVERY_CENTRE = "delivery_centre"


COMMUNE_KINDS = (UnitKind.COMMUNE, UnitKind.WARD, UnitKind.SPECIAL_ZONE)
"""The commune level: units that receive, and that give from their surplus only."""


class SenderKind(StrEnum):
    """Where a moved person comes from, as reports group it."""

    DEPARTMENT = "department"
    PUBLIC_SERVICE_UNIT = "public_service_unit"
    COMMUNE = "commune"
    DELIVERY_CENTRE = "delivery_centre"


SENDER_KIND = {kind: SenderKind.COMMUNE if kind in COMMUNE_KINDS else SenderKind(kind.value) for kind in UnitKind}


class Unit(Row):
    """One unit. ``quota`` is the assigned headcount (biên chế được giao); only a decision changes it.

    Without a quota a unit shows neither surplus nor room: its quota is read as its payroll.
    ``floor`` is a headcount wished for; falling short of it is reported, never forbidden.
    ``housing_places`` are beds free for people who come from far. ``languages`` are those that
    somebody at work in the unit has to speak.
    ``terrain`` tells how winding roads are.
    ``province`` is the province's code; empty where all units are of one province.
    """

    code: Code
    name: Text
    kind: UnitKind
    province: Reference = ""
    parent: Reference = ""
    bloc: Text = ""
    sector: Text = ""
    admin_code: Reference = ""
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    terrain: Terrain = Terrain.UNSAID
    area_km2: Annotated[float, Bounds(ge=0, le=1_000_000)] | None = None
    population: Count | None = None
    hardship_zone: Text = ""
    quota: Count | None = None
    floor: Count | None = None
    housing_places: Count | None = None
    languages: Codes = ()
