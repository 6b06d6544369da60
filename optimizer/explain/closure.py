"""What closes a vacant seat off: the limits, used up, that everybody who could fill it would have to pass.

Follow the ways by which one more seat could be filled back from the seat, through people who
might change places, and forward from it into the commune: never by emptying another seat. If the
search back ends before the province, the limits at its border let nobody more through: their
numbers are all used, which a reader can count. The same forward, where the commune takes nobody more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from optimizer.arrays import Indices, Mask
from optimizer.explain.residual import Residual
from optimizer.explain.standing import Standing
from optimizer.rules.limit_rule import UNLIMITED, Place, number_at

PLACE_OF_WAY = {
    ("root", "unit"): Place.NET_DEPARTURES,
    ("unit", "leaving"): Place.LEAVING,
    ("unit", "release"): Place.RELEASE,
    ("leaving", "release"): Place.RELEASE,
    ("release", "held"): Place.HELD,
    ("release", "person"): Place.PERSON,
    ("held", "person"): Place.PERSON,
    ("for good", "post"): Place.POST_FOR_GOOD,
    ("entering", "filled"): Place.ENTERING,
    ("arriving", "unit"): Place.ARRIVING,
    ("unit", "root"): Place.NET_ARRIVALS,
}
"""The place at which an arc from one kind of node to another counts."""

WAY_IN = frozenset((Place.POST, Place.POST_FOR_GOOD, Place.ENTERING, Place.ARRIVING, Place.NET_ARRIVALS))


@dataclass(frozen=True, order=True)
class UsedUp:
    """A place at which limits let nobody more through: all ``capacity`` is used.

    ``limits`` names rule and subject of those that say so, ``subject`` what the place is of. One more would pass
    from node ``tail`` of the network to ``head``.
    """

    place: Place
    limits: tuple[tuple[str, str], ...]
    subject: str
    capacity: int
    tail: int
    head: int


@dataclass(frozen=True)
class Closure:
    """What closes off one post, None where nothing does.

    ``senders`` are the limits that keep everybody else from filling it, ``receiver`` those that keep the
    commune from taking anybody; ``posts`` are the rows of all posts that only people behind the
    same limits could fill.
    """

    senders: tuple[UsedUp, ...] | None
    receiver: tuple[UsedUp, ...] | None
    posts: Indices


@dataclass(frozen=True)
class Ways:
    """The residual network without the ways that empty a seat, forward and back, and the kind of every node."""

    standing: Standing
    kind: NDArray[np.str_]
    ahead: csr_array
    behind: csr_array

    @classmethod
    def of(cls, standing: Standing) -> Ways:
        """Leave out whatever takes somebody from a seat, or lets somebody leave one empty."""
        kind = np.array([kind_of(name) for name in standing.layout.network.names])
        ways = Residual.of(standing.arcs, np.zeros((0, len(standing.flow)), dtype=np.int64), standing.flow)
        empties = ways.is_back & np.isin(kind[ways.head], ["post"]) & ~np.isin(kind[ways.tail], ["person", "mover"])
        empties |= (kind[ways.tail] == "filled") & (kind[ways.head] == "mover")
        tail, head = ways.tail[~empties], ways.head[~empties]
        shape, ones = (ways.nodes, ways.nodes), np.ones(len(tail))
        return cls(standing, kind, csr_array((ones, (tail, head)), shape), csr_array((ones, (head, tail)), shape))

    def closure(self, post: int) -> Closure:
        """What closes off one post with a vacant seat."""
        arcs = self.standing.arcs
        moves = np.flatnonzero(self.standing.problem.pairs.post == post) + self.standing.layout.network.between
        heads = np.unique(arcs.head[moves])
        # Forward from its door: to take somebody out of the post itself fills nothing.
        own = np.unique(
            np.concatenate([heads, arcs.head[np.isin(arcs.tail, heads) & (self.kind[arcs.head] == "post")]])
        )
        before, after = self._reached(self.behind, heads), self._reached(self.ahead, self._doors(own))
        posts = np.flatnonzero(before[arcs.head] & (np.arange(len(arcs.head)) >= arcs.first_move)) - arcs.first_move
        return Closure(
            None if before[0] else self._border(before, is_in=False),
            None if after[0] else self._border(after, is_in=True),
            np.unique(self.standing.problem.pairs.post[posts]),
        )

    def _doors(self, own: Indices) -> Indices:
        """Where somebody who enters a post with these nodes goes on to."""
        arcs = self.standing.arcs
        leads = np.isin(arcs.tail, own) & ~np.isin(arcs.head, own) & (self.standing.flow < arcs.capacity)
        return np.unique(arcs.head[leads])

    def _reached(self, graph: csr_array, sources: Indices) -> Mask:
        found = np.zeros(len(self.kind), dtype=bool)
        for source in sources.tolist():
            found[breadth_first_order(graph, source, return_predecessors=False)] = True
        return found

    def _border(self, inside: Mask, *, is_in: bool) -> tuple[UsedUp, ...]:
        """The limits that let nobody more into a set of nodes before a seat, or out of one behind it (``is_in``).

        Behind it lie the departures from the commune too: they would make room.
        """
        arcs = self.standing.arcs
        own, other = (arcs.tail, arcs.head) if is_in else (arcs.head, arcs.tail)
        full = inside[own] & ~inside[other] & (self.standing.flow == arcs.capacity)
        ends = set(zip(arcs.tail[full].tolist(), arcs.head[full].tolist(), strict=True))
        # An arc that never carries anybody was left out of the network: only net numbers of units can have none.
        root = self.kind == "root"
        units = np.flatnonzero(inside & (self.kind == "unit"))
        linked = own[root[other]]
        ends |= {(unit, 0) if is_in else (0, unit) for unit in np.setdiff1d(units, linked).tolist() if not inside[0]}
        found = (self._used_up(tail, head) for tail, head in sorted(ends))
        return tuple(used_up for used_up in found if used_up is not None)

    def _used_up(self, tail: int, head: int) -> UsedUp | None:
        """The limits between two nodes that let nobody more through, None if the way is no place of limits."""
        kinds = str(self.kind[tail]), str(self.kind[head])
        place = Place.POST if kinds[0] == "post" else PLACE_OF_WAY.get(kinds)
        if place is None:
            return None
        # On the way out an arc leads to the node of its place, on the way in from it.
        node = tail if place in WAY_IN else head
        subject = self.standing.layout.network.names[node][len(str(self.kind[node])) + 1 :]
        capacity = self._room.get((tail, head), 0)
        limits = self._limits.get((place, number_at(place, subject, self.standing.facts)), ())
        # A limit that does not count all that passes leaves the place more room than it says.
        telling = [one for one in limits if one[2] == capacity] or [one for one in limits if one[2] <= capacity]
        facts, rule_of = self.standing.facts, self.standing.problem.limits
        named = tuple((id_, rule_of[id_].rule.label(number, facts)) for id_, number, _ in telling)
        return UsedUp(place, named, subject, capacity, tail, head)

    @cached_property
    def _room(self) -> Mapping[tuple[int, int], int]:
        """How many the arcs in between let from one node to another."""
        arcs, room = self.standing.arcs, Counter[tuple[int, int]]()
        first = arcs.first_move
        for tail, head, capacity in zip(
            arcs.tail[:first].tolist(), arcs.head[:first].tolist(), arcs.capacity[:first].tolist(), strict=True
        ):
            room[tail, head] += capacity
        return room

    @cached_property
    def _limits(self) -> Mapping[tuple[Place, int], Sequence[tuple[str, int, int]]]:
        """The limits that count at a place, by the place's number: rule, subject and upper bound of each."""
        found: dict[tuple[Place, int], list[tuple[str, int, int]]] = {}
        for id_, limit in self.standing.problem.limits.items():
            places = limit.rule.places(self.standing.facts)
            bounded = np.flatnonzero((places.place != Place.NOWHERE.value) & (limit.bounds.upper < UNLIMITED))
            for place, number, subject, upper in zip(
                places.place[bounded].tolist(),
                places.number[bounded].tolist(),
                bounded.tolist(),
                limit.bounds.upper[bounded].tolist(),
                strict=True,
            ):
                found.setdefault((Place(place), number), []).append((id_, subject, upper))
        return found


def kind_of(name: str) -> str:
    """The kind of a node, which its name begins with."""
    return "for good" if name.startswith("for good ") else name.split(" ", 1)[0]
