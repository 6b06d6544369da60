"""Two plans side by side: person by person, post by post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from optimizer.plan import Move
from optimizer.planned import Planned
from optimizer.policy import Form

Ways = frozenset[tuple[str, Form, int]]
"""What a plan does with a person or a group: posts taken, in which form, by how many people."""

Arrivals = frozenset[tuple[str, Form, int]]
"""What a plan does with a post: who takes it, in which form, how many people."""


class Difference(StrEnum):
    """How a person fares in the second of two plans."""

    KEPT = "kept"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class PersonPair:
    """The moves of one employee (or group) in two plans, of which at least one moves them.

    The same post in the same form by as many people is the same move, as in the tier ``changes``.
    """

    employee: str
    before: Ways
    after: Ways

    @property
    def difference(self) -> Difference:
        """How the person fares in the second plan."""
        if self.before == self.after:
            return Difference.KEPT
        if not self.after:
            return Difference.GONE
        return Difference.CHANGED if self.before else Difference.NEW


@dataclass(frozen=True)
class PostPair:
    """Who takes a post in two plans, and the seats that stay vacant; None where the tables do not have the post."""

    post: str
    before: Arrivals
    after: Arrivals
    vacant_before: int | None
    vacant_after: int | None

    @property
    def differs(self) -> bool:
        """Whether the two plans fill the post differently."""
        return (self.before, self.vacant_before) != (self.after, self.vacant_after)


@dataclass(frozen=True)
class Comparison:
    """Two plans, and all people and posts that either of them touches, in the order of their codes."""

    before: Planned
    after: Planned
    people: tuple[PersonPair, ...]
    posts: tuple[PostPair, ...]

    @property
    def different_people(self) -> tuple[PersonPair, ...]:
        """Those whom the two plans treat differently."""
        return tuple(pair for pair in self.people if pair.difference is not Difference.KEPT)

    @property
    def different_posts(self) -> tuple[PostPair, ...]:
        """Those that the two plans fill differently."""
        return tuple(pair for pair in self.posts if pair.differs)


def compare(before: Planned, after: Planned) -> Comparison:
    """Hold two plans against each other; they may be of different tables, policies and days."""
    ways, other_ways = ways_of(before.moves), ways_of(after.moves)
    arrivals, other_arrivals = arrivals_of(before.moves), arrivals_of(after.moves)
    vacant, other_vacant = vacant_seats(before), vacant_seats(after)
    left_vacant = (code for seats in (vacant, other_vacant) for code, number in seats.items() if number)
    return Comparison(
        before,
        after,
        tuple(
            PersonPair(employee, ways.get(employee, frozenset()), other_ways.get(employee, frozenset()))
            for employee in sorted({*ways, *other_ways})
        ),
        tuple(
            PostPair(
                post,
                arrivals.get(post, frozenset()),
                other_arrivals.get(post, frozenset()),
                vacant.get(post),
                other_vacant.get(post),
            )
            for post in sorted({*arrivals, *other_arrivals, *left_vacant})
        ),
    )


def ways_of(moves: Iterable[Move]) -> Mapping[str, Ways]:
    """What moves do with every person they name."""
    ways = defaultdict(set)
    for move in moves:
        ways[move.employee].add((move.to_post, move.form, move.count))
    return {employee: frozenset(its) for employee, its in ways.items()}


def arrivals_of(moves: Iterable[Move]) -> Mapping[str, Arrivals]:
    """What moves do with every post they name."""
    arrivals = defaultdict(set)
    for move in moves:
        arrivals[move.to_post].add((move.employee, move.form, move.count))
    return {post: frozenset(its) for post, its in arrivals.items()}


def vacant_seats(planned: Planned) -> Mapping[str, int]:
    """Seats that a plan leaves vacant, for every post of its tables."""
    seats = dict.fromkeys(planned.dataset.posts["code"].tolist(), 0)
    for vacancy in planned.unfilled:
        seats[vacancy.post] += vacancy.seats
    return seats
