"""Limits that cross the network's order: linear rows over the candidate pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Indices, Ints
from optimizer.facts import Facts
from optimizer.problem.problem import Limit, Problem


@dataclass(frozen=True)
class SideRows:
    """k linear rows over the candidate pairs: sum of coefficient x number <= upper.

    ``row``, ``pair`` and ``coefficient`` list the members; ``rule`` and ``label`` name each
    row. ``sign`` is -1 for a lower bound turned round. ``tier`` is -1 for a row to be kept,
    else the position of the tier that counts what exceeds the row: a demand.
    """

    rule: tuple[str, ...]
    label: tuple[str, ...]
    row: Indices
    pair: Indices
    coefficient: Ints
    upper: Ints
    sign: Ints
    tier: Indices

    def __len__(self) -> int:
        return len(self.upper)

    def excess(self, flow: Ints) -> Ints:
        """How far a choice exceeds every row; positive means violated, or a demand missed."""
        activity = np.zeros(len(self.upper), dtype=np.int64)
        np.add.at(activity, self.row, self.coefficient * flow[self.pair])
        return activity - self.upper

    def most(self, capacity: Ints) -> Ints:
        """What every row would count if all pairs that count upwards carried as many as they can."""
        most = np.zeros(len(self.upper), dtype=np.int64)
        np.add.at(most, self.row, np.maximum(self.coefficient, 0) * capacity[self.pair])
        return most

    def are_kept(self, flow: Ints) -> bool:
        """Whether a choice keeps every row that is to be kept."""
        return bool((self.excess(flow)[self.tier < 0] <= 0).all())


def rows_of(limit: Limit, subject: Indices, upper: Ints, facts: Facts, *, sign: int = 1, tier: int = -1) -> SideRows:
    """Indices of some subjects of a limit; with ``sign`` -1 turned round."""
    if not len(subject):
        return joined(())
    members = limit.members
    position = np.full(len(limit.bounds.upper), -1, dtype=np.intp)
    position[subject] = np.arange(len(subject))
    row = position[members.subject]
    chosen = row >= 0
    return SideRows(
        (limit.rule.id,) * len(subject),
        tuple(limit.rule.label(number, facts) for number in subject.tolist()),
        row[chosen],
        members.move[chosen],
        members.coefficient[chosen] * sign,
        upper,
        np.full(len(subject), sign),
        np.full(len(subject), tier),
    )


def rows_of_tier(problem: Problem, tier: int) -> SideRows:
    """What a tier's shortfalls count, as rows turned round."""
    name = problem.tiers[tier].id
    return joined(
        [
            SideRows(
                (name,) * len(shortfall.lower),
                shortfall.label,
                shortfall.members.subject,
                shortfall.members.move,
                -shortfall.members.coefficient,
                -shortfall.lower,
                np.full(len(shortfall.lower), -1),
                np.full(len(shortfall.lower), tier),
            )
            for shortfall in problem.tiers[tier].terms.shortfalls
        ]
    )


def most_of(problem: Problem, rows: SideRows) -> Ints:
    """The most each row can count, by the people and by the seats behind its members."""
    up = rows.coefficient > 0
    row, pair, coefficient = rows.row[up], rows.pair[up], rows.coefficient[up]
    bounds = []
    for group, rule in ((problem.pairs.employee, "person"), (problem.pairs.post, "open_seats")):
        bound = problem.limits[rule].bounds.upper
        order = np.lexsort((group[pair], row))
        at_row, at_group = row[order], group[pair][order]
        starts = np.ones(len(order), dtype=bool)
        starts[1:] = (np.diff(at_row) != 0) | (np.diff(at_group) != 0)
        first = np.flatnonzero(starts)
        most = np.zeros(len(rows), dtype=np.int64)
        if len(first):
            dearest = np.maximum.reduceat(coefficient[order], first)
            inside = np.add.reduceat((coefficient * problem.capacity[pair])[order], first)
            np.add.at(most, at_row[first], np.minimum(inside, bound[at_group[first]] * dearest))
        bounds.append(most)
    return np.minimum(*bounds)


def joined(parts: Sequence[SideRows]) -> SideRows:
    """Several sets of rows as one, in their order."""
    offset = np.cumsum([0, *(len(part) for part in parts)])
    return SideRows(
        tuple(rule for part in parts for rule in part.rule),
        tuple(label for part in parts for label in part.label),
        np.concatenate([*(part.row + start for part, start in zip(parts, offset, strict=False)), np.empty(0, np.intp)]),
        np.concatenate([*(part.pair for part in parts), np.empty(0, np.intp)]),
        np.concatenate([*(part.coefficient for part in parts), np.empty(0, np.int64)]),
        np.concatenate([*(part.upper for part in parts), np.empty(0, np.int64)]),
        np.concatenate([*(part.sign for part in parts), np.empty(0, np.int64)]),
        np.concatenate([*(part.tier for part in parts), np.empty(0, np.intp)]),
    )
