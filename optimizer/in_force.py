"""On which days a text, a table or a row of one is in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Anything with a first and a last day of force, either None where there is none."""

    @property
    def in_force_from(self) -> date | None:
        """The first day."""

    @property
    def in_force_until(self) -> date | None:
        """The last day."""


AnyDated = TypeVar("AnyDated", bound=Dated)


def is_in_force(dated: Dated, day: date) -> bool:
    """Whether it is in force on a day; without days it always is."""
    return (dated.in_force_from or date.min) <= day <= (dated.in_force_until or date.max)


def latest_in_force(several: Iterable[AnyDated], day: date) -> AnyDated | None:
    """Of those in force on a day the one that came into force last, None if there is none."""
    in_force = (dated for dated in several if is_in_force(dated, day))
    return max(in_force, key=lambda dated: dated.in_force_from or date.min, default=None)
