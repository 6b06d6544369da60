"""A place on a payroll, before anybody is drawn for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from optimizer.domain import EmployeeKind


class Role(Enum):
    """What the margins ask of the person in a place.

    ``READY`` people qualify for a vacant seat and nothing keeps them from moving; ``BOUND``
    people qualify for none; ``ABSENT`` people are on long leave.
    """

    ORDINARY = auto()
    READY = auto()
    BOUND = auto()
    ABSENT = auto()


@dataclass(frozen=True)
class Place:
    """One person to be drawn: payroll unit, post held (empty for none), and the field known.

    ``own_field`` empty leaves the field to the draw: mostly the post's, sometimes a related one;
    never one of ``lacks``, which nobody in the unit knows.
    """

    unit: str
    post: str
    post_field: str
    kind: EmployeeKind
    role: Role = Role.ORDINARY
    own_field: str = ""
    leader_rank: str = ""
    lacks: frozenset[str] = frozenset()
