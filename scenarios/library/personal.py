"""Names, sexes, birth dates and identity numbers of the roster: synthetic, of no real person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from optimizer.domain import Sex
from scenarios.library.case import Case
from scenarios.library.draw import stream
from scenarios.library.place import Place, Role
from scenarios.library.tables import name_parts

NATIONAL_ID_PREFIX = "999"
"""No real number begins so: the first three digits stand for a province or country of birth, 999 for none."""

FEMALE_SHARE = 0.45
YEAR_DAYS = 365.25

RETIREMENT_YEARS = {Sex.FEMALE: 57.0, Sex.MALE: 61.5}
"""Retirement ages of 2026, taken as one for all years (recalled, not read in the text of law)."""


@dataclass(frozen=True)
class Person:
    """Who somebody is, the age in years on the day of the case, and the day of retirement once it is near."""

    name: str
    national_id: str
    sex: Sex
    birth_date: date
    age: float
    leaves_on: date | None


def people(case: Case, places: Sequence[Place]) -> list[Person]:
    """One person per place, between 24 and half a year before retirement, ready ones between 28 and 48."""
    rng = stream(case.seed, "personal")
    parts = name_parts()
    number = rng.permutation(len(places))
    is_female = rng.uniform(size=len(places)) < FEMALE_SHARE
    chance = rng.uniform(size=(4, len(places)))
    persons = []
    for row, place in enumerate(places):
        sex = Sex.FEMALE if is_female[row] else Sex.MALE
        youngest, oldest = (28, 48) if place.role is Role.READY else (24, RETIREMENT_YEARS[sex] - 0.5)
        if place.leader_rank:
            youngest = 33
        days = int((youngest + chance[0, row] * (oldest - youngest)) * YEAR_DAYS)
        days_left = int(RETIREMENT_YEARS[sex] * YEAR_DAYS) - days
        persons.append(
            Person(
                name=" ".join(
                    options[int(chance[column, row] * len(options))]
                    for column, options in enumerate((parts.family, parts.middle[sex], parts.given[sex]), start=1)
                ),
                national_id=f"{NATIONAL_ID_PREFIX}{number[row]:09d}",
                sex=sex,
                birth_date=case.as_of - timedelta(days=days),
                age=days / YEAR_DAYS,
                leaves_on=case.as_of + timedelta(days=days_left)
                if days_left < case.roster.announced_years * YEAR_DAYS
                else None,
            )
        )
    return persons
