"""The library's own tables: communes, fields of expertise, majors, posts of a commune, name parts."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import StringIO

from optimizer.domain import EmployeeKind, Field, Terrain, UnitKind

FOLDER = resources.files(__package__)


@dataclass(frozen=True)
class Commune:
    """One commune-level unit of 2025, with a point inside it (not its office) and its area."""

    code: str
    name: str
    kind: UnitKind
    latitude: float
    longitude: float
    area_km2: float


@dataclass(frozen=True)
class CommunePost:
    """One kind of post of a commune: how many seats at the norm of 32, and its turn as the quota grows.

    ``grows_at`` is the place in the order in which seats beyond the norm are given; None
    where the post never grows.
    """

    key: str
    department: str
    title: str
    field: str
    seats: int
    kind: EmployeeKind = EmployeeKind.CIVIL_SERVANT
    ward_department: str = ""
    leader_rank: str = ""
    grows_at: int | None = None


@dataclass(frozen=True)
class NameParts:
    """Family names, and middle and given names by sex."""

    family: tuple[str, ...]
    middle: Mapping[str, tuple[str, ...]]
    given: Mapping[str, tuple[str, ...]]


def _records(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO((FOLDER / name).read_text(encoding="utf-8"))))


@cache
def communes_of(province_code: str) -> tuple[Commune, ...]:
    """The communes of a province, by code. Raises KeyError for an unknown province.

    >>> len(communes_of("24"))
    99
    """
    communes = tuple(
        Commune(
            code=record["code"],
            name=record["name"],
            kind=UnitKind(record["kind"]),
            latitude=float(record["latitude"]),
            longitude=float(record["longitude"]),
            area_km2=float(record["area_km2"]),
        )
        for record in _records("communes.csv")
        if record["province_code"] == province_code
    )
    if not communes:
        raise KeyError(province_code)
    return communes


@cache
def terrain_of(province_code: str) -> Terrain:
    """The terrain of a province's communes, taken as one (assumption); unsaid for a province of another time.

    >>> terrain_of("11").value
    'mountains'
    """
    by_province = {record["province_code"]: Terrain(record["terrain"]) for record in _records("terrain.csv")}
    return by_province.get(province_code, Terrain.UNSAID)


@cache
def fields() -> tuple[Field, ...]:
    """The fields of expertise of commune posts."""
    return tuple(Field.model_validate(record) for record in _records("fields.csv"))


@cache
def majors() -> Mapping[str, tuple[str, ...]]:
    """Typical majors by field of expertise."""
    return {field.code: field.majors for field in fields()}


@cache
def commune_posts() -> tuple[CommunePost, ...]:
    """The posts of a commune."""
    return tuple(
        CommunePost(
            key=record["key"],
            department=record["department"],
            ward_department=record["ward_department"],
            title=record["title"],
            field=record["field"],
            kind=EmployeeKind(record["kind"]),
            leader_rank=record["leader_rank"],
            seats=int(record["seats"]),
            grows_at=int(record["grows_at"]) if record["grows_at"] else None,
        )
        for record in _records("commune_posts.csv")
    )


@cache
def usual_senders() -> Mapping[str, Mapping[str, object]]:
    """Provincial departments and public service units by code: name, kind, sector, and weights of their fields.

    >>> usual_senders()["STP"]["name"]
    'Sở Tư pháp'
    """
    return {
        record["code"]: {
            "name": record["name"],
            "kind": UnitKind(record["kind"]),
            "sector": record["sector"],
            "fields": {
                code: float(weight) for code, weight in (pair.split(":") for pair in record["fields"].split(";"))
            },
        }
        for record in _records("senders.csv")
    }


@cache
def name_parts() -> NameParts:
    """The parts synthetic names are put together from."""
    records = _records("name_parts.csv")

    def names(part: str, sex: str) -> tuple[str, ...]:
        return tuple(record["name"] for record in records if (record["part"], record["sex"]) == (part, sex))

    return NameParts(
        family=names("family", ""),
        middle={sex: names("middle", sex) for sex in ("male", "female")},
        given={sex: names("given", sex) for sex in ("male", "female")},
    )


def serving_fields(post_field: str, min_fit: float) -> frozenset[str]:
    """Fields whose people fit a post of a field at least so well, itself included.

    >>> sorted(serving_fields("IT", 0.6))
    ['INF', 'IT', 'PAS']
    """
    related = next(field.related for field in fields() if field.code == post_field)
    return frozenset({post_field, *(code for code, similarity in related if similarity >= min_fit)})
