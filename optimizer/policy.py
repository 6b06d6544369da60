"""Policy: what a province may set. Rules on or off, their parameters, forms, tiers.

A rule declares its parameters with default, unit and source (:mod:`optimizer.rules`);
the policy holds only what differs from the defaults.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from optimizer.allowances import ASSUMED, Allowance, BaseSalary, base_salaries, rows_of
from optimizer.domain import COMMUNE_KINDS, SenderKind, Terrain, UnitKind
from optimizer.domain.cells import Code
from optimizer.in_force import latest_in_force
from optimizer.level import LevelTable, level_tables
from optimizer.months import months_after
from optimizer.norms import Norm, central_norms

ParameterValue = bool | int | float | str | tuple[str, ...]


POLICY_FILE = "policy.toml"
"""Name of a policy's file beside the tables it is for."""


class Form(StrEnum):
    """How a person moves: điều động, biệt phái, bố trí lại."""

    TRANSFER = "transfer"
    SECONDMENT = "secondment"
    REASSIGNMENT = "reassignment"


COVERAGE_FIRST = (
    "weighted_fill",
    "first_of_field",
    "fairness",
    "surplus_senders",
    "line_staff",
    "burden",
    "changes",
    "volunteers",
    "past_secondments",
    "rating",
    "home_distance",
)
"""The default order of tiers. The recorded lot always comes after the last of them."""


def _led_by(*tiers: str) -> tuple[str, ...]:
    """An order in which some tiers come first and the others follow in the default order."""
    return (*tiers, *(tier for tier in COVERAGE_FIRST if tier not in tiers))


DEFAULT_PROFILE = "coverage_first"

PROFILES: Mapping[str, tuple[str, ...]] = {
    DEFAULT_PROFILE: COVERAGE_FIRST,
    "fairness_first": _led_by("fairness", "field_fairness"),
    "max_min_coverage": _led_by("weighted_fill", "worst_commune"),
    "least_travel": _led_by("weighted_fill", "burden", "home_distance"),
    "least_cost": _led_by("weighted_fill", "cost"),
    "least_change": _led_by("weighted_fill", "changes"),
    "people_first": _led_by("weighted_fill", "volunteers", "wishes", "near_leaving", "border_homes"),
}
"""Orders of tiers by name, worded in the section ``profile``. Travel, cost and change come after
the seats filled: alone they would move nobody."""


OneLine = Annotated[str, AfterValidator(lambda text: " ".join(text.split())), Field(max_length=500)]
"""A text without line breaks, trimmed."""


class RuleSetting(BaseModel):
    """What a policy changes about one rule: parameter values by name, and whether it is on.

    With ``on`` None it is on if it is one that is on by default. ``reason`` says why, in one
    line; to depart from hard law without one is an error.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    on: bool | None = None
    reason: OneLine = ""

    @property
    def values(self) -> Mapping[str, ParameterValue]:
        """Parameter values given, by parameter name."""
        return {
            name: tuple(value) if isinstance(value, list) else value for name, value in (self.model_extra or {}).items()
        }


AwayForm = Literal[Form.TRANSFER, Form.SECONDMENT]
"""A form in which people leave their unit."""


class FormOverride(BaseModel):
    """The forms open from one kind of sender to one kind of commune-level unit, in place of the sender's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sender: SenderKind
    receiver: Literal[UnitKind.COMMUNE, UnitKind.WARD, UnitKind.SPECIAL_ZONE]
    forms: tuple[AwayForm, ...]


class Forms(BaseModel):
    """The forms in which each kind of sender may give people to communes, first choice first.

    Secondment takes a person outside the managing unit for a time; a transfer changes the
    payroll. Inside one unit the form is always a reassignment. ``overrides`` say otherwise for
    some kinds of receivers; of two about the same kinds the later one counts.

    >>> wards = FormOverride(sender="department", receiver="ward", forms=("transfer",))
    >>> forms = Forms(overrides=(wards,))
    >>> [forms.between(SenderKind.DEPARTMENT, kind)[0].value for kind in (UnitKind.WARD, UnitKind.COMMUNE)]
    ['transfer', 'secondment']
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    department: tuple[AwayForm, ...] = (Form.SECONDMENT,)
    public_service_unit: tuple[AwayForm, ...] = (Form.SECONDMENT,)
    commune: tuple[AwayForm, ...] = (Form.TRANSFER,)
    delivery_centre: tuple[AwayForm, ...] = (Form.SECONDMENT,)
    overrides: tuple[FormOverride, ...] = ()

    def between(self, sender: SenderKind, receiver: UnitKind) -> tuple[Form, ...]:
        """Forms open between two kinds of units."""
        forms: tuple[Form, ...] = getattr(self, sender.value)
        for override in self.overrides:
            if (override.sender, override.receiver) == (sender, receiver):
                forms = override.forms
        return forms

    def of(self, sender: SenderKind) -> tuple[Form, ...]:
        """Forms open to a kind of sender towards any receiver."""
        return tuple(dict.fromkeys(form for kind in COMMUNE_KINDS for form in self.between(sender, kind)))


class TravelSettings(BaseModel):
    """How distances are estimated where none are measured, and what the burden makes of them.

    A way is as much longer than the straight line as the mean of the detours at its ends:
    ``detours`` by the terrain of the units, fitted to ten published ways
    (:mod:`optimizer.travel.calibrate`), ``detour_factor`` where none is given. Beyond
    ``weekly_beyond_minutes`` one way people stay for the working week, so that every further
    minute is travelled once a week; without it everybody travels daily.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    detour_factor: float = Field(default=1.3, ge=1, le=5)
    detours: Mapping[Terrain, Annotated[float, Field(ge=1, le=5)]] = {
        Terrain.LOWLAND: 1.13,
        Terrain.HILLS: 1.19,
        Terrain.MOUNTAINS: 2.03,
    }
    speed_kmh: float = Field(default=35.0, gt=0, le=120)
    season: str = ""
    weekly_beyond_minutes: int | None = Field(default=None, ge=1, le=10_000)

    def detour(self, terrain: str) -> float:
        """How much longer than the straight line roads are in a terrain."""
        return self.detours.get(Terrain(terrain), self.detour_factor)


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

    as_of: date = Field(default_factory=date.today)
    starts_on: date | None = None
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
