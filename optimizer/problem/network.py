"""The Problem as a min-cost circulation: one node per unit for what it gives and receives.

A unit of flow is a person on the way::

    root -> unit -> unit left -> field left -> post held -> person -> post -> field entered
    -> filled seats of the field -> filled seats of the unit -> unit entered -> unit -> root

Arrivals at a unit's node allow departures from it, and a reassignment is a cycle through
it. A misplaced person put right at home empties the seat held: he is drawn from the filled
seats of its field. Capacities come from the limits (:mod:`optimizer.problem.nesting`); a
place that cannot bind has no node, and what does not nest is kept as side rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from optimizer.arrays import Indices, Ints
from optimizer.policy import Form
from optimizer.problem.filling import Steps, steps_of
from optimizer.problem.nesting import Nesting
from optimizer.problem.problem import Problem
from optimizer.problem.side_rows import SideRows
from optimizer.rules.limit_rule import Place
from optimizer.rules.pairs import CurveLevel
from optimizer.rules.unmet_demands import UNMET_DEMANDS


@dataclass(frozen=True)
class Network:
    """m arcs between k nodes; flow is conserved everywhere, node 0 is the root.

    The last arcs stand for the candidate pairs, in their order; those before, the arcs in
    between, lead to and from people and posts. The last of these are loops, one for each side
    row that a tier prices: they carry what exceeds it. ``between_cost`` has one row per tier for
    the latter, ``pair_cost`` one row per tier (None: free) for the former. ``names`` tells
    every node apart from all others, whatever the order of the input.
    """

    names: tuple[str, ...]
    tail: Indices
    head: Indices
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

    def cost(self, tier: int, flow: Ints) -> int:
        """What an arc flow costs in a tier."""
        price = self.pair_cost[tier]
        moved = 0 if price is None else int(price @ self.pair_flow(flow))
        return int(self.between_cost[tier] @ flow[: self.between]) + moved


@dataclass
class _Builder:
    """Collects nodes and the arcs in between."""

    nesting: Nesting
    tiers: tuple[str, ...]
    names: list[str] = field(default_factory=list)
    blocks: list[tuple[Indices, Indices, Ints, Ints]] = field(default_factory=list)

    def binding(self, place: Place, number: Indices, behind: Ints) -> Indices:
        """Numbers of a place that could hold up what comes from behind it, or at which so many are demanded."""
        known = number >= 0
        capacity, demand = self.nesting.capacity[place], self.nesting.demand[place]
        coming = np.zeros(len(capacity), dtype=np.int64)
        np.add.at(coming, number[known], behind[known])
        return np.flatnonzero((coming > capacity) | ((coming > 0) & (demand > 0)))

    def nodes(self, kind: str, rows: Indices, size: int, labels: Iterable[str]) -> Indices:
        """New nodes for the given rows of a table; returns the node of every row, -1 for the others."""
        node = np.full(size, -1, dtype=np.intp)
        node[rows] = len(self.names) + np.arange(len(rows))
        self.names.extend(f"{kind} {label}" for label in labels)
        return node

    def arcs(self, tail: Indices, head: Indices, capacity: Ints, cost: Ints | None = None) -> None:
        """New arcs; those without capacity are left out."""
        tail, head, capacity = np.broadcast_arrays(tail, head, capacity)
        used = capacity > 0
        cost = np.zeros((len(self.tiers), len(tail)), dtype=np.int64) if cost is None else cost
        self.blocks.append((tail[used], head[used], capacity[used], cost[:, used]))

    def passing(self, place: Place, number: Indices, tail: Indices, head: Indices) -> None:
        """Arcs through a place: as many as it lets pass; those demanded first, each met demand worth one."""
        capacity, demand = self.nesting.capacity[place][number], self.nesting.demand[place][number]
        if demand.any():
            wanted = np.minimum(demand, capacity)
            cost = np.zeros((len(self.tiers), len(number)), dtype=np.int64)
            cost[self.tiers.index(UNMET_DEMANDS)] = -1
            self.arcs(tail, head, wanted, cost)
            capacity = capacity - wanted
        self.arcs(tail, head, capacity)

    def steps(self, inside: Indices, outside: Indices, steps: Steps) -> None:
        """Arcs for filled seats: outwards for counts above zero, back for counts below."""
        inner, outer = inside[steps.position], outside[steps.position]
        tail, head = np.where(steps.is_back, outer, inner), np.where(steps.is_back, inner, outer)
        self.arcs(tail, head, steps.length, steps.cost)

    def excess(self, problem: Problem, side_rows: SideRows) -> None:
        """A loop at the root for every row that a tier prices: it carries what exceeds the row, off everybody's way."""
        priced = np.flatnonzero(side_rows.tier >= 0)
        cost = np.zeros((len(self.tiers), len(priced)), dtype=np.int64)
        cost[side_rows.tier[priced], np.arange(len(priced))] = 1
        root = np.zeros(len(priced), dtype=np.intp)
        # At least one, so that no loop is left out.
        self.arcs(root, root, np.maximum(side_rows.most(problem.capacity) - side_rows.upper, 1)[priced], cost)

    def network(self, tail: Indices, head: Indices, capacity: Ints, pair_cost: Iterable[Ints | None]) -> Network:
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

    def of_cells(self, cells: Indices) -> Iterable[str]:
        """Unit and field of each cell."""
        return (
            f"{self.units[cell // len(self.fields)]}/{self.fields[cell % len(self.fields)]}" for cell in cells.tolist()
        )

    def of_units(self, units: Indices) -> Iterable[str]:
        """Codes."""
        return (self.units[unit] for unit in units.tolist())

    def of_posts(self, posts: Indices) -> Iterable[str]:
        """Codes."""
        return (self.posts[post] for post in posts.tolist())

    def of_people(self, people: Indices) -> Iterable[str]:
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
    builder = _Builder(nesting, tuple(tier.id for tier in problem.tiers))
    capacity = nesting.capacity

    # Who passes what. A cell is a field in a unit: every person and every post is in one.
    cell_of_person = dataset.employee_unit * fields + counts.field_of_employee
    unit_of_post, cell_of_post = dataset.post_unit, dataset.post_unit * fields + counts.field_of_post
    people = _occurring(pairs.employee[~pairs.reopens], len(dataset.employees))
    movers = _occurring(pairs.employee[pairs.reopens], len(dataset.employees))
    posts = _occurring(pairs.post, len(dataset.posts))
    post_held = dataset.employee_post
    released = np.unique(cell_of_person[people])
    cells = np.unique(np.concatenate([cell_of_post[posts], cell_of_post[post_held[movers]]]))
    hosts = np.unique(cells // fields)
    left = builder.binding(Place.HELD, post_held[people], capacity[Place.PERSON][people])
    deserted = builder.binding(Place.LEAVING, dataset.employee_unit[people], capacity[Place.PERSON][people])
    entered = builder.binding(Place.ENTERING, cell_of_post[posts], capacity[Place.POST][posts])
    reached = builder.binding(Place.ARRIVING, unit_of_post[posts], capacity[Place.POST][posts])

    root = builder.nodes("root", np.array([0]), 1, [""])
    unit = builder.nodes("unit", np.arange(units), units, labels.of_units(np.arange(units)))
    leaving = builder.nodes("leaving", deserted, units, labels.of_units(deserted))
    release = builder.nodes("release", released, units * fields, labels.of_cells(released))
    held = builder.nodes("held", left, len(dataset.posts), labels.of_posts(left))
    person = builder.nodes("person", people, len(dataset.employees), labels.of_people(people))
    mover = builder.nodes("mover", movers, len(dataset.employees), labels.of_people(movers))
    post = builder.nodes("post", posts, len(dataset.posts), labels.of_posts(posts))
    entering = builder.nodes("entering", entered, units * fields, labels.of_cells(entered))
    filled = builder.nodes("filled", cells, units * fields, labels.of_cells(cells))
    seats = builder.nodes("seats", hosts, units, labels.of_units(hosts))
    arriving = builder.nodes("arriving", reached, units, labels.of_units(reached))

    # The way out.
    builder.arcs(root, unit, capacity[Place.NET_DEPARTURES])
    builder.passing(Place.LEAVING, deserted, unit[deserted], leaving[deserted])
    builder.passing(Place.RELEASE, released, _past(leaving, unit)[released // fields], release[released])
    builder.passing(Place.HELD, left, release[cell_of_post[left]], held[left])
    # Index -1, nobody's post, is the node appended for it: none.
    own_post = np.append(held, -1)[post_held[people]]
    builder.passing(Place.PERSON, people, _past(own_post, release[cell_of_person[people]]), person[people])
    builder.arcs(filled[cell_of_post[post_held[movers]]], mover[movers], capacity[Place.PERSON][movers])

    # The way in. Where a post takes some for good and some for a time, seats of absent
    # holders are open to the latter only.
    for_a_time = pairs.has_form(Form.SECONDMENT)
    takes_for_good = np.bincount(pairs.post[~for_a_time], minlength=len(dataset.posts)) > 0
    takes_for_a_time = np.bincount(pairs.post[for_a_time], minlength=len(dataset.posts)) > 0
    mixed = np.flatnonzero(takes_for_good & takes_for_a_time)
    for_good = builder.nodes("for good", mixed, len(dataset.posts), labels.of_posts(mixed))
    builder.passing(Place.POST_FOR_GOOD, mixed, for_good[mixed], post[mixed])
    door = _past(entering, filled)[cell_of_post]
    alike, owned = posts[takes_for_a_time[posts]], posts[~takes_for_a_time[posts]]
    builder.passing(Place.POST, alike, post[alike], door[alike])
    builder.passing(Place.POST_FOR_GOOD, owned, post[owned], door[owned])
    builder.passing(Place.ENTERING, entered, entering[entered], filled[entered])
    builder.steps(filled[cells], seats[cells // fields], steps_of(problem, CurveLevel.UNIT_FIELD, cells))
    builder.steps(seats[hosts], _past(arriving, unit)[hosts], steps_of(problem, CurveLevel.UNIT, hosts))
    builder.passing(Place.ARRIVING, reached, arriving[reached], unit[reached])
    builder.arcs(unit, root, capacity[Place.NET_ARRIVALS])
    builder.excess(problem, nesting.side_rows)

    start = np.where(pairs.reopens, mover[pairs.employee], person[pairs.employee])
    end = np.where(for_a_time | (for_good[pairs.post] < 0), post[pairs.post], for_good[pairs.post])
    return builder.network(start, end, problem.capacity, _pair_costs(problem, nesting))


def _pair_costs(problem: Problem, nesting: Nesting) -> Iterable[Ints | None]:
    """Every tier's price of the pairs; demands met move by move are paid on the moves."""
    for tier in problem.tiers:
        yield -nesting.pair_demand if tier.id == UNMET_DEMANDS else tier.terms.cost


def _past(node: Indices, next_node: Indices) -> Indices:
    """The node of a place, or the next one where the place has none."""
    return np.where(node >= 0, node, next_node)


def _occurring(rows: Indices, size: int) -> Indices:
    """Distinct rows, in order."""
    return np.flatnonzero(np.bincount(rows, minlength=size))
