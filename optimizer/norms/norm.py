"""One row of a table of norms, and what it proposes for a population."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, model_validator

from optimizer.domain import UnitKind
from optimizer.in_force import latest_in_force


class Norm(BaseModel):
    """Headcount by population (định mức biên chế) for some kinds of units, on days it is in force.

    ``base`` people up to a population of ``base_population``, then one more for every
    ``population_per_head`` in full, never more than ``most``. Only a decision assigns a quota:
    what a norm comes to is a proposal beside it.

    >>> ward = Norm(kinds=("ward",), base=32, base_population=16_000, population_per_head=2_000, most=70, source="CV")
    >>> [ward.headcount(population) for population in (9_000, 17_999, 18_000, 36_400, 120_000)]
    [32, 32, 33, 42, 70]
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: tuple[UnitKind, ...] = Field(min_length=1)
    base: int = Field(ge=0)
    base_population: int = Field(ge=0)
    population_per_head: int = Field(ge=1)
    most: int
    in_force_from: date | None = None
    in_force_until: date | None = None
    source: str = Field(min_length=1)
    is_verified: bool = False

    @model_validator(mode="after")
    def _rises(self) -> Norm:
        if self.most < self.base:
            raise ValueError("most must not be below base")
        return self

    def headcount(self, population: int) -> int:
        """People for a population."""
        beyond = max(population - self.base_population, 0)
        return min(self.base + beyond // self.population_per_head, self.most)


def norm_of(kind: UnitKind, norms: Iterable[Norm], day: date) -> Norm | None:
    """The norm for a kind of unit on a day: of those in force the one that came into force last; None without any."""
    return latest_in_force((norm for norm in norms if kind in norm.kinds), day)
