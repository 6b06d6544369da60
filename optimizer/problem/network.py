"""The Problem as a min-cost circulation: one node per unit for what it gives and receives.

A unit of flow is a person on the way::

    root -> unit -> release of a field -> post held -> person -> post -> filled seats of a
    field -> filled seats of the unit -> unit -> root

Arrivals at a unit's node allow departures from it, and a reassignment is a cycle through
it. A misplaced person put right at home empties the seat held: he is drawn from the filled
seats of its field. What does not nest is relaxed here and kept as side rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from optimizer.counts import head_count
from optimizer.policy import Form
from optimizer.problem.filling import Steps, steps_of
from optimizer.problem.nesting import Nesting
from optimizer.problem.problem import Problem
from optimizer.rules.pairs import CurveLevel

Ints = NDArray[np.int64]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Network:
    """m arcs between k nodes; flow is conserved everywhere, node 0 is the root.

    The last arcs stand for the candidate pairs, in their order; those before, the arcs in
    between, lead to and from people and posts. ``between_cost`` has one row per tier for
    the latter, ``pair_cost`` one row per tier (None: free) for the former. ``names`` tells
    every node apart from all others, whatever the order of the input.
    """

    names: tuple[str, ...]
    tail: Rows
    head: Rows
    capacity: Ints
    between_cost: Ints
    pair_cost: tuple[Ints | None, ...]

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.names)

    @property
    def between(self) -> int:
        """Number of arcs in between, which is the first pair's arc."""
        return int(self.between_cost.shape[1])

    def pair_flow(self, flow: Ints) -> Ints:
        """The part of an arc flow that moves people."""
        return flow[self.between :]


@dataclass
class _Builder:
    """Collects nodes and the arcs in between."""

    tiers: int
    names: list[str] = field(default_factory=list)
    blocks: list[tuple[Rows, Rows, Ints, Ints]] = field(default_factory=list)

    def nodes(self, kind: str, rows: Rows, size: int, labels: Iterable[str]) -> Rows:
        """New nodes for the given rows of a table; returns the node of every row, -1 for the others."""
        node = np.full(size, -1, dtype=np.intp)
        node[rows] = len(self.names) + np.arange(len(rows))
        self.names.extend(f"{kind} {label}" for label in labels)
        return node

    def arcs(self, tail: Rows, head: Rows, capacity: Ints, cost: Ints | None = None) -> None:
        """New arcs; those without capacity are left out."""
        tail, head, capacity = np.broadcast_arrays(tail, head, capacity)
        used = capacity > 0
        cost = np.zeros((self.tiers, len(tail)), dtype=np.int64) if cost is None else cost
        self.blocks.append((tail[used], head[used], capacity[used], cost[:, used]))

    def steps(self, inside: Rows, outside: Rows, steps: Steps) -> None:
        """Arcs for filled seats: outwards for counts above zero, back for counts below."""
        inner, outer = inside[steps.position], outside[steps.position]
        tail, head = np.where(steps.is_back, outer, inner), np.where(steps.is_back, inner, outer)
        self.arcs(tail, head, steps.length, steps.cost)

    def network(self, tail: Rows, head: Rows, capacity: Ints, pair_cost: Iterable[Ints | None]) -> Network:
        """Everything collected, and the pairs' arcs at the end."""
        blocks = [np.concatenate([block[part] for block in self.blocks], axis=-1) for part in range(4)]
        return Network(
            tuple(self.names),
            np.concatenate([blocks[0], tail]),
            np.concatenate([blocks[1], head]),
            np.concatenate([blocks[2], capacity]),
            blocks[3],
            tuple(pair_cost),
        )


@dataclass(frozen=True)
class _Labels:
    """Names of rows, for the names of nodes."""

    units: Sequence[str]
    fields: Sequence[str]
    posts: Sequence[str]
    people: Sequence[str]

    def of_cells(self, cells: Rows) -> Iterable[str]:
        """Unit and field of each cell."""
        return (
            f"{self.units[cell // len(self.fields)]}/{self.fields[cell % len(self.fields)]}" for cell in cells.tolist()
        )

    def of_posts(self, posts: Rows) -> Iterable[str]:
        """Codes."""
        return (self.posts[post] for post in posts.tolist())

    def of_people(self, people: Rows) -> Iterable[str]:
        """Ids."""
        return (self.people[person] for person in people.tolist())


def network_of(problem: Problem, nesting: Nesting) -> Network:
    """Lay a Problem out as a network.

    Every choice within the Problem's limits is a circulation of the same cost in every tier;
    the reverse holds where no limit is a side row.
    """
    pairs, counts, dataset = problem.pairs, problem.facts.counts, problem.facts.dataset
    units, fields = len(dataset.units), len(counts.field_codes)
    labels = _Labels(
        dataset.units["code"].tolist(),
        counts.field_codes,
        dataset.posts["code"].tolist(),
        dataset.employees["id"].tolist(),
    )
    builder = _Builder(len(problem.tiers))

    # Places. A cell is a field in a unit: every person and every post is in one.
    cell_of_person = dataset.employee_unit * fields + counts.field_of_employee
    cell_of_post = dataset.post_unit * fields + counts.field_of_post
    people = _occurring(pairs.employee[~pairs.reopens], len(dataset.employees))
    movers = _occurring(pairs.employee[pairs.reopens], len(dataset.employees))
    posts = _occurring(pairs.post, len(dataset.posts))
    held_post = np.where(counts.is_commune[dataset.employee_unit], dataset.employee_post, -1)
    released = np.unique(cell_of_person[people])
    left = np.unique(held_post[people])
    left = left[left >= 0]
    cells = np.unique(np.concatenate([cell_of_post[posts], cell_of_post[held_post[movers]]]))
    hosts = np.unique(cells // fields)

    root = builder.nodes("root", np.array([0]), 1, [""])
    unit = builder.nodes("unit", np.arange(units), units, labels.units)
    release = builder.nodes("release", released, units * fields, labels.of_cells(released))
    held = builder.nodes("held", left, len(dataset.posts), labels.of_posts(left))
    person = builder.nodes("person", people, len(dataset.employees), labels.of_people(people))
    mover = builder.nodes("mover", movers, len(dataset.employees), labels.of_people(movers))
    post = builder.nodes("post", posts, len(dataset.posts), labels.of_posts(posts))
    filled = builder.nodes("filled", cells, units * fields, labels.of_cells(cells))
    seats = builder.nodes("seats", hosts, units, (labels.units[host] for host in hosts.tolist()))

    # The way out.
    heads = head_count(dataset)
    builder.arcs(root, unit, nesting.give)
    builder.arcs(unit[released // fields], release[released], nesting.release[released])
    builder.arcs(release[cell_of_post[left]], held[left], problem.limits["held_post"].bounds.upper[left])
    before = np.where(
        held_post[people] >= 0, held[held_post[people]] if len(held) else -1, release[cell_of_person[people]]
    )
    builder.arcs(before, person[people], heads[people])
    builder.arcs(filled[cell_of_post[held_post[movers]]], mover[movers], heads[movers])

    # The way in. Where a post takes some for good and some for a time, seats of absent
    # holders are open to the latter only.
    for_a_time = pairs.has_form(Form.SECONDMENT)
    takes_for_good = np.bincount(pairs.post[~for_a_time], minlength=len(dataset.posts)) > 0
    takes_for_a_time = np.bincount(pairs.post[for_a_time], minlength=len(dataset.posts)) > 0
    mixed = np.flatnonzero(takes_for_good & takes_for_a_time)
    for_good = builder.nodes("for good", mixed, len(dataset.posts), labels.of_posts(mixed))
    open_seats, vacant = (problem.limits[rule].bounds.upper for rule in ("open_seats", "vacant_seats"))
    builder.arcs(for_good[mixed], post[mixed], vacant[mixed])
    builder.arcs(post[posts], filled[cell_of_post[posts]], np.where(takes_for_a_time, open_seats, vacant)[posts])
    builder.steps(filled[cells], seats[cells // fields], steps_of(problem, CurveLevel.UNIT_FIELD, cells))
    builder.steps(seats[hosts], unit[hosts], steps_of(problem, CurveLevel.UNIT, hosts))
    builder.arcs(unit, root, nesting.take)

    start = np.where(pairs.reopens, mover[pairs.employee], person[pairs.employee])
    end = np.where(for_a_time | (for_good[pairs.post] < 0), post[pairs.post], for_good[pairs.post])
    return builder.network(start, end, problem.capacity, (tier.terms.cost for tier in problem.tiers))


def _occurring(rows: Rows, size: int) -> Rows:
    """Distinct rows, in order."""
    return np.flatnonzero(np.bincount(rows, minlength=size))
