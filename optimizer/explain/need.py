"""What communes still need after a plan, by field: whom to recruit, contract or train, and what a specialist is worth.

These are the ways beside moving people that the ministry names (Công văn 7415/BNV-CCVC): recruiting, a labour contract,
training.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.counts import Counts, count_after
from optimizer.explain.specialists import Specialist, specialists
from optimizer.explain.standing import Standing
from optimizer.explain.training import Learner, nearest_to_qualify

MOST_LEARNERS = 3
"""People told of who are nearest to qualifying for a post."""


@dataclass(frozen=True)
class Need:
    """Seats of a field in a commune that a plan leaves vacant.

    ``recruit`` of them nobody owns, and the commune's quota has room for after the plan, seats of the highest priority
    first; the other ``contract``: their owners are away for a time, or the quota is used up. ``learners`` are the
    people nearest to qualifying for any of them.
    """

    unit: str
    field: str
    recruit: int
    contract: int
    learners: tuple[Learner, ...]

    @property
    def seats(self) -> int:
        """All of them."""
        return self.recruit + self.contract


@dataclass(frozen=True)
class ResidualNeed:
    """Needs by commune and field, and what one more specialist of each field is worth, where prices tell."""

    needs: tuple[Need, ...]
    specialists: tuple[Specialist, ...]


def residual_need(standing: Standing) -> ResidualNeed:
    """What a plan leaves to be done; nobody whom it moves is to be trained for another post.

    Raises KeyError if the plan names an employee, unit or post that the dataset does not have.
    """
    facts, plan = standing.facts, standing.plan
    after = count_after(facts.counts, plan)
    vacant = np.flatnonzero(facts.counts.is_needed & (after.open_seats > 0))
    for_good = _recruits(after, vacant)
    codes, units, fields = (facts.dataset.posts[column].tolist() for column in ("code", "unit", "field"))
    rows: dict[tuple[str, str], list[int]] = {}
    for row in vacant.tolist():
        rows.setdefault((units[row], fields[row]), []).append(row)
    learners = nearest_to_qualify(facts, vacant, MOST_LEARNERS, without={move.employee for move in plan.moves})
    needs = tuple(
        Need(
            *key,
            recruit=int(for_good[own].sum()),
            contract=int((after.open_seats - for_good)[own].sum()),
            learners=_nearest([learner for row in own for learner in learners.get(codes[row], ())]),
        )
        for key, own in sorted(rows.items())
    )
    missing = sorted({field for _, field in rows})
    return ResidualNeed(needs, specialists(standing, missing) if standing.has_prices and missing else ())


def _recruits(counts: Counts, posts: NDArray[np.intp]) -> NDArray[np.int64]:
    """How many seats of every post can be filled for good within the quotas, of some posts, dearest first."""
    room, for_good = counts.shortage.tolist(), np.zeros(len(counts.seats), dtype=np.int64)
    priority = counts.dataset.posts["priority"].to_numpy()[posts]
    # The sort is stable: of equal priority, posts go by their codes.
    for row in posts[np.argsort(-priority, kind="stable")].tolist():
        unit = int(counts.dataset.post_unit[row])
        for_good[row] = min(int(counts.vacant_seats[row]), room[unit])
        room[unit] -= int(for_good[row])
    return for_good


def _nearest(learners: list[Learner]) -> tuple[Learner, ...]:
    """Those who lack least of the nearest to several posts, each person once."""
    by_person: dict[str, Learner] = {}
    for learner in sorted(learners, key=lambda learner: len(learner.lacking)):
        by_person.setdefault(learner.employee, learner)
    return tuple(by_person.values())[:MOST_LEARNERS]
