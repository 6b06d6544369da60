"""Limits a province sets on numbers of moves."""

from __future__ import annotations

from enum import StrEnum

from optimizer.domain.cells import Code, Count, Reference, Row


class LimitSubject(StrEnum):
    """Which moves are counted: those out of the unit, or those into it."""

    RELEASE = "release"
    ARRIVAL = "arrival"


class Limit(Row):
    """``keep`` so many people of a unit (and field) at home, or move ``at_most`` so many.

    With ``field`` empty the limit is on the whole unit. ``keep`` goes with ``release`` only.
    """

    subject: LimitSubject
    unit: Code
    field: Reference = ""
    keep: Count | None = None
    at_most: Count | None = None
