"""A plan in numbers: how many people go from where to where, in which form and field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from optimizer.plan import Move
from optimizer.policy import Form

_ORDER = list(Form)


@dataclass(frozen=True)
class Flow:
    """People who go the same way. ``field`` is that of the posts they take."""

    form: Form
    from_unit: str
    to_unit: str
    field: str
    people: int


def flows_of(moves: Iterable[Move]) -> tuple[Flow, ...]:
    """Moves added up by form, sender, receiver and field, in that order."""
    people: Counter[tuple[Form, str, str, str]] = Counter()
    for move in moves:
        people[move.form, move.from_unit, move.to_unit, move.field] += move.count
    return tuple(Flow(*way, people[way]) for way in sorted(people, key=lambda way: (_ORDER.index(way[0]), way)))
