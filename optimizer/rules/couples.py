"""Partners do not come to work farther apart than a largest distance, or than they do today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.arrays import Indices, Mask
from optimizer.domain.dataset import rows_in
from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.rules.limit_rule import UNLIMITED, Bounds, LimitRule, Members
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN, Parameter


class Couples(LimitRule):
    """Workplaces of partners are at most ``max_km`` apart, or not farther than today.

    Two people are a couple if either names the other as partner; groups have none. Somebody
    on a running secondment works at its place. Where no distance is known nothing is
    refused. Off unless the policy turns it on.

    Each person moves at most once, so "not both" and "not without" are linear. Subjects: for
    every couple, either partner, and every workplace p with posts:

    - p is too far from where the other works today: going to p takes a move of the other to
      a workplace near p (moves to p - such moves <= 0);
    - p is near enough, and the partner is the first of the two: not together with a move of
      the other that is near enough to where the first works today but too far from p
      (moves to p + such moves <= 1).

    What is left, a move of the second that is too far from the first's workplace today, is
    the first kind again with the two exchanged.
    """

    id = "couples"
    is_on_by_default = False
    citation = DESIGN
    sentences = {
        "vi": "{subject}: vợ chồng làm việc quá xa nhau ({number} lượt đi, giới hạn là {limit}).",
        "en": "{subject}: partners would work too far apart ({number} moves, the limit is {limit}).",
    }
    max_km = Parameter(
        30.0,
        unit={"vi": "km một chiều", "en": "km one way"},
        source={
            "vi": "giả định: đi làm mỗi ngày một giờ, như với chỗ ở",
            "en": "assumption: a daily way of an hour, as for housing",
        },
    )

    def bounds(self, facts: Facts) -> Bounds:
        """0 for the first kind, 1 for the second."""
        upper = [
            np.where(couple.is_far[partner], 0, UNLIMITED if partner else 1)
            for couple in self._couples(facts)
            for partner in (0, 1)
        ]
        upper_of_all = np.concatenate([*upper, np.empty(0, dtype=np.int64)])
        return Bounds(np.full_like(upper_of_all, -UNLIMITED), upper_of_all)

    def members(self, pairs: Pairs) -> Members:
        """Every move of a partner, in the row of the place gone to and in those of the other partner."""
        people, places = pairs.dataset.couples, _places(pairs.facts)
        by_employee = np.argsort(pairs.employee, kind="stable")
        first, end = (np.searchsorted(pairs.employee[by_employee], people, side) for side in ("left", "right"))
        goes_to = np.searchsorted(places, pairs.facts.journeys.workplace_of_post)
        found = [np.empty((3, 0), dtype=np.int64)]
        for number, couple in enumerate(self._couples(pairs.facts)):
            for partner, other in ((0, 1), (1, 0)):
                move = by_employee[first[number, partner] : end[number, partner]]
                to = goes_to[pairs.post[move]]
                is_near = ~couple.is_far[partner][to]
                goes = np.flatnonzero(~is_near | (partner == 0))
                found.append(_counted(move[goes], _subject(number, partner, to[goes], places), 1))
                # Shape (places, moves): what each move is to the rows of the other partner.
                is_far, is_apart = couple.is_far[other][:, None], couple.is_apart[:, to]
                for counts, coefficient in ((is_far & ~is_apart, -1), (~is_far & is_apart & is_near & (other == 0), 1)):
                    place, row = np.nonzero(counts)
                    found.append(_counted(move[row], _subject(number, other, place, places), coefficient))
        return Members(*np.concatenate(found, axis=1))

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """The same for one move, place by place."""
        employee = facts.dataset.employee_row[move.employee]
        roles = np.argwhere(facts.dataset.couples == employee).tolist()
        if not roles:
            return
        places, couples = _places(facts), self._couples(facts)
        to = int(np.searchsorted(places, facts.journeys.workplace_of_post[facts.dataset.post_row[move.to_post]]))
        for number, partner in roles:
            couple, other = couples[number], 1 - partner
            is_near = not couple.is_far[partner][to]
            if partner == 0 or not is_near:
                yield int(_subject(number, partner, to, places)), 1
            for place in range(len(places)):
                is_far, is_apart = couple.is_far[other][place], couple.is_apart[place, to]
                if is_far and not is_apart:
                    yield int(_subject(number, other, place, places)), -1
                elif other == 0 and not is_far and is_apart and is_near:
                    yield int(_subject(number, other, place, places)), 1

    def label(self, subject: int, facts: Facts) -> str:
        """Who goes where, and the partner: ``E1 → 00004, E2``."""
        places, ids = _places(facts), facts.dataset.employees["id"]
        couple, partner, place = np.unravel_index(subject, (len(facts.dataset.couples), 2, len(places)))
        people = facts.dataset.couples[couple]
        codes = pd.concat([facts.dataset.units["code"], facts.dataset.workplaces["code"]])
        return f"{ids.iat[people[partner]]} → {codes.iat[places[place]]}, {ids.iat[people[1 - partner]]}"

    def _couples(self, facts: Facts) -> list[_Couple]:
        """What distances say about every couple."""
        journeys, places, max_km = facts.journeys, _places(facts), self.max_km(facts.policy)
        between = journeys.km_between(places[:, None], places)
        couples = []
        for one, two in _works_at(facts)[facts.dataset.couples].tolist():
            allowed_km = np.fmax(max_km, journeys.km_between(one, two))
            is_far = tuple(journeys.km_between(places, today) > allowed_km for today in (two, one))
            couples.append(_Couple(is_far, between > allowed_km))
        return couples


@dataclass(frozen=True)
class _Couple:
    """Which workplaces are too far apart for a couple.

    ``is_far[0]`` has one value per place, whether it is too far from where the second works
    today, ``is_far[1]`` the same for the first; ``is_apart`` is about two places, shape
    (places, places).
    """

    is_far: tuple[Mask, ...]
    is_apart: Mask


def _places(facts: Facts) -> Indices:
    """Workplaces with posts, as columns of the journeys: where a move can lead."""
    return np.unique(facts.journeys.workplace_of_post)


def _works_at(facts: Facts) -> Indices:
    """Workplace of every employee today, as a column of the journeys."""
    dataset, journeys = facts.dataset, facts.journeys
    host = rows_in(dataset.unit_row, dataset.employees["seconded_to_unit"])
    host_post = rows_in(dataset.post_row, dataset.employees["seconded_to_post"])
    at_host = np.where(host_post >= 0, journeys.workplace_of_post[host_post], host)
    return np.where(facts.counts.is_seconded, at_host, journeys.workplace_of_employee)


def _subject(couple: int, partner: int, place: Indices | int, places: Indices) -> Indices:
    """Number of the row about a partner of a couple going to a place."""
    return np.asarray((2 * couple + partner) * len(places) + place)


def _counted(move: Indices, subject: Indices, coefficient: int) -> NDArray[np.int64]:
    """Members of one coefficient as columns of three numbers."""
    return np.stack([move, subject, np.full_like(subject, coefficient)])
