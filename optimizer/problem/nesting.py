"""Which limits nest in the network and which are side rows, found by counting.

A limit says at which place on a person's way it counts (:class:`optimizer.rules.limit_rule.Place`).
It nests there if its members are exactly what passes, with the same sign. If more passes
than it counts, or it counts what does not pass, the place bounds it only loosely and the
limit is kept as a side row, unless no choice can exceed it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from optimizer.arrays import Indices, Ints, Mask
from optimizer.problem.places import Passage, passages, size_of
from optimizer.problem.problem import Limit, Problem
from optimizer.problem.side_rows import SideRows, joined, most_of, rows_of, rows_of_tier
from optimizer.rules.limit_rule import UNLIMITED, Members, Place
from optimizer.rules.unmet_demands import UNMET_DEMANDS


class Reason(StrEnum):
    """What became of a limit's subject, and why.

    It nests, since all that passes its place counts. It cannot bind, since its members are too
    few. A demand is priced move by move, since no more than demanded can come. Or it is a
    side row: more passes its place than it counts, it counts what does not pass there, or it
    counts across ways.
    """

    NESTS = "nests"
    CANNOT_BIND = "cannot_bind"
    PRICED = "priced"
    MORE_PASSES = "more_passes"
    COUNTS_ELSEWHERE = "counts_elsewhere"
    ACROSS_WAYS = "across_ways"


@dataclass(frozen=True)
class Verdict:
    """What became of some subjects of a limit; ``example`` is the label of the first."""

    rule: str
    place: Place
    reason: Reason
    subjects: int
    example: str


@dataclass(frozen=True)
class Nesting:
    """Capacities and demands of the network's places, and the rows that do not nest.

    ``capacity`` and ``demand`` have one value per number of each place. ``pair_demand`` is
    how many unmet demands each pair meets by itself.
    """

    capacity: Mapping[Place, Ints]
    demand: Mapping[Place, Ints]
    pair_demand: Ints
    side_rows: SideRows
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class _Layer:
    """Subjects of a limit at one place, no two with the same number there."""

    limit: Limit
    place: Place
    subject: Indices
    number: Indices


@dataclass(frozen=True)
class _Fit:
    """How a layer's members fit what passes: per subject the reason, and the most that passes uncounted."""

    reason: NDArray[np.str_]
    uncounted: Ints


def nesting_of(problem: Problem) -> Nesting:
    """Sort a Problem's limits into capacities, demands at places or on pairs, and side rows."""
    most = int(problem.limits["open_seats"].bounds.upper.sum())
    located: list[Place] = [place for place in Place if place != Place.NOWHERE]
    capacity = {place: np.full(size_of(problem, place), most, dtype=np.int64) for place in located}
    demand = {place: np.zeros(size_of(problem, place), dtype=np.int64) for place in located}
    pair_demand = np.zeros(len(problem.pairs), dtype=np.int64)
    tiers = [tier.id for tier in problem.tiers]
    rows = [rows_of_tier(problem, row) for row, tier in enumerate(tiers) if tier != UNMET_DEMANDS]
    verdicts: list[Verdict] = []
    for layer in _layers(problem):
        fit = _fit_of(problem, layer)
        upper, lower = (bound[layer.subject] for bound in (layer.limit.bounds.upper, layer.limit.bounds.lower))
        # Wide enough for any reason: numpy cuts longer words short.
        reason = fit.reason.astype(f"<U{max(map(len, Reason))}")
        nests = reason == Reason.NESTS
        if layer.place is not Place.NOWHERE:
            np.minimum.at(capacity[layer.place], layer.number, np.minimum(upper + fit.uncounted, most))

        caps = ~nests & (upper < UNLIMITED)
        can_bind = _can_exceed(problem, layer, caps, upper, sign=1)
        rows.append(rows_of(layer.limit, layer.subject[can_bind], upper[can_bind], problem.facts))

        # Only a limit that also counts downwards can fall below a bound that nobody moving keeps.
        has_floor = (lower > 0) | ((lower > -UNLIMITED) & _counts_down(layer))
        floors = _can_exceed(problem, layer, has_floor & (lower <= 0), -lower, sign=-1)
        met_by_moves = (lower > 0) & ~_can_exceed(problem, layer, lower > 0, lower, sign=1)
        _price(layer, met_by_moves, pair_demand)
        at_place = (lower > 0) & ~met_by_moves & nests & (layer.place not in (Place.NET_DEPARTURES, Place.NET_ARRIVALS))
        if at_place.any():
            # A place bears one demand; a second one is a row.
            at_place &= demand[layer.place][layer.number] == 0
            demand[layer.place][layer.number[at_place]] = lower[at_place]
        wanted = (lower > 0) & ~met_by_moves & ~at_place
        for chosen, tier in ((floors, -1), (wanted, tiers.index(UNMET_DEMANDS) if wanted.any() else -1)):
            rows.append(rows_of(layer.limit, layer.subject[chosen], -lower[chosen], problem.facts, sign=-1, tier=tier))

        is_row = can_bind | floors | wanted
        reason[~is_row & ~nests] = Reason.CANNOT_BIND
        reason[~is_row & met_by_moves] = Reason.PRICED
        bound = (upper < most) | has_floor
        verdicts.extend(_verdicts(problem, layer, reason, bound))
    return Nesting(capacity, demand, pair_demand, joined(rows), tuple(verdicts))


def _layers(problem: Problem) -> Iterator[_Layer]:
    """Every limit's subjects by place; those at the same number of a place one after the other."""
    for limit in problem.limits.values():
        places = limit.rule.places(problem.facts)
        for place in Place:
            subject = np.flatnonzero(places.place == place.value)
            number = places.number[subject]
            while len(subject):
                if place is Place.NOWHERE:
                    first = np.ones(len(subject), dtype=bool)
                else:
                    first = np.zeros(len(subject), dtype=bool)
                    first[np.unique(number, return_index=True)[1]] = True
                yield _Layer(limit, place, subject[first], number[first])
                subject, number = subject[~first], number[~first]


def _fit_of(problem: Problem, layer: _Layer) -> _Fit:
    """Compare what a layer's subjects count with what passes their place."""
    subjects = len(layer.subject)
    if layer.place is Place.NOWHERE:
        return _Fit(np.full(subjects, Reason.ACROSS_WAYS.value), np.zeros(subjects, dtype=np.int64))
    members, through = layer.limit.members, passages(problem, layer.place)
    if len(through) == 1 and _counts_all(members, through[0], layer):
        return _Fit(np.full(subjects, Reason.NESTS.value), np.zeros(subjects, dtype=np.int64))
    size = size_of(problem, layer.place)
    number_of = np.full(len(layer.limit.bounds.upper), -1, dtype=np.intp)
    number_of[layer.subject] = layer.number
    counted_at = number_of[members.subject]
    is_stray = counted_at >= 0
    uncounted, differs = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=bool)
    for passage in through:
        here = is_stray & (passage.number[members.move] == counted_at)
        is_stray &= ~here
        missing = passage.sign.astype(np.int64)
        missing[members.move[here]] -= members.coefficient[here]
        differing = np.flatnonzero(missing)
        at = passage.number[differing]
        differs[at] = True
        np.add.at(uncounted, at, np.maximum(missing[differing], 0) * problem.capacity[differing])
    strays = np.zeros(size, dtype=bool)
    strays[counted_at[is_stray]] = True
    # What is counted down elsewhere makes room here.
    room = np.maximum(-members.coefficient[is_stray], 0) * problem.capacity[members.move[is_stray]]
    np.add.at(uncounted, counted_at[is_stray], room)
    reason = np.full(subjects, Reason.NESTS.value, dtype=object)
    reason[differs[layer.number]] = Reason.MORE_PASSES.value
    reason[(uncounted[layer.number] == 0) & (differs | strays)[layer.number]] = Reason.COUNTS_ELSEWHERE.value
    reason[strays[layer.number]] = Reason.COUNTS_ELSEWHERE.value
    return _Fit(reason.astype(np.str_), uncounted[layer.number])


def _counts_all(members: Members, passage: Passage, layer: _Layer) -> bool:
    """Whether the members are, move by move, what passes the place: most limits', and soon told."""
    passing = np.flatnonzero(passage.sign)
    return (
        len(layer.subject) == len(layer.limit.bounds.upper)
        and np.array_equal(members.move, passing)
        and np.array_equal(layer.number[members.subject], passage.number[passing])
        and np.array_equal(members.coefficient, passage.sign[passing])
    )


def _counts_down(layer: _Layer) -> Mask:
    """Which subjects have a member that counts against the others."""
    members = layer.limit.members
    down = np.zeros(len(layer.limit.bounds.upper), dtype=bool)
    down[members.subject[members.coefficient < 0]] = True
    return down[layer.subject]


def _can_exceed(problem: Problem, layer: _Layer, chosen: Mask, bound: Ints, *, sign: int) -> Mask:
    """Which of the chosen subjects some choice might take above a bound, by people and seats alone."""
    exceeds = np.zeros(len(layer.subject), dtype=bool)
    if chosen.any():
        rows = rows_of(layer.limit, layer.subject[chosen], bound[chosen], problem.facts, sign=sign)
        exceeds[chosen] = most_of(problem, rows) > bound[chosen]
        # What holds a person with two nodes to one move cannot be argued away by itself.
        exceeds[chosen] |= layer.place is Place.PERSON
    return exceeds


def _price(layer: _Layer, chosen: Mask, pair_demand: Ints) -> None:
    """Add what each pair meets of the chosen subjects' demands."""
    if chosen.any():
        members = layer.limit.members
        priced = np.zeros(len(layer.limit.bounds.upper), dtype=bool)
        priced[layer.subject[chosen]] = True
        counts = priced[members.subject]
        np.add.at(pair_demand, members.move[counts], members.coefficient[counts])


def _verdicts(problem: Problem, layer: _Layer, reason: NDArray[np.str_], bound: Mask) -> Iterator[Verdict]:
    """What is told of a layer: subjects that bind anything, by reason."""
    rule = layer.limit.rule
    for value in Reason:
        subjects = layer.subject[bound & (reason == value.value)]
        if len(subjects):
            yield Verdict(rule.id, layer.place, value, len(subjects), rule.label(int(subjects[0]), problem.facts))
