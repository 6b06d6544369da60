"""Who bears a plan: shortage between communes, and moves by sex, age, sender and distance.

No group of fewer than :data:`FEWEST` people moved is told of: small groups are told of together, so that none can
be worked out from the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import cast

from optimizer.domain import Employee, EmployeeKind
from optimizer.explain.shortages import Shortages, shortages_of
from optimizer.facts import Facts
from optimizer.months import months_after
from optimizer.plan import Move, Plan
from optimizer.policy import Form
from optimizer.rules.burden import Burden

FEWEST = 5
"""People whom a group that is told of holds at least."""

AGES = (30, 40, 50)
"""Years of age at which a band ends and the next begins."""

DISTANCES_KM = (15, 30, 50, 100)
"""Km at which a band ends and the next begins: steps of provinces' travel allowances."""

NOT_STATED = ""
"""The group of those of whom the tables do not say it."""


class Trait(StrEnum):
    """What people are grouped by: sex, band of age, the unit that sends them, band of distance."""

    SEX = "sex"
    AGE = "age"
    SENDER = "sender"
    DISTANCE = "distance"


@dataclass(frozen=True)
class Share:
    """What people of some groups bear together: one group, or small ones and the next in size.

    A group is a sex, a unit's code, or the lower end of a band of years or km; :data:`NOT_STATED` if unknown.
    ``staff`` counts the civil servants and public employees of the groups, None for distances; ``moved`` those
    transferred or seconded, ``unwilling`` those of them who did not volunteer, ``minutes`` their burden.
    """

    trait: Trait
    groups: tuple[str, ...]
    staff: int | None
    moved: int
    unwilling: int
    minutes: int


@dataclass(frozen=True)
class Fairness:
    """Shortage between communes; how many people are transferred or seconded, how many of them unwilling; who they are.

    Where fewer than :data:`FEWEST` people are moved ``shares`` is empty.
    """

    shortages: Shortages
    moved: int
    unwilling: int
    shares: tuple[Share, ...]


def fairness_of(plan: Plan, facts: Facts) -> Fairness:
    """How shortage and burden are spread.

    Raises KeyError if the plan names an employee, unit or post that the dataset does not have.
    """
    people = {person.id: person for person in cast("list[Employee]", facts.dataset.rows("employees"))}
    staff: Counter[tuple[Trait, str]] = Counter()
    for person in people.values():
        if person.kind in (EmployeeKind.CIVIL_SERVANT, EmployeeKind.PUBLIC_EMPLOYEE):
            for key in _traits(person, facts.policy.start):
                staff[key] += person.count
    moves = [move for move in plan.moves if move.form is not Form.REASSIGNMENT]
    moved: dict[tuple[Trait, str], list[Move]] = {}
    for move in moves:
        keys = _traits(people[move.employee], facts.policy.start)
        for key in (*keys, (Trait.DISTANCE, _band(move.km, DISTANCES_KM))):
            moved.setdefault(key, []).append(move)
    return Fairness(
        shortages_of(plan, facts),
        _heads(moves),
        _heads(move for move in moves if not move.volunteer),
        tuple(share for trait in Trait for share in _shares(trait, moved, staff, facts)),
    )


def _traits(person: Employee, day: date) -> Iterator[tuple[Trait, str]]:
    """The groups that a person is in, but for that of distance."""
    yield Trait.SEX, person.sex.value
    yield Trait.AGE, _band(None if person.birth_date is None else _years(person.birth_date, day), AGES)
    yield Trait.SENDER, person.unit


def _years(birth: date, day: date) -> int:
    """Full years of age on a day."""
    years = day.year - birth.year
    return years if months_after(birth, 12 * years) <= day else years - 1


def _band(number: float | None, ends: tuple[int, ...]) -> str:
    """The lower end of the band that a number lies in."""
    return NOT_STATED if number is None else str(max((end for end in ends if end <= number), default=0))


def _shares(
    trait: Trait, moved: Mapping[tuple[Trait, str], list[Move]], staff: Mapping[tuple[Trait, str], int], facts: Facts
) -> Iterator[Share]:
    """The groups of one trait, those too small to be told of put together with the next in size."""
    groups = {group: moves for (of, group), moves in moved.items() if of is trait}
    by_size = sorted(groups, key=lambda group: (_heads(groups[group]), group))
    together = _too_small([_heads(groups[group]) for group in by_size])
    apart = [(group,) for group in _in_order(trait, by_size[together:])]
    for several in (*apart, _in_order(trait, by_size[:together])):
        moves = [move for group in several for move in groups[group]]
        if _heads(moves) >= FEWEST:
            yield Share(
                trait,
                several,
                None if trait is Trait.DISTANCE else sum(staff[trait, group] for group in several),
                _heads(moves),
                _heads(move for move in moves if not move.volunteer),
                sum(Burden().price(move, facts) * move.count for move in moves),
            )


def _too_small(sizes: Sequence[int]) -> int:
    """How many of some groups, the smallest first, are told of together: none, or several that hold enough people.

    >>> _too_small([5, 8]), _too_small([4, 9, 20]), _too_small([1, 2, 3]), _too_small([1, 1, 7, 8])
    (0, 2, 3, 3)
    """
    together = sum(size < FEWEST for size in sizes)
    while 0 < together < len(sizes) and (together == 1 or sum(sizes[:together]) < FEWEST):
        together += 1
    return together


def _in_order(trait: Trait, groups: Sequence[str]) -> tuple[str, ...]:
    """Bands from the lowest, codes by name, what is not stated last."""
    width = max(map(len, groups), default=0) if trait in (Trait.AGE, Trait.DISTANCE) else 0
    return tuple(sorted(groups, key=lambda group: (group == NOT_STATED, group.rjust(width, "0"))))


def _heads(moves: Iterable[Move]) -> int:
    return sum(move.count for move in moves)
