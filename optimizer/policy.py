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

from pydantic import BaseModel, ConfigDict, Field

from optimizer.domain import SenderKind

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
    "burden",
    "volunteers",
    "past_secondments",
    "rating",
    "home_distance",
)
"""The default order of tiers. The recorded lot always comes after the last of them."""


class RuleSetting(BaseModel):
    """What a policy changes about one rule: whether it is on, and parameter values by name."""

    model_config = ConfigDict(frozen=True, extra="allow")

    on: bool = True
    reason: str = ""

    @property
    def values(self) -> Mapping[str, ParameterValue]:
        """Parameter values given, by parameter name."""
        return {
            name: tuple(value) if isinstance(value, list) else value for name, value in (self.model_extra or {}).items()
        }


class Forms(BaseModel):
    """The forms in which each kind of sender may give people to communes, first choice first.

    Secondment takes a person outside the managing unit for a time; a transfer changes the
    payroll. Inside one unit the form is always a reassignment.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    department: tuple[Form, ...] = (Form.SECONDMENT,)
    public_service_unit: tuple[Form, ...] = (Form.SECONDMENT,)
    commune: tuple[Form, ...] = (Form.TRANSFER,)
    delivery_centre: tuple[Form, ...] = (Form.SECONDMENT,)

    def of(self, sender: SenderKind) -> tuple[Form, ...]:
        """Forms open to a kind of sender."""
        forms: tuple[Form, ...] = getattr(self, sender.value)
        return forms


class TravelSettings(BaseModel):
    """How distances are estimated where none are measured."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    detour_factor: float = Field(default=1.3, ge=1, le=5)
    speed_kmh: float = Field(default=35.0, gt=0, le=120)
    season: str = ""


class Policy(BaseModel):
    """Everything a plan depends on besides the tables.

    ``as_of`` is the day the plan is made for; rules in force, running secondments and ages
    are counted on it. ``term_months`` is the length of a new secondment.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: date = Field(default_factory=date.today)
    term_months: int = Field(default=6, ge=1, le=36)
    forms: Forms = Forms()
    travel: TravelSettings = TravelSettings()
    tiers: tuple[str, ...] = COVERAGE_FIRST
    rules: Mapping[str, RuleSetting] = Field(default_factory=dict)

    def setting(self, rule: str) -> RuleSetting:
        """What this policy changes about a rule."""
        return self.rules.get(rule, RuleSetting())


def read_policy(path: Path) -> Policy:
    """The policy of a TOML file.

    Raises OSError, tomllib.TOMLDecodeError or pydantic.ValidationError.
    """
    return Policy.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
