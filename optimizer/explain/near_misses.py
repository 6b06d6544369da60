"""People whom one single rule, which a planner might relax, keeps from a post; the nearest first."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.arrays import Indices
from optimizer.facts import Facts
from optimizer.months import months_after, months_until
from optimizer.pricing.open_moves import in_every_form, with_room
from optimizer.rules import PAIR_RULES, Pairs
from optimizer.rules.cooldown import Cooldown
from optimizer.rules.field_fit import FieldFit
from optimizer.rules.leaving_soon import LeavingSoon
from optimizer.rules.max_distance import MaxDistance

Masks = Mapping[str, NDArray[np.bool_]]

NEAREST = 5
"""People kept per post and rule: of those farther off nothing is said."""

CHUNK = 1 << 18
"""Pairs looked at together."""


def _days(column: str, sign: int) -> Callable[[Pairs], NDArray[np.float64]]:
    """Days as numbers, those without a day last."""

    def distance(pairs: Pairs) -> NDArray[np.float64]:
        days = pairs.of_employee(column).to_numpy("datetime64[D]").astype(np.float64)
        return np.where(np.isnan(days) | (days < -1e15), np.inf, sign * days)

    return distance


DISTANCE: Mapping[str, Callable[[Pairs], NDArray[np.float64]]] = {
    MaxDistance.id: lambda pairs: pairs.km,
    FieldFit.id: lambda pairs: np.where(pairs.fit > 0, -pairs.fit, np.inf),
    LeavingSoon.id: _days("leaves_on", -1),
    Cooldown.id: _days("last_return", 1),
}
"""Rules that a planner might relax by some km, a related field or some months: what says how far off somebody is."""


BEYOND: Mapping[str, Callable[[Mapping[str, Any], date], float]] = {
    MaxDistance.id: lambda figures, _: math.ceil(figures["km"] - figures["max_km"]),
    FieldFit.id: lambda figures, _: figures["fit"],
    LeavingSoon.id: lambda figures, _: months_until(figures["leaves_on"], figures["needed_until"]),
    Cooldown.id: lambda figures, start: months_until(months_after(start, -figures["months"]), figures["last_return"]),
}
"""By the same rules how far beyond what is allowed a move that starts on a day is, from the refusal's figures: km,
the fit of the related field, or months."""


@dataclass(frozen=True)
class NearMisses:
    """Moves that one rule alone refuses, each with the rule's number in ``rules``."""

    pairs: Pairs
    rules: tuple[str, ...]
    rule: Indices


def near_misses(facts: Facts, posts: Indices) -> NearMisses:
    """The nearest moves into posts, given by their rows, that limits leave room for and one such rule refuses."""
    parts = [_nearest(pairs, refused) for pairs, refused in refused_only_by(facts, posts, DISTANCE)]
    pairs = with_room(Pairs.joined(facts, parts))
    asked = [rule for rule in PAIR_RULES if rule.is_on(facts.policy) and rule.id in DISTANCE]
    names = tuple(rule.id for rule in asked)
    refused = np.array([rule.mask(pairs) for rule in asked]).reshape(len(names), len(pairs))
    return NearMisses(pairs, names, refused.argmax(axis=0) if len(names) else np.empty(0, np.intp))


def refused_only_by(facts: Facts, posts: Indices, some: Collection[str]) -> Iterator[tuple[Pairs, Masks]]:
    """Moves into posts that none but ``some`` rules refuse, and which each of these does refuse, chunk by chunk."""
    rules = [rule for rule in PAIR_RULES if rule.is_on(facts.policy)]
    people = len(facts.dataset.employees)
    step = max(CHUNK // max(people, 1), 1)
    for first in range(0, len(posts), step):
        chunk = posts[first : first + step]
        pairs = in_every_form(facts, np.repeat(np.arange(people), len(chunk)), np.tile(chunk, people))
        for rule in rules:
            if rule.id not in some:
                pairs = pairs.taken(~rule.mask(pairs))
        yield pairs, {rule.id: rule.mask(pairs) for rule in rules if rule.id in some}


def _nearest(pairs: Pairs, refused: Masks) -> Pairs:
    """Of the moves that one rule refuses the nearest of every post and rule."""
    number = np.sum(list(refused.values()), axis=0) if refused else np.zeros(len(pairs))
    kept = []
    for name, mask in refused.items():
        rows = np.flatnonzero(mask & (number == 1))
        some = pairs.taken(rows)
        distance = DISTANCE[name](some)
        order = np.lexsort((some.reopens, some.form, some.employee, distance, some.post))
        order = order[np.isfinite(distance[order])]
        post = some.post[order]
        first = np.searchsorted(post, post)
        kept.append(rows[order[np.arange(len(order)) - first < NEAREST]])
    return pairs.taken(np.sort(np.concatenate([np.empty(0, np.intp), *kept])))
