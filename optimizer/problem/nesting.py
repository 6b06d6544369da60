"""Which limits nest in the network and which are side rows, and why.

The network's order is unit - release of a field - post held - person on the way out, and
post - field - unit on the way in. A limit nests if its members are all that passes one
place in that order. What crosses it is relaxed there and kept as a side row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.counts import head_count
from optimizer.domain import LimitSubject
from optimizer.policy import Form
from optimizer.problem.problem import Problem
from optimizer.rules.surplus_only import SurplusOnly

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class SideRows:
    """k linear rows over the candidate pairs: sum of coefficient x number <= upper.

    ``row``, ``pair`` and ``coefficient`` list the members; ``rule`` and ``label`` name each row.
    """

    rule: tuple[str, ...]
    label: tuple[str, ...]
    row: NDArray[np.intp]
    pair: NDArray[np.intp]
    coefficient: Ints
    upper: Ints

    def __len__(self) -> int:
        return len(self.upper)

    def excess(self, flow: Ints) -> Ints:
        """How far a choice exceeds every row; positive means violated."""
        activity = np.zeros(len(self.upper), dtype=np.int64)
        np.add.at(activity, self.row, self.coefficient * flow[self.pair])
        return activity - self.upper


@dataclass(frozen=True)
class Nesting:
    """Capacities of the network's places, and the rows that do not nest.

    ``give`` and ``take`` bound what a unit's node draws from and sends to the root: its net
    departures and arrivals. ``release`` bounds what passes each (unit, field) on the way out.
    """

    give: Ints
    take: Ints
    release: Ints
    side_rows: SideRows


def nesting_of(problem: Problem) -> Nesting:
    """Sort a Problem's limits into capacities and side rows."""
    pairs, counts = problem.pairs, problem.facts.counts
    units = len(counts.quota)
    most = int(problem.limits["open_seats"].bounds.upper.sum())
    seconded = pairs.has_form(Form.SECONDMENT)

    def touched(rows: NDArray[np.intp], chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return np.bincount(rows[chosen], minlength=units) > 0

    hosts, lends = touched(pairs.receiver, seconded), touched(pairs.sender, seconded)
    crossing = []
    upper = {rule: np.minimum(limit.bounds.upper, most) for rule, limit in problem.limits.items()}

    # Departures: a share for units above the commune, the surplus for communes. A commune's
    # node lets every arrival allow a departure; a policy may want transfers in only.
    give = np.where(counts.is_commune, upper.get("surplus_only", most), upper.get("sender_share", most))
    if SurplusOnly().transfers_only(problem.facts.policy):
        crossing.append(("surplus_only", np.flatnonzero(counts.is_commune & hosts)))

    # Arrivals: working strength counts all forms, the quota transfers only.
    take = np.where(counts.is_commune, upper.get("working_limit", most), 0)
    both = hosts | lends
    if "quota" in upper:
        take = np.where(both, take, np.minimum(take, upper["quota"]))
    crossing.append(("quota", np.flatnonzero(both)))

    # A release nests unless somebody of that unit and field may move at home without one.
    cells = units * len(counts.field_codes)
    cell = pairs.sender * len(counts.field_codes) + counts.field_of_employee[pairs.employee]
    release = np.full(cells, most, dtype=np.int64)
    if "release" in problem.limits:
        unbound = ~pairs.reopens
        unbound[problem.limits["release"].members.move] = False
        free = np.bincount(cell[unbound], weights=problem.capacity[unbound], minlength=cells).astype(np.int64)
        release = np.minimum(upper["release"] + free, most)
        crossing.append(("release", np.flatnonzero(free > 0)))

    # Somebody who may move with and without reopening a seat has two nodes.
    plain = np.bincount(pairs.employee[~pairs.reopens], minlength=len(problem.facts.dataset.employees)) > 0
    twice = plain & (np.bincount(pairs.employee[pairs.reopens], minlength=len(plain)) > 0)
    crossing.append(("person", np.flatnonzero(twice)))

    # Gross departures nest at a unit that receives nobody; other local limits cross.
    if "local_limits" in problem.limits:
        limits = problem.facts.dataset.limits
        unit = np.array([problem.facts.dataset.unit_row[code] for code in limits["unit"]], dtype=np.intp)
        nests = (limits["subject"] == LimitSubject.RELEASE).to_numpy() & ~counts.is_commune[unit]
        np.minimum.at(give, unit[nests], upper["local_limits"][nests])
        crossing.append(("local_limits", np.flatnonzero(~nests)))
    return Nesting(give, take, release, _side_rows(problem, crossing))


def _side_rows(problem: Problem, crossing: list[tuple[str, NDArray[np.intp]]]) -> SideRows:
    """Rows of the crossing subjects, without those that no choice can exceed."""
    rules: list[str] = []
    labels: list[str] = []
    row, pair, coefficient, upper = [], [], [], []
    for rule, subjects in crossing:
        if rule not in problem.limits:
            continue
        limit = problem.limits[rule]
        position = np.full(len(limit.bounds.upper), -1, dtype=np.intp)
        position[subjects] = np.arange(len(subjects))
        at = position[limit.members.subject]
        chosen = at >= 0
        most = _most(problem, at[chosen], limit.members.move[chosen], limit.members.coefficient[chosen], len(subjects))
        # A person's two nodes let him go twice: that row cannot be argued away by itself.
        kept = np.flatnonzero((most > limit.bounds.upper[subjects]) | (rule == "person"))
        renumbered = np.full(len(subjects), -1, dtype=np.intp)
        renumbered[kept] = len(rules) + np.arange(len(kept))
        members = np.flatnonzero(chosen)[renumbered[at[chosen]] >= 0]
        row.append(renumbered[at[members]])
        pair.append(limit.members.move[members])
        coefficient.append(limit.members.coefficient[members])
        upper.append(limit.bounds.upper[subjects[kept]])
        rules.extend([rule] * len(kept))
        labels.extend(limit.rule.label(int(subject), problem.facts) for subject in subjects[kept])
    return SideRows(
        tuple(rules),
        tuple(labels),
        np.concatenate([*row, np.empty(0, dtype=np.intp)]),
        np.concatenate([*pair, np.empty(0, dtype=np.intp)]),
        np.concatenate([*coefficient, np.empty(0, dtype=np.int64)]),
        np.concatenate([*upper, np.empty(0, dtype=np.int64)]),
    )


def _most(problem: Problem, row: NDArray[np.intp], pair: NDArray[np.intp], coefficient: Ints, rows: int) -> Ints:
    """The most each row can count: bounded by the people and by the seats behind its members."""
    up = coefficient > 0
    row, pair = row[up], pair[up]
    bounds = []
    for group, bound in (
        (problem.pairs.employee, head_count(problem.facts.dataset)),
        (problem.pairs.post, problem.limits["open_seats"].bounds.upper),
    ):
        key, inverse = np.unique(row * len(bound) + group[pair], return_inverse=True)
        inside = np.bincount(inverse, weights=problem.capacity[pair], minlength=len(key))
        capped = np.minimum(inside, bound[key % len(bound)]) if len(bound) else inside
        bounds.append(np.bincount(key // max(len(bound), 1), weights=capped, minlength=rows).astype(np.int64))
    return np.minimum(*bounds)
