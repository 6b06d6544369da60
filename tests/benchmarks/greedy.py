"""What a spreadsheet does: for each vacant seat, by falling weight, the nearest qualified person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import Problem
from optimizer.rules.weighted_fill import WeightedFill
from tests.benchmarks.program import Ints, Rows


@dataclass(frozen=True)
class _Limits:
    """All limits in one numbering: the members of pair j are those at ``start[j]`` to ``start[j + 1]``."""

    start: Rows
    row: Rows
    coefficient: Ints
    lower: Ints
    upper: Ints

    def with_room(self, pairs: Rows, activity: Ints) -> NDArray[np.bool_]:
        """Which pairs may carry one person more, after what each limit counts already."""
        number = self.start[pairs + 1] - self.start[pairs]
        ends = np.cumsum(number)
        at = np.repeat(self.start[pairs] - ends + number, number) + np.arange(number.sum())
        row, step = self.row[at], self.coefficient[at]
        after = activity[row] + step
        breaks = np.where(step > 0, after > self.upper[row], after < self.lower[row])
        broken = np.concatenate([[0], np.cumsum(breaks)])
        has_room: NDArray[np.bool_] = broken[ends] == broken[ends - number]
        return has_room

    def count(self, pair: int, activity: Ints) -> None:
        """Count one person who takes a pair."""
        members = slice(self.start[pair], self.start[pair + 1])
        np.add.at(activity, self.row[members], self.coefficient[members])


def greedy(problem: Problem) -> Ints:
    """Number of people per pair: each seat is filled once and for good, within all limits.

    Moves that would reopen a seat are not looked at.
    """
    pairs, limits = problem.pairs, _limits_of(problem)
    minutes = np.nan_to_num(pairs.minutes, nan=np.inf)
    order = np.lexsort((minutes, pairs.post, -WeightedFill().weights(pairs.facts)[pairs.post]))
    order = order[~pairs.reopens[order]]
    seats = problem.limits["open_seats"].bounds.upper
    activity = np.zeros(len(limits.upper), dtype=np.int64)
    flow = np.zeros(len(pairs), dtype=np.int64)
    starts = np.flatnonzero(np.diff(pairs.post[order], prepend=-1))
    for candidates in np.split(order, starts[1:]):
        for _ in range(int(seats[pairs.post[candidates[0]]]) if len(candidates) else 0):
            open_to = limits.with_room(candidates, activity)
            if not open_to.any():
                break
            pair = int(candidates[np.argmax(open_to)])
            limits.count(pair, activity)
            flow[pair] += 1
    return flow


def broken_limits(problem: Problem, flow: Ints) -> int:
    """How many subjects of all limits a choice leaves outside their bounds."""
    broken = 0
    for limit in problem.limits.values():
        members, activity = limit.members, np.zeros(len(limit.bounds.upper), dtype=np.int64)
        np.add.at(activity, members.subject, members.coefficient * flow[members.move])
        broken += int(((activity > limit.bounds.upper) | (activity < limit.bounds.lower)).sum())
    return broken


def _limits_of(problem: Problem) -> _Limits:
    parts, offset = [], 0
    for limit in problem.limits.values():
        parts.append((limit.members.move, limit.members.subject + offset, limit.members.coefficient))
        offset += len(limit.bounds.upper)
    move, row, coefficient = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.argsort(move, kind="stable")
    start = np.searchsorted(move[order], np.arange(len(problem.pairs) + 1))
    bounds = [limit.bounds for limit in problem.limits.values()]
    return _Limits(
        start,
        row[order],
        coefficient[order],
        np.concatenate([part.lower for part in bounds]),
        np.concatenate([part.upper for part in bounds]),
    )
