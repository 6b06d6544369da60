"""Employees: people, or anonymous groups of them, on a unit's payroll."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field as Bounds

from optimizer.domain.cells import (
    Code,
    Codes,
    Count,
    Day,
    Latitude,
    Longitude,
    Ratings,
    Reference,
    Row,
    Text,
    WholeNumber,
)
from optimizer.domain.field import UNKNOWN_FIELD
from optimizer.domain.post import Degree, Grade, Level


class EmployeeKind(StrEnum):
    """Employment status. Only civil servants (công chức) and public employees (viên chức) can move."""

    CIVIL_SERVANT = "civil_servant"
    PUBLIC_EMPLOYEE = "public_employee"
    CADRE = "cadre"
    CONTRACT = "contract"


class Status(StrEnum):
    """Whether the person is at work."""

    ACTIVE = "active"
    ON_LEAVE = "on_leave"


class Rating(StrEnum):
    """Yearly rating, in falling order."""

    EXCELLENT = "excellent"
    GOOD = "good"
    COMPLETED = "completed"
    FAILED = "failed"


class Sex(StrEnum):
    """As recorded in the personnel file; empty when not given."""

    NONE = ""
    FEMALE = "female"
    MALE = "male"


class Employee(Row):
    """One person, or ``count`` alike people without a name.

    ``unit`` is the payroll unit: a seconded person stays on it. ``post`` is the post held,
    ``posts_held`` further posts covered at the same time. ``blocks`` holds codes of legal
    bars (i to vii), never their cause; ``waivers`` the bars the person has waived in writing.
    ``level`` 0 means not assessed: it is then told from degree, major and years in the field.
    """

    id: Code
    name: Text = ""
    national_id: Text = ""
    kind: EmployeeKind = EmployeeKind.CIVIL_SERVANT
    bloc: Text = ""
    excluded: bool = False
    unit: Code
    post: Reference = ""
    posts_held: Codes = ()
    status: Status = Status.ACTIVE
    absent_until: Day | None = None
    leaves_on: Day | None = None
    title: Text = ""
    field: Code = UNKNOWN_FIELD
    level: Level = Level.NONE
    other_fields: Codes = ()
    degree: Degree = Degree.NONE
    major: Text = ""
    years_in_field: Annotated[float, Bounds(ge=0, le=70)] = 0.0
    certificates: Codes = ()
    grade: Grade = Grade.NONE
    salary_coefficient: Annotated[float, Bounds(ge=0, le=20)] | None = None
    leader_rank: Reference = ""
    planned_leader: bool = False
    ratings: Ratings = ()
    birth_date: Day | None = None
    sex: Sex = Sex.NONE
    home_unit: Reference = ""
    home_latitude: Latitude | None = None
    home_longitude: Longitude | None = None
    volunteer: bool = False
    wishes: Codes = ()
    waivers: Codes = ()
    blocks: Codes = ()
    seconded_from: Day | None = None
    seconded_to_unit: Reference = ""
    seconded_to_post: Reference = ""
    seconded_until: Day | None = None
    last_return: Day | None = None
    past_secondments: Count = 0
    languages: Codes = ()
    partner: Reference = ""
    group: Reference = ""
    count: Annotated[WholeNumber, Bounds(ge=1, le=100_000)] = 1

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        """What a log or a traceback shows of a person: nothing sensitive."""
        return ((name, value) for name, value in super().__repr_args__() if name not in SENSITIVE_COLUMNS)


SENSITIVE_COLUMNS = frozenset(
    {"national_id", "name", "blocks", "waivers", "birth_date", "home_latitude", "home_longitude"}
)
"""Columns whose values are never repeated in a finding, a log or a report."""
