"""One row of a province's allowance table, and what it comes to over a term."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from optimizer.in_force import is_in_force
from optimizer.months import months_after


class BaseSalary(BaseModel):
    """The base salary (lương cơ sở) from a day on, until the next row's day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: date
    amount_vnd: int = Field(gt=0)
    source: str = Field(min_length=1)
    is_verified: bool = False


class Allowance(BaseModel):
    """An allowance paid to one person for being transferred or seconded.

    It comes once per move or for every month of the term, at most ``most_months``; as an
    amount in đồng or in multiples of the base salary. It is paid where the way from home is
    ``from_km`` <= km < ``to_km``, in units of the hardship ``zones`` (everywhere if none are
    named), in the forms named, on days it is in force. A distance that is unknown lies in no
    band.

    >>> travel = Allowance(code="travel", per="month", amount_vnd=500_000, from_km=30, to_km=50, source="Đắk Lắk")
    >>> travel.is_paid("secondment", 30.0, zone=""), travel.is_paid("secondment", 50.0, zone="")
    (True, False)
    >>> travel.vnd(date(2026, 11, 2), months=6, salaries=())
    3000000
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(min_length=1)
    per: Literal["month", "move"]
    amount_vnd: int | None = Field(default=None, ge=0, le=1_000_000_000)
    base_salaries: float | None = Field(default=None, ge=0, le=100)
    from_km: float = Field(default=0.0, ge=0)
    to_km: float | None = None
    zones: tuple[str, ...] = ()
    forms: tuple[Literal["transfer", "secondment"], ...] = ("transfer", "secondment")
    most_months: int | None = Field(default=None, ge=1)
    in_force_from: date | None = None
    in_force_until: date | None = None
    source: str = Field(min_length=1)
    is_verified: bool = False

    @model_validator(mode="after")
    def _means_one_thing(self) -> Allowance:
        if (self.amount_vnd is None) == (self.base_salaries is None):
            raise ValueError("give either amount_vnd or base_salaries")
        if self.to_km is not None and self.to_km <= self.from_km:
            raise ValueError("to_km must be above from_km")
        return self

    @property
    def has_band(self) -> bool:
        """Whether the distance matters."""
        return self.from_km > 0 or self.to_km is not None

    def is_paid(self, form: str, km: float | None, zone: str) -> bool:
        """Whether a move of this form, so far from home, into a unit of this zone, is paid it."""
        is_near = not self.has_band or (
            km is not None and self.from_km <= km and (self.to_km is None or km < self.to_km)
        )
        return form in self.forms and is_near and (not self.zones or zone in self.zones)

    def vnd(self, start: date, months: int, salaries: tuple[BaseSalary, ...]) -> int:
        """What it comes to for one person over a term of whole months that begins on ``start``."""
        paid = 1 if self.per == "move" else min(months, self.most_months or months)
        return sum(self._on(months_after(start, month), salaries) for month in range(paid))

    def _on(self, day: date, salaries: tuple[BaseSalary, ...]) -> int:
        if not is_in_force(self, day):
            return 0
        if self.amount_vnd is not None:
            return self.amount_vnd
        return round((self.base_salaries or 0.0) * base_salary_on(day, salaries))


def base_salary_on(day: date, salaries: tuple[BaseSalary, ...]) -> int:
    """The base salary in force on a day; 0 before the first one known."""
    known = [salary for salary in salaries if salary.since <= day]
    return max(known, key=lambda salary: salary.since).amount_vnd if known else 0


class Rate(NamedTuple):
    """What an allowance comes to for one person over a term."""

    allowance: Allowance
    vnd: int


@lru_cache(maxsize=256)
def rates(
    allowances: tuple[Allowance, ...], salaries: tuple[BaseSalary, ...], form: str, start: date, months: int
) -> tuple[Rate, ...]:
    """The allowances a form may be paid over a term, with their amounts; those that come to nothing left out."""
    amounts = (Rate(row, row.vnd(start, months, salaries)) for row in allowances if form in row.forms)
    return tuple(rate for rate in amounts if rate.vnd)
