"""Posts: positions of a unit with a number of seats and what they ask of a holder."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Annotated

from pydantic import Field as Bounds

from optimizer.domain.cells import Code, Codes, Count, Reference, Row, Text
from optimizer.domain.field import UNKNOWN_FIELD


class Degree(StrEnum):
    """The highest degree, in rising order."""

    NONE = "none"
    SECONDARY = "secondary"
    INTERMEDIATE = "intermediate"
    COLLEGE = "college"
    UNIVERSITY = "university"
    MASTER = "master"
    DOCTOR = "doctor"

    @property
    def rank(self) -> int:
        """Position in rising order, 0 for none."""
        return list(Degree).index(self)


class Grade(StrEnum):
    """Civil-servant grade (ngạch), in rising order; empty when not given."""

    NONE = ""
    CAN_SU = "can_su"
    CHUYEN_VIEN = "chuyen_vien"
    CHUYEN_VIEN_CHINH = "chuyen_vien_chinh"
    CHUYEN_VIEN_CAO_CAP = "chuyen_vien_cao_cap"

    @property
    def rank(self) -> int:
        """Position in rising order, 0 when not given."""
        return list(Grade).index(self)


class Level(IntEnum):
    """How far a person's expertise reaches; 0 when nothing is known."""

    NONE = 0
    BASIC = 1
    SKILLED = 2
    EXPERT = 3


class Post(Row):
    """One post. ``priority`` is what filling one of its seats is worth, in seats of an ordinary post."""

    code: Code
    unit: Code
    workplace: Reference = ""
    department: Text = ""
    title: Text = ""
    field: Code = UNKNOWN_FIELD
    min_level: Level = Level.NONE
    min_degree: Degree = Degree.NONE
    min_grade: Grade = Grade.NONE
    certificates: Codes = ()
    languages: Codes = ()
    leader_rank: Reference = ""
    seats: Count = 1
    reserved: Count = 0
    priority: Annotated[float, Bounds(ge=0, le=100)] = 1.0
