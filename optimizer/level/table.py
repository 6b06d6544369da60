"""The table that levels are told by: dated rows, each with its source."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field, field_validator

from optimizer.domain import Degree, Level

Years = tuple[float, ...]


class LevelTable(BaseModel):
    """From how many years in the field a holder of each degree is basic, skilled, expert.

    A degree that is left out, or has fewer numbers, never leads further by years. Whose major
    is not one of the post's field is put ``other_major_lowers`` levels lower; 3 is none at all.

    >>> table = LevelTable(source="own", years={"university": (0, 3, 9)})
    >>> [table.told(Degree.UNIVERSITY, years, is_of_field=True).name for years in (2, 3, 9)]
    ['BASIC', 'SKILLED', 'EXPERT']
    >>> table.told(Degree.UNIVERSITY, 9, is_of_field=False).name, table.told(Degree.COLLEGE, 9, is_of_field=True).name
    ('SKILLED', 'NONE')
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    years: Mapping[Degree, Years]
    other_major_lowers: int = Field(default=1, ge=0, le=Level.EXPERT)
    source: str = Field(min_length=1)
    is_verified: bool = False
    in_force_from: date | None = None
    in_force_until: date | None = None

    @field_validator("years")
    @classmethod
    def _rise(cls, table: Mapping[Degree, Years]) -> Mapping[Degree, Years]:
        for degree, years in table.items():
            if len(years) > Level.EXPERT or any(year < 0 for year in years):
                raise ValueError(f"{degree}: give at most three numbers of years, none below 0")
            if any(later < earlier for earlier, later in pairwise(years)):
                raise ValueError(f"{degree}: a higher level cannot take fewer years")
        return table

    def told(self, degree: Degree, years_in_field: float, *, is_of_field: bool) -> Level:
        """The level told from a degree and years, for a major of the post's field or another."""
        reached = sum(years <= years_in_field for years in self.years.get(degree, ()))
        return Level(max(reached - (0 if is_of_field else self.other_major_lowers), Level.NONE))


@cache
def level_tables() -> tuple[LevelTable, ...]:
    """The tables that come with the library."""
    text = resources.files(__package__).joinpath("assumed.toml").read_text(encoding="utf-8")
    return tuple(LevelTable.model_validate(row) for row in tomllib.loads(text)["levels"])
