"""The policy itself: everything a plan depends on besides the tables."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from optimizer.allowances import ASSUMED, Allowance, BaseSalary, base_salaries, rows_of
from optimizer.domain.cells import Code
from optimizer.in_force import latest_in_force
from optimizer.level import LevelTable, level_tables
from optimizer.months import months_after
from optimizer.norms import Norm, central_norms
from optimizer.policy.forms import Form, Forms
from optimizer.policy.profiles import DEFAULT_PROFILE, PROFILES
from optimizer.policy.rule_setting import RuleSetting
from optimizer.policy.travel_settings import TravelSettings

POLICY_FILE = "policy.toml"
"""Name of a policy's file beside the tables it is for."""


PlanDay = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
"""A day to plan for: terms that are counted from it end within the calendar."""


class Policy(BaseModel):
    """Everything a plan depends on besides the tables.

    ``as_of`` is the day the plan is made for; rules in force, who is away and all counts are
    looked at on it. Its moves start on ``starts_on``, that day itself unless a later one is
    given. ``term_months`` is the length of a new secondment, ``return_months`` that of a
    transfer that is to end (Thanh Hóa: 36); without it transfers are for good. ``alert_days``
    before a term ends somebody has to decide what comes after it (design: 60). ``open_borders``
    are pairs of codes of provinces between which people may move, both ways. The order of tiers
    is that of a ``profile`` or is given as ``tiers``, not both. ``allowances`` are rows, or names
    of tables of :mod:`optimizer.allowances`; together they say what a move costs. ``norms`` propose
    a headcount by population, shown beside the quota and never used as one. ``levels`` are
    the tables by which expertise is told that nobody assessed; the one in force counts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: PlanDay = Field(default_factory=date.today)
    starts_on: PlanDay | None = None
    term_months: int = Field(default=6, ge=1, le=120)
    return_months: int | None = Field(default=None, ge=1, le=120)
    alert_days: int = Field(default=60, ge=0, le=366)
    forms: Forms = Forms()
    travel: TravelSettings = TravelSettings()
    open_borders: tuple[tuple[Code, Code], ...] = ()
    profile: str | None = None
    tiers: tuple[str, ...] | None = None
    allowances: tuple[str | Allowance, ...] = (ASSUMED,)
    base_salaries: tuple[BaseSalary, ...] = Field(default_factory=base_salaries)
    levels: tuple[LevelTable, ...] = Field(default_factory=level_tables)
    norms: tuple[Norm, ...] = Field(default_factory=central_norms)
    rules: Mapping[str, RuleSetting] = Field(default_factory=dict)

    @field_validator("norms")
    @classmethod
    def _one_norm_at_a_time(cls, norms: tuple[Norm, ...]) -> tuple[Norm, ...]:
        begun = [(kind, norm.in_force_from) for norm in norms for kind in norm.kinds]
        if len(set(begun)) < len(begun):
            raise ValueError("two norms for one kind of unit from the same day")
        return norms

    @property
    def sha256(self) -> str:
        """Fingerprint of all it says."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def start(self) -> date:
        """The day on which the moves of a plan start."""
        return self.starts_on or self.as_of

    def end_of(self, form: Form) -> date | None:
        """The day on which a move of this form ends, None where it is for good.

        >>> Policy(as_of=date(2025, 8, 31), term_months=6).end_of(Form.SECONDMENT)
        datetime.date(2026, 2, 28)
        """
        months = {Form.SECONDMENT: self.term_months, Form.TRANSFER: self.return_months}.get(form)
        return None if months is None else months_after(self.start, months)

    @property
    def tier_order(self) -> tuple[str, ...]:
        """The tiers as they are given, else those of the profile. Raises KeyError for an unknown profile."""
        return PROFILES[self.profile or DEFAULT_PROFILE] if self.tiers is None else self.tiers

    @property
    def allowance_rows(self) -> tuple[Allowance, ...]:
        """Every allowance there is. Raises KeyError for an unknown table."""
        return rows_of(self.allowances)

    @property
    def level_table(self) -> LevelTable | None:
        """The table of levels in force on the day, None if none is."""
        return latest_in_force(self.levels, self.as_of)

    def opens_border(self, province: str, other: str) -> bool:
        """Whether people may move between two provinces, in either direction."""
        return (province, other) in self.open_borders or (other, province) in self.open_borders

    def setting(self, rule: str) -> RuleSetting:
        """What this policy changes about a rule."""
        return self.rules.get(rule, RuleSetting())


def read_policy(path: Path) -> Policy:
    """The policy of a TOML file.

    Raises OSError, tomllib.TOMLDecodeError or pydantic.ValidationError.
    """
    return Policy.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
