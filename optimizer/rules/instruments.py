"""The texts that rules cite, with their days of force: one table, so that no two rules disagree about them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from optimizer.rules.rule import Citation, Words


class Instrument(BaseModel):
    """A text that binds or guides: its name, what it is about, and on which days it is in force.

    ``amended_by`` names an amendment that was not read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    vi: str
    en: str
    in_force_from: date | None = None
    in_force_until: date | None = None
    amended_by: str = ""
    amended_from: date | None = None

    @property
    def subject(self) -> Words:
        """What it is about."""
        return {"vi": self.vi, "en": self.en}


@cache
def instruments() -> Mapping[str, Instrument]:
    """Every text that a rule may cite, by name."""
    text = resources.files(__package__).joinpath("instruments.toml").read_text(encoding="utf-8")
    rows = [Instrument.model_validate(row) for row in tomllib.loads(text)["instrument"]]
    return {row.name: row for row in rows}


def cite(instrument: str, article: str, *, is_verified: bool) -> Citation:
    """An article of an instrument, with the instrument's days. Raises KeyError for an unknown one.

    >>> cite("Nghị định 170/2025/NĐ-CP", "Điều 26", is_verified=True).in_force_from.isoformat()
    '2025-07-01'
    """
    cited = instruments()[instrument]
    return Citation(
        cited.name,
        article,
        cited.in_force_from,
        cited.in_force_until,
        is_verified=is_verified,
        amended_by=cited.amended_by,
        amended_from=cited.amended_from,
    )
