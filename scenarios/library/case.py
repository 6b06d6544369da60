"""A case file: what was published about a province, and what is assumed to fill it in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from optimizer.domain import UnitKind
from optimizer.policy import Policy
from optimizer.rules.field_fit import FieldFit
from scenarios.library.tables import communes_of, fields

People = Annotated[int, Field(ge=0, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1)]


Codes = TypeVar("Codes", bound=Collection[str])


def _known_fields(codes: Codes) -> Codes:
    unknown = set(codes) - {field.code for field in fields()}
    if unknown:
        raise ValueError(f"fields of expertise unknown: {', '.join(sorted(unknown))}")
    return codes


Weight = Annotated[float, Field(gt=0)]
FieldWeights = Annotated[Mapping[str, Weight], Field(min_length=1), AfterValidator(_known_fields)]
"""Relative weights by field of expertise."""

FieldCodes = Annotated[tuple[str, ...], AfterValidator(_known_fields)]
"""Fields of expertise by code."""


def _known_province(code: str) -> str:
    try:
        communes_of(code)
    except KeyError:
        raise ValueError("no communes have this province code") from None
    return code


class _Part(BaseModel):
    """A part of a case file: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Part):
    """One published number with its source.

    ``fixes`` is the dotted path of the assumption that must equal it, where the roster
    reproduces the number directly; empty where the number is only set beside a plan.
    """

    figure: str
    value: int
    unit: str
    as_of: str
    source: Annotated[str, Field(pattern=r"^https?://\S+$")]
    status: Literal["verified", "recalled"]
    note: str = ""
    fixes: str = ""


class Communes(_Part):
    """The commune level: how many units are over and under their quota, by how many people, in which fields.

    ``over_people`` and ``short_people`` are gross: payroll above quota summed over the units
    over, below summed over the units short. Seats stand vacant by the weights of
    ``vacant_fields``; in every unit over its quota one seat of each of ``vacant_beside_surplus``
    does too. ``transferable`` people of the surplus qualify for a vacant seat elsewhere, the
    others for none; ``unposted`` of it hold no post. ``misplaced`` people hold a post outside
    their field while a seat of their field is vacant at home. ``on_leave`` are absent for long.
    """

    units: Annotated[int, Field(ge=1)]
    population: Annotated[int, Field(ge=0, le=200_000_000)]
    ward_weight: Annotated[float, Field(gt=0)]
    over_units: People
    over_people: People
    short_units: People
    short_people: People
    vacant_fields: FieldWeights
    vacant_beside_surplus: FieldCodes
    surplus_fields: FieldWeights
    transferable: People
    unposted: People
    misplaced: People
    on_leave: People


class Posts(_Part):
    """What filling the posts of ``priority_fields`` is worth, in ordinary seats."""

    priority_fields: FieldCodes
    priority: Annotated[float, Field(gt=0)]


class Sender(_Part):
    """A provincial department or public service unit, its office in the commune ``seat``."""

    code: str
    name: str
    kind: Literal[UnitKind.DEPARTMENT, UnitKind.PUBLIC_SERVICE_UNIT]
    sector: str
    seat: str
    staff: Annotated[int, Field(ge=1)]
    fields: FieldWeights


class Centres(_Part):
    """The delivery centres, one a commune: ``missing`` people of ``floor`` each, summed over all.

    ``qualified`` centres have one person who qualifies for a vacant civil-servant post, the
    others nobody.
    """

    floor: People
    missing: People
    least: People
    most: People
    qualified: People
    fields: FieldWeights


class Roster(_Part):
    """Shares of people with some property.

    ``own_field``: the field known is the post's, else a related one. ``second_field``: a
    second field is known. ``own_commune``: commune and centre staff living where they work.
    ``barred``: a legal bar stands. ``seconded_before``: came back from a secondment.
    """

    own_field: Share
    second_field: Share
    own_commune: Share
    volunteers: Share
    planned_leaders: Share
    barred: Share
    seconded_before: Share


class Case(_Part):
    """One province: published figures, assumptions, and the policy its plan is made under.

    Only ``figures`` are facts; every other number is an assumption of the synthetic roster.
    """

    name: str
    title_vi: str
    title_en: str
    province_code: Annotated[str, AfterValidator(_known_province)]
    seed: Annotated[int, Field(ge=0)]
    figures: tuple[Figure, ...]
    communes: Communes
    posts: Posts
    senders: tuple[Sender, ...]
    centres: Centres
    roster: Roster
    policy: Policy

    @property
    def as_of(self) -> date:
        """The day the case describes."""
        return self.policy.as_of

    @property
    def min_fit(self) -> float:
        """The fit below which the policy lets nobody take a post."""
        return FieldFit().min_fit(self.policy)

    @model_validator(mode="after")
    def _numbers_agree(self) -> Self:
        communes = self.communes
        demands = {
            "policy.as_of must be given": "as_of" in self.policy.model_fields_set,
            "communes.units must be the province's": len(communes_of(self.province_code)) == communes.units,
            "over_units and short_units exceed units": communes.over_units + communes.short_units <= communes.units,
            "over_people must be one a unit at least": communes.over_people >= communes.over_units,
            "short_people must be one a unit at least": communes.short_people >= communes.short_units,
            "transferable exceeds over_units": communes.transferable <= communes.over_units,
            "misplaced exceeds short_units": communes.misplaced <= communes.short_units,
            "centres.qualified exceeds units": self.centres.qualified <= communes.units,
            "a sender's seat must be a commune of the province": {sender.seat for sender in self.senders}
            <= {commune.code for commune in communes_of(self.province_code)},
            "sender codes repeat": len({sender.code for sender in self.senders}) == len(self.senders),
        }
        broken = [demand for demand, holds in demands.items() if not holds]
        for figure in self.figures:
            if figure.fixes and self._at(figure.fixes) != figure.value:
                broken.append(f"{figure.fixes} must be {figure.value}, as published ({figure.figure})")
        if broken:
            raise ValueError("; ".join(broken))
        return self

    def _at(self, path: str) -> object:
        """The value at a dotted path, None where there is none."""
        value: object = self
        for name in path.split("."):
            value = getattr(value, name, None)
        return value
