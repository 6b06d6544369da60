"""The margins of a case: what a case file says of communes, senders and delivery centres."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from optimizer.domain import UnitKind
from scenarios.library.tables import fields, usual_senders

People = Annotated[int, Field(ge=0, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1)]


Codes = TypeVar("Codes", bound=Collection[str])


def _known_fields(codes: Codes) -> Codes:
    unknown = set(codes) - {field.code for field in fields()}
    if unknown:
        raise ValueError(f"fields of expertise unknown: {', '.join(sorted(unknown))}")
    return codes


Weight = Annotated[float, Field(gt=0)]
FieldWeights = Annotated[Mapping[str, Weight], Field(min_length=1), AfterValidator(_known_fields)]
"""Relative weights by field of expertise."""

FieldCodes = Annotated[tuple[str, ...], AfterValidator(_known_fields)]
"""Fields of expertise by code."""


class Part(BaseModel):
    """A part of a case file: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Known(Part):
    """What was published of one commune: its ``quota``, its people over (+) or under (-) it, its posts by key.

    ``seats`` are the seats of a post where they differ from the layout, ``vacant`` how many of them stand vacant.
    """

    quota: People | None = None
    balance: int | None = None
    seats: Mapping[str, People] = {}
    vacant: Mapping[str, People] = {}


class Communes(Part):
    """The commune level: how many units are over and under their quota, by how many people, in which fields.

    ``over_people`` and ``short_people`` are gross: payroll above quota summed over the units
    over, below summed over the units short. Quotas add up to ``quota`` where it is given, else
    they follow the norm by ``population``, else they are those of the posts' layout.

    Vacant, in the units that are short first: every seat of a field of ``without`` in so many
    units, where nobody with a degree knows the field; one seat of a post of ``vacant_posts`` in
    so many units; the rest by the weights of ``vacant_fields``. In every unit over its quota one
    seat of each of ``vacant_beside_surplus`` is vacant too. A unit with more vacant seats than
    people missing has as many people beyond the seats of other posts.

    Of the people beyond the seats, one holds a post of ``crowded_posts`` in so many units over,
    together with another; ``transferable`` qualify for a vacant seat elsewhere, the others for
    none; ``unposted`` hold no post. ``misplaced`` people hold a post outside their field while a
    seat of their field is vacant at home. ``on_leave`` are absent for long. ``known`` is what was
    published of single communes, by code.
    """

    units: Annotated[int, Field(ge=1)]
    population: Annotated[int, Field(ge=1, le=200_000_000)] | None = None
    quota: People | None = None
    ward_weight: Annotated[float, Field(gt=0)] = 1.6
    over_units: People
    over_people: People
    short_units: People
    short_people: People
    without: Annotated[Mapping[str, People], AfterValidator(_known_fields)] = {}
    vacant_posts: Mapping[str, People] = {}
    vacant_fields: FieldWeights = {
        "IT": 3.0, "ACC": 4.0, "CON": 4.0, "LAN": 4.0, "FIN": 3.0, "JUS": 2.0, "TRA": 1.0, "ENV": 1.0,
    }  # fmt: skip
    vacant_beside_surplus: FieldCodes = ()
    surplus_fields: FieldWeights = {"OFF": 4.0, "HOM": 2.0, "CUL": 3.0, "DOC": 3.0, "AGR": 2.0}
    crowded_posts: Mapping[str, People] = {}
    transferable: People = 0
    unposted: People = 0
    misplaced: People = 0
    on_leave: People = 0
    known: Mapping[str, Known] = {}

    @property
    def net(self) -> int:
        """People over the quotas less people under them."""
        return self.over_people - self.short_people

    @property
    def payroll(self) -> int | None:
        """People on the payrolls of all units, None where no quota was published."""
        return None if self.quota is None else self.quota + self.net


class Group(Part):
    """Communes that have something in common, such as a region's: what it means for those who work there."""

    name: str
    communes: Annotated[tuple[str, ...], Field(min_length=1)]
    housing_places: People | None = None
    languages: tuple[str, ...] = ()
    hardship_zone: str = ""

    @property
    def size(self) -> int:
        """How many communes it has."""
        return len(self.communes)


class SecondOffice(Part):
    """A second workplace of a commune, and how many seats of its posts are there, by key."""

    code: str
    unit: str
    name: str
    latitude: float
    longitude: float
    seats: Annotated[Mapping[str, People], Field(min_length=1)]


class Sender(Part):
    """A provincial department or public service unit, its office in the commune ``seat`` (the case's, unless given).

    Name, kind, sector and fields are those of the code in ``senders.csv``, unless given.
    ``gives`` is how many people it sent by hand, which the plan keeps to as a limit.
    """

    code: str
    name: str
    kind: Literal[UnitKind.DEPARTMENT, UnitKind.PUBLIC_SERVICE_UNIT]
    sector: str
    seat: str = ""
    staff: Annotated[int, Field(ge=1)]
    fields: FieldWeights
    gives: People | None = None

    @model_validator(mode="before")
    @classmethod
    def _as_usual(cls, given: object) -> object:
        if not isinstance(given, Mapping):
            return given
        return {**usual_senders().get(str(given.get("code")), {}), **given}


class Centres(Part):
    """The delivery centres, one a commune: ``missing`` people of ``floor`` each, summed over all.

    ``qualified`` centres have one person who qualifies for a vacant civil-servant post, the
    others nobody.
    """

    floor: People
    missing: People
    least: People = 4
    most: People = 14
    qualified: People = 0
    fields: FieldWeights = {"CUL": 6.0, "AGR": 5.0, "HEA": 2.0, "EDU": 2.0, "LAB": 2.0, "INF": 2.0, "ACC": 1.0}
