"""The Problem as a min-cost circulation: one node per unit for what it gives and receives.

A unit of flow is a person on the way::

    root -> unit -> release of a field -> post held -> person -> post -> filled seats of a
    field -> filled seats of the unit -> unit -> root

Arrivals at a unit's node allow departures from it, and a reassignment is a cycle through
it. A misplaced person put right at home empties the seat held: he is drawn from the filled
seats of its field. What does not nest is relaxed here and kept as side rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from optimizer.counts import head_count
from optimizer.policy import Form
from optimizer.problem.nesting import Nesting
from optimizer.problem.problem import Problem
from optimizer.rules.base import Curve
from optimizer.rules.pairs import CurveLevel

Ints = NDArray[np.int64]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Network:
    """m arcs between n nodes; flow is conserved everywhere, node 0 is the root.

    ``cost`` has one row per tier, shape (tiers, m). ``pair`` gives the candidate pair an arc
    stands for, -1 for the arcs in between. ``names`` tells every node apart from all others,
    whatever the order of the input.
    """

    names: tuple[str, ...]
    tail: Rows
    head: Rows
    capacity: Ints
    cost: Ints
    pair: Rows

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.names)

    def pair_flow(self, flow: Ints) -> Ints:
        """The flow of the pairs' arcs, in the order of the pairs."""
        arcs = np.flatnonzero(self.pair >= 0)
        by_pair = np.zeros(len(arcs), dtype=np.int64)
        by_pair[self.pair[arcs]] = flow[arcs]
        return by_pair


@dataclass
class _Builder:
    """Collects blocks of nodes and arcs."""

    tiers: int
    names: list[str] = field(default_factory=list)
    blocks: list[tuple[Rows, Rows, Ints, Ints, Rows]] = field(default_factory=list)

    def nodes(self, kind: str, rows: Rows, size: int, labels: Iterable[str]) -> Rows:
        """New nodes for the given rows of a table; returns the node of every row, -1 for the others."""
        node = np.full(size, -1, dtype=np.intp)
        node[rows] = len(self.names) + np.arange(len(rows))
        self.names.extend(f"{kind} {label}" for label in labels)
        return node

    def arcs(self, tail: Rows, head: Rows, capacity: Ints, cost: Ints | None = None, pair: Rows | None = None) -> None:
        """New arcs; those without capacity are left out, except the candidate pairs'."""
        tail, head, capacity = np.broadcast_arrays(tail, head, capacity)
        used = capacity > 0 if pair is None else np.ones(len(tail), dtype=bool)
        cost = np.zeros((self.tiers, len(tail)), dtype=np.int64) if cost is None else cost
        pair = np.full(len(tail), -1, dtype=np.intp) if pair is None else pair
        self.blocks.append((tail[used], head[used], capacity[used], cost[:, used], pair[used]))

    def network(self) -> Network:
        """Everything collected."""
        tail, head, capacity, cost, pair = (
            np.concatenate([block[part] for block in self.blocks], axis=-1) for part in range(5)
        )
        return Network(tuple(self.names), tail, head, capacity, cost, pair)


def network_of(problem: Problem, nesting: Nesting) -> Network:
    """Lay a Problem out as a network.

    Every choice within the Problem's limits is a circulation of the same cost in every tier;
    the reverse holds where no limit is a side row.
    """
    pairs, counts, dataset = problem.pairs, problem.facts.counts, problem.facts.dataset
    units, fields = len(dataset.units), len(counts.field_codes)
    unit_codes, post_codes = dataset.units["code"].tolist(), dataset.posts["code"].tolist()
    ids = dataset.employees["id"].tolist()
    builder = _Builder(len(problem.tiers))

    # Places. A cell is a field in a unit; every employee and every post is in one.
    def cell_labels(cells: Rows) -> Iterable[str]:
        return (f"{unit_codes[cell // fields]}/{counts.field_codes[cell % fields]}" for cell in cells.tolist())

    def posts_labels(posts: Rows) -> Iterable[str]:
        return (post_codes[post] for post in posts.tolist())

    def people_labels(people: Rows) -> Iterable[str]:
        return (ids[person] for person in people.tolist())

    cell_of_employee = dataset.employee_unit * fields + counts.field_of_employee
    cell_of_post = dataset.post_unit * fields + counts.field_of_post
    people = np.unique(pairs.employee[~pairs.reopens])
    movers = np.unique(pairs.employee[pairs.reopens])
    posts = np.unique(pairs.post)
    released = np.unique(cell_of_employee[people])
    held_posts = dataset.employee_post[people]
    held_posts = np.unique(held_posts[(held_posts >= 0) & counts.is_commune[dataset.employee_unit[people]]])
    cells = np.unique(np.concatenate([cell_of_post[posts], cell_of_post[dataset.employee_post[movers]]]))
    hosts = np.unique(cells // fields)

    root = builder.nodes("root", np.array([0]), 1, [""])
    unit = builder.nodes("unit", np.arange(units), units, unit_codes)
    release = builder.nodes("release", released, units * fields, cell_labels(released))
    held = builder.nodes("held", held_posts, len(post_codes), posts_labels(held_posts))
    person = builder.nodes("person", people, len(ids), people_labels(people))
    mover = builder.nodes("mover", movers, len(ids), people_labels(movers))
    post = builder.nodes("post", posts, len(post_codes), posts_labels(posts))
    filled = builder.nodes("filled", cells, units * fields, cell_labels(cells))
    seats = builder.nodes("seats", hosts, units, (unit_codes[host] for host in hosts.tolist()))

    # The way out.
    heads = head_count(dataset)
    builder.arcs(root, unit, nesting.give)
    builder.arcs(unit[released // fields], release[released], nesting.release[released])
    if "held_post" in problem.limits:
        leave = problem.limits["held_post"].bounds.upper[held_posts]
    else:
        leave = np.bincount(dataset.employee_post[people], weights=heads[people]).astype(np.int64)[held_posts]
    builder.arcs(release[cell_of_post[held_posts]], held[held_posts], leave)
    own_post = dataset.employee_post[people]
    from_held = (own_post >= 0) & counts.is_commune[dataset.employee_unit[people]]
    before = release[cell_of_employee[people]]
    before[from_held] = held[own_post[from_held]]
    builder.arcs(before, person[people], heads[people])
    builder.arcs(filled[cell_of_post[dataset.employee_post[movers]]], mover[movers], heads[movers])

    # The candidate pairs. Where a post takes some for good and some for a time, seats of
    # absent holders are open to the latter only.
    seconded = pairs.has_form(Form.SECONDMENT)
    takes_for_good = np.zeros(len(post_codes), dtype=bool)
    takes_for_good[pairs.post[~seconded]] = True
    takes_for_a_time = np.zeros(len(post_codes), dtype=bool)
    takes_for_a_time[pairs.post[seconded]] = True
    mixed = np.flatnonzero(takes_for_good & takes_for_a_time)
    for_good = builder.nodes("for good", mixed, len(post_codes), posts_labels(mixed))
    entry = np.where(~seconded & (for_good[pairs.post] >= 0), for_good[pairs.post], post[pairs.post])
    costs = [
        np.zeros(len(pairs), dtype=np.int64) if tier.terms.cost is None else tier.terms.cost for tier in problem.tiers
    ]
    builder.arcs(
        np.where(pairs.reopens, mover[pairs.employee], person[pairs.employee]),
        entry,
        problem.capacity,
        np.array(costs).reshape(len(costs), len(pairs)),
        np.arange(len(pairs)),
    )

    # The way in.
    open_seats = problem.limits["open_seats"].bounds.upper
    vacant = problem.limits["vacant_seats"].bounds.upper if "vacant_seats" in problem.limits else open_seats
    builder.arcs(for_good[mixed], post[mixed], vacant[mixed])
    builder.arcs(post[posts], filled[cell_of_post[posts]], np.where(takes_for_a_time, open_seats, vacant)[posts])
    _fill(
        builder,
        problem,
        CurveLevel.UNIT_FIELD,
        filled[cells],
        seats[hosts][np.searchsorted(hosts, cells // fields)],
        cells,
    )
    _fill(builder, problem, CurveLevel.UNIT, seats[hosts], unit[hosts], hosts)
    builder.arcs(unit, root, nesting.take)
    return builder.network()


def _fill(builder: _Builder, problem: Problem, level: CurveLevel, inner: Rows, outer: Rows, subjects: Rows) -> None:
    """Arcs that carry the net fills of every subject from ``inner`` to ``outer``, priced by the tiers' curves.

    Counts above zero flow outwards, counts below zero back.
    """
    pairs, capacity = problem.pairs, problem.capacity
    most = np.zeros(pairs.subjects(level), dtype=np.int64)
    least = np.zeros_like(most)
    np.add.at(most, pairs.filled(level), capacity)
    np.subtract.at(least, pairs.emptied(level), capacity[pairs.reopens])
    if level is CurveLevel.UNIT:
        # Whoever empties a seat of a unit by reassignment fills another there.
        least[:] = 0
    open_seats = np.zeros_like(most)
    posts = np.flatnonzero(problem.limits["open_seats"].bounds.upper)
    cell = problem.facts.dataset.post_unit[posts]
    if level is CurveLevel.UNIT_FIELD:
        cell = cell * len(problem.facts.counts.field_codes) + problem.facts.counts.field_of_post[posts]
    np.add.at(open_seats, cell, problem.limits["open_seats"].bounds.upper[posts])
    most = np.minimum(most, open_seats)

    width = most[subjects] - least[subjects]
    position = np.repeat(np.arange(len(subjects)), width)
    step = np.arange(len(position)) - np.repeat(np.cumsum(width) - width, width) + least[subjects][position] + 1
    cost = np.array([_marginals(tier.terms.curve, level, subjects[position], step) for tier in problem.tiers])
    cost = cost.reshape(len(problem.tiers), len(position))
    back = step <= 0
    cost[:, back] *= -1

    # Steps of one subject and direction that cost the same are one arc.
    starts = np.ones(len(position), dtype=bool)
    starts[1:] = (
        (np.diff(position) != 0) | (np.diff(back.astype(np.int8)) != 0) | (np.diff(cost, axis=1) != 0).any(axis=0)
    )
    first = np.flatnonzero(starts)
    length = np.diff(np.append(first, len(position)))
    inside, outside = inner[position[first]], outer[position[first]]
    builder.arcs(np.where(back[first], outside, inside), np.where(back[first], inside, outside), length, cost[:, first])


def _marginals(curve: Curve | None, level: CurveLevel, subject: Rows, step: Ints) -> Ints:
    """What raising the count of each subject to each step costs in one tier."""
    if curve is None or curve.level is not level or not len(step):
        return np.zeros(len(step), dtype=np.int64)
    # Steps lie far below 2**20: seats of one unit.
    segment_end = curve.subject * (1 << 21) + curve.upto
    order = np.argsort(segment_end)
    at = order[np.minimum(np.searchsorted(segment_end[order], subject * (1 << 21) + step), len(order) - 1)]
    inside = (curve.subject[at] == subject) & (curve.above[at] < step) & (step <= curve.upto[at])
    return np.where(inside, curve.marginal[at], 0)
