"""The second shape of a rule: at most, or at least, so many of a set of moves, for every subject."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import Facts
from optimizer.plan import Move, Plan
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import Rule, Violation

UNLIMITED = 2**52
"""A bound that no number of moves, and no sum of đồng, reaches."""


class Place(StrEnum):
    """Where on a person's way a limit counts. There it can be a capacity of the network.

    The way out passes the person, the post held (``HELD``), the field of the unit left
    (``RELEASE``) and the unit left (``LEAVING``); the way in passes the post, for those who
    stay first its seats without owner (``POST_FOR_GOOD``), then the field of the unit entered
    (``ENTERING``) and the unit entered (``ARRIVING``). ``NET_DEPARTURES`` and ``NET_ARRIVALS``
    count both ways of a unit against each other. A limit at ``NOWHERE`` counts across ways.

    Subjects at a place are numbered by rows of employees, posts, or units; a field of a unit
    is the unit's row x number of fields + the field's position.
    """

    PERSON = "person"
    HELD = "held"
    RELEASE = "release"
    LEAVING = "leaving"
    NET_DEPARTURES = "net_departures"
    NET_ARRIVALS = "net_arrivals"
    ARRIVING = "arriving"
    ENTERING = "entering"
    POST = "post"
    POST_FOR_GOOD = "post_for_good"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class Places:
    """Place and number at that place of every subject of a limit, as arrays of one length.

    ``place`` holds values of :class:`Place`.
    """

    place: NDArray[np.str_]
    number: NDArray[np.intp]


@dataclass(frozen=True)
class Bounds:
    """Lower and upper bound of every subject of a limit, as integer arrays of one length.

    A lower bound above zero is a *demand*: that nobody moves does not meet it.
    """

    lower: NDArray[np.int64]
    upper: NDArray[np.int64]


@dataclass(frozen=True)
class Members:
    """Which candidate pairs count against which subject, and how much.

    Three arrays of one length: row of the pair, row of the subject, coefficient (not zero; a
    pair counts at most once per subject).
    """

    move: NDArray[np.intp]
    subject: NDArray[np.intp]
    coefficient: NDArray[np.int64]


@dataclass(frozen=True)
class Demand:
    """A lower bound of a limit, and the number counted in a plan."""

    rule: str
    subject: str
    demanded: int
    counted: int

    @property
    def missing(self) -> int:
        """By how much the plan misses it."""
        return max(self.demanded - self.counted, 0)


class LimitRule(Rule):
    """At most, or at least, so many of a set of moves, for every subject.

    For every subject: lower <= sum of coefficient x number over its members <= upper.
    ``place`` says where the subjects are counted; the compiler makes a limit a capacity
    there if its members are all that passes.
    """

    place: ClassVar[Place] = Place.NOWHERE

    def places(self, facts: Facts) -> Places:
        """Where every subject is counted; one place for all unless a rule says otherwise."""
        subjects = len(self.bounds(facts).upper)
        return Places(np.full(subjects, self.place.value), np.arange(subjects))

    @abstractmethod
    def bounds(self, facts: Facts) -> Bounds:
        """The bounds of all subjects."""

    @abstractmethod
    def members(self, pairs: Pairs) -> Members:
        """Which of the candidate pairs count, vectorised."""

    @abstractmethod
    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """The readable statement: subjects one move of a plan counts against, and how much."""

    def label(self, subject: int, facts: Facts) -> str:
        """Code of a subject: that of its place, unless a rule numbers its subjects otherwise."""
        return code_at(self.place, subject, facts)

    def violations(self, plan: Plan, facts: Facts) -> list[Violation]:
        """The limit counted afresh on a plan, one move after the other."""
        total, bounds = self._counted(plan, facts), self.bounds(facts)
        return [
            self.violation(self.label(subject, facts), number, int(bounds.lower[subject]), int(bounds.upper[subject]))
            for subject, number in sorted(total.items())
            if not bounds.lower[subject] <= number <= bounds.upper[subject]
        ]

    def demands(self, plan: Plan, facts: Facts) -> list[Demand]:
        """Every lower bound that nobody moving does not meet, and what a plan counts of it."""
        lower = self.bounds(facts).lower
        demanded = np.flatnonzero(lower > 0).tolist()
        total = self._counted(plan, facts) if demanded else Counter[int]()
        return [
            Demand(self.id, self.label(subject, facts), int(lower[subject]), total[subject]) for subject in demanded
        ]

    def _counted(self, plan: Plan, facts: Facts) -> Counter[int]:
        """What a plan counts against every subject it touches, or that demands something."""
        total: Counter[int] = Counter(dict.fromkeys(np.flatnonzero(self.bounds(facts).lower > 0).tolist(), 0))
        for move in plan.moves:
            for subject, coefficient in self.charges(move, facts):
                total[subject] += coefficient * move.count
        return total

    def violation(self, subject: str, number: int, lower: int, upper: int) -> Violation:
        """This limit broken by a subject, with the number counted and the bound it breaks."""
        limit = upper if number > upper else lower
        return Violation(self.id, subject, {"subject": subject, "number": number, "limit": limit}, self.sentences)


def code_at(place: Place, number: int, facts: Facts) -> str:
    """Who or what has a number at a place: a person's id, the code of a post or unit, ``00004/IT`` for a field of one.

    Raises ValueError for ``NOWHERE``, where nothing is numbered.
    """
    dataset, fields = facts.dataset, facts.counts.field_codes
    if place is Place.NOWHERE:
        raise ValueError("nothing is numbered nowhere")
    if place is Place.PERSON:
        return str(dataset.employees["id"].iat[number])
    if place in (Place.HELD, Place.POST, Place.POST_FOR_GOOD):
        return str(dataset.posts["code"].iat[number])
    if place in (Place.RELEASE, Place.ENTERING):
        unit, field = divmod(number, len(fields))
        return f"{dataset.units['code'].iat[unit]}/{fields[field]}"
    return str(dataset.units["code"].iat[number])


def number_at(place: Place, code: str, facts: Facts) -> int:
    """The number that a code has at a place: the reverse of :func:`code_at`. Raises KeyError for an unknown one."""
    dataset, fields = facts.dataset, facts.counts.field_codes
    if place is Place.PERSON:
        return dataset.employee_row[code]
    if place in (Place.HELD, Place.POST, Place.POST_FOR_GOOD):
        return dataset.post_row[code]
    if place in (Place.RELEASE, Place.ENTERING):
        unit, field = code.rsplit("/", 1)
        return dataset.unit_row[unit] * len(fields) + fields.index(field)
    return dataset.unit_row[code]
