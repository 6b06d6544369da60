"""A case file: what was published about a province, and what is assumed to fill it in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from optimizer.domain import Leg, SenderKind, UnitKind
from optimizer.edits import Scenario
from optimizer.policy import Form, Policy
from optimizer.rules.field_fit import FieldFit
from scenarios.library.margins import Centres, Communes, FieldCodes, Group, Part, People, SecondOffice, Sender, Share
from scenarios.library.tables import Commune, CommunePost, commune_posts, communes_of


class Selection(Part):
    """Moves of a plan that a published figure counts; what is empty selects all, ``senders`` are codes of the case."""

    forms: tuple[Form, ...] = ()
    sender_kinds: tuple[SenderKind, ...] = ()
    senders: tuple[str, ...] = ()
    fields: FieldCodes = ()


class Figure(Part):
    """One published number with its source: the address it was read at, or a publication of which none was kept.

    ``status`` is ``verified`` (read there), ``recalled``, or ``reported`` (no address).

    ``beside`` selects the moves of a plan that are set beside the number.
    ``fixes`` is the dotted path of the assumption that must equal it, where the roster
    reproduces the number directly; empty where the number is only set beside a plan.
    """

    figure: str
    value: int
    unit: str
    as_of: str
    source: Annotated[str, Field(min_length=1)]
    status: Literal["verified", "recalled", "reported"]
    note: str = ""
    fixes: str = ""
    beside: Selection | None = None

    @model_validator(mode="after")
    def _is_cited(self) -> Self:
        if self.status != "reported" and not re.fullmatch(r"https?://\S+", self.source):
            raise ValueError("source: an address is asked for, unless the status is `reported`")
        return self


class Posts(Part):
    """What filling the posts of ``priority_fields`` is worth, in ordinary seats; ``layout`` in place of the library's.

    ``seats`` are the seats of single posts of the layout where a case differs from it.
    """

    priority_fields: FieldCodes = ("IT", "ACC", "LAN", "CON")
    priority: Annotated[float, Field(gt=0)] = 1.5
    layout: tuple[CommunePost, ...] = ()
    seats: Mapping[str, People] = {}


class Roster(Part):
    """Shares of people with some property.

    ``own_field``: the field known is the post's, else a related one. ``second_field``: a
    second field is known. ``own_commune``: commune and centre staff living where they work.
    ``barred``: a legal bar stands. ``seconded_before``: came back from a secondment.
    ``languages``: speak a language besides Vietnamese, by its code, outside the communes that
    need it. A retirement is on record ``announced_years`` ahead. With ``detail`` ``counts``
    nothing but headcounts is written: one nameless group a commune, of unknown field.
    """

    detail: Literal["people", "counts"] = "people"
    own_field: Share = 0.85
    second_field: Share = 0.1
    own_commune: Share = 0.6
    volunteers: Share = 0.15
    planned_leaders: Share = 0.1
    barred: Share = 0.02
    seconded_before: Share = 0.04
    languages: Mapping[str, Share] = {}
    announced_years: Annotated[float, Field(ge=0, le=40)] = 3.0


class Rounds(Part):
    """So many plans in a chain, so many ``months`` apart, each on what the one before left."""

    number: Annotated[int, Field(ge=1, le=20)] = 1
    months: Annotated[int, Field(ge=1, le=60)] = 12


class Place(Part):
    """A commune of another time than 2025, in place of the province's."""

    code: str
    name: str
    kind: Literal[UnitKind.COMMUNE, UnitKind.WARD, UnitKind.SPECIAL_ZONE]
    latitude: float
    longitude: float
    area_km2: Annotated[float, Field(gt=0)]


class Case(Part):
    """One province: published figures, assumptions, and the policy its plan is made under.

    Only ``figures`` are facts; every other number is an assumption of the synthetic roster.
    ``places`` are the communes, unless they are the province's of 2025. The plan is that of the
    what-if named ``planned``, or of the tables as they are.
    """

    name: str
    title_vi: str
    title_en: str
    province_code: str
    seed: Annotated[int, Field(ge=0)] = 1
    seat: str = ""
    figures: tuple[Figure, ...] = ()
    places: tuple[Place, ...] = ()
    communes: Communes
    groups: tuple[Group, ...] = ()
    posts: Posts = Posts()
    offices: tuple[SecondOffice, ...] = ()
    legs: tuple[Leg, ...] = ()
    senders: tuple[Sender, ...] = ()
    centres: Centres | None = None
    roster: Roster = Roster()
    rounds: Rounds = Rounds()
    what_ifs: Mapping[str, Scenario] = {}
    planned: str = ""
    policy: Policy

    @property
    def as_of(self) -> date:
        """The day the case describes."""
        return self.policy.as_of

    @property
    def min_fit(self) -> float:
        """The fit below which the policy lets nobody take a post."""
        return FieldFit().min_fit(self.policy)

    @property
    def commune_list(self) -> tuple[Commune, ...]:
        """The communes, by code."""
        if self.places:
            return tuple(Commune(**dict(place)) for place in sorted(self.places, key=lambda place: place.code))
        return communes_of(self.province_code)

    @property
    def layout(self) -> tuple[CommunePost, ...]:
        """The posts of a commune."""
        posts = self.posts.layout or commune_posts()
        return tuple(replace(post, seats=self.posts.seats.get(post.key, post.seats)) for post in posts)

    @property
    def senders_give(self) -> int:
        """People whom all senders gave by hand."""
        return sum(sender.gives or 0 for sender in self.senders)

    def seat_of(self, sender: Sender) -> str:
        """The commune in which a sender has its office."""
        return sender.seat or self.seat

    @model_validator(mode="after")
    def _numbers_agree(self) -> Self:
        try:
            codes = {commune.code for commune in self.commune_list}
        except KeyError:
            raise ValueError("province_code: no communes have this province code") from None
        communes, keys = self.communes, {post.key for post in self.layout}
        named = {*communes.known, *(office.unit for office in self.offices)}
        named.update(code for group in self.groups for code in group.communes)
        posts = {*communes.vacant_posts, *communes.crowded_posts, *self.posts.seats}
        posts.update(key for known in communes.known.values() for key in (*known.seats, *known.vacant))
        posts.update(key for office in self.offices for key in office.seats)
        demands = {
            "policy.as_of must be given": "as_of" in self.policy.model_fields_set,
            "communes.units must be the province's": len(codes) == communes.units,
            "over_units and short_units exceed units": communes.over_units + communes.short_units <= communes.units,
            "over_people must be one a unit at least": communes.over_people >= communes.over_units,
            "short_people must be one a unit at least": communes.short_people >= communes.short_units,
            "transferable exceeds over_units": communes.transferable <= communes.over_units,
            "misplaced exceeds short_units": communes.misplaced <= communes.short_units,
            "surplus_fields and without name the same field": communes.without.keys().isdisjoint(
                communes.surplus_fields
            ),
            "centres.qualified exceeds units": self.centres is None or self.centres.qualified <= communes.units,
            "a sender's seat must be a commune of the province": {self.seat_of(row) for row in self.senders} <= codes,
            "sender codes repeat": len({sender.code for sender in self.senders}) == len(self.senders),
            "a commune is named that the province does not have": named <= codes,
            "a post is named that the layout does not have": posts <= keys,
            "planned names no what-if": not self.planned or self.planned in self.what_ifs,
        }
        broken = [demand for demand, holds in demands.items() if not holds]
        for figure in self.figures:
            if figure.fixes and self.at(figure.fixes) != figure.value:
                broken.append(f"{figure.fixes} must be {figure.value}, as published ({figure.figure})")
        if broken:
            raise ValueError("; ".join(broken))
        return self

    def at(self, path: str) -> object:
        """The value at a dotted path, None where there is none; rows are found by their code or name."""
        value: object = self
        for name in path.split("."):
            if isinstance(value, tuple):
                value = next(
                    (row for row in value if name in (getattr(row, "code", ""), getattr(row, "name", ""))), None
                )
            else:
                value = value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
        return value
