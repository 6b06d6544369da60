"""Which communes have too many people and which too few, and which of their seats are vacant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import Post, Unit
from optimizer.travel.straight_line import great_circle_km
from scenarios.library.case import Case
from scenarios.library.draw import spread, stream, weighted_subset
from scenarios.library.margins import Known

OVER_MOST = 8
"""A commune is over its quota by no more people than this, or than twice the mean (assumption)."""


@dataclass(frozen=True)
class Balance:
    """Communes by their balance: net people over or short of the quota, by unit code."""

    over: Mapping[str, int]
    short: Mapping[str, int]

    def of(self, unit: str) -> int:
        """People over the quota, below 0 if the commune is short."""
        return self.over.get(unit, 0) - self.short.get(unit, 0)


def balance_of(case: Case, communes: list[Unit], posts: Mapping[str, list[Post]]) -> Balance:
    """Which communes have too many people and which too few, adding up to the margins.

    Remote communes run short and central ones over, with chance mixed in (assumption); communes
    of which the balance was published have that. Raises ValueError if they cannot add up.
    """
    rng = stream(case.seed, "balance")
    margins = case.communes
    known = {code: row.balance for code, row in margins.known.items() if row.balance is not None}
    remoteness = _km_from_centre(case, communes)
    order = np.argsort(remoteness / remoteness.max() + rng.uniform(0, 1, len(communes)), kind="stable")
    # Nobody is over or short of a quota of nobody.
    free = [row for row in order if communes[row].code not in known and communes[row].quota]
    over_units = margins.over_units - sum(people > 0 for people in known.values())
    short_units = margins.short_units - sum(people < 0 for people in known.values())
    if min(over_units, short_units) < 0 or over_units + short_units > len(free):
        raise ValueError("communes.known: more communes over or short of their quotas than in all")
    over, short = sorted(free[:over_units]), sorted(free[len(free) - short_units :])
    over_people = margins.over_people - sum(people for people in known.values() if people > 0)
    short_people = margins.short_people + sum(people for people in known.values() if people < 0)
    over_most = max(OVER_MOST, 2 * -(-over_people // max(over_units, 1)))
    room = np.array([_room(case, posts[communes[row].code]) for row in short], dtype=np.int64)
    return Balance(
        over={code: people for code, people in known.items() if people > 0}
        | _per_unit(communes, over, spread(over_people, *_between(over, over_most), rng)),
        short={code: -people for code, people in known.items() if people < 0}
        | _per_unit(communes, short, spread(short_people, np.ones(len(short), dtype=np.int64), room, rng)),
    )


def _km_from_centre(case: Case, communes: list[Unit]) -> NDArray[np.float64]:
    """Distance from the commune in which most provincial staff work."""
    staff = Counter[str]()
    for sender in case.senders:
        staff[case.seat_of(sender)] += sender.staff
    centre = max(staff, key=lambda code: staff[code]) if staff else case.seat or communes[0].code
    latitude = np.array([unit.latitude for unit in communes], dtype=float)
    longitude = np.array([unit.longitude for unit in communes], dtype=float)
    row = next(row for row, unit in enumerate(communes) if unit.code == centre)
    return great_circle_km(latitude, longitude, latitude[row], longitude[row])


def _between(rows: list[int], most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    ones = np.ones(len(rows), dtype=np.int64)
    return ones, ones * most


def _per_unit(communes: list[Unit], rows: list[int], people: NDArray[np.int64]) -> dict[str, int]:
    return {communes[row].code: int(number) for row, number in zip(rows, people, strict=True)}


def specialist(posts: list[Post]) -> list[Post]:
    """The posts of people who lead nobody."""
    return [post for post in posts if not post.leader_rank]


def may_be_vacant(case: Case, posts: list[Post]) -> list[Post]:
    """Posts in the fields in which seats stand vacant, but for those that a margin of their own tells about."""
    margins = case.communes
    return [
        post for post in specialist(posts) if post.field in margins.vacant_fields and post.field not in margins.without
    ]


def _room(case: Case, posts: list[Post]) -> int:
    return sum(post.seats for post in may_be_vacant(case, posts))


def key_of(post: Post) -> str:
    """The key of a post in its case's layout.

    >>> key_of(Post(code="07210-ECONOMY-HEAD", unit="07210"))
    'ECONOMY-HEAD'
    """
    return post.code.removeprefix(f"{post.unit}-")


def lacking(case: Case, communes: list[Unit], posts: Mapping[str, list[Post]]) -> Mapping[str, frozenset[str]]:
    """Fields that nobody in a commune knows, by unit code. Raises ValueError if too few have a seat of a field."""
    fields_of: dict[str, set[str]] = {unit.code: set() for unit in communes}
    for field, number in sorted(case.communes.without.items()):
        units = [unit.code for unit in communes if any(post.field == field for post in specialist(posts[unit.code]))]
        if number > len(units):
            raise ValueError(f"communes.without.{field}: only {len(units)} communes have a seat of it")
        chosen = weighted_subset(np.ones(len(units)), number, stream(case.seed, f"without {field}"))
        for row in chosen:
            fields_of[units[row]].add(field)
    return {unit: frozenset(fields) for unit, fields in fields_of.items() if fields}


def vacant_seats(
    case: Case, balance: Balance, posts: Mapping[str, list[Post]], lacks: Mapping[str, frozenset[str]]
) -> Mapping[str, int]:
    """Vacant seats by post code: those that margins name, then drawn by field up to what the commune is short.

    Raises ValueError if a commune has too few seats of the fields, or none of a post that is to be vacant.
    """
    vacant = _named_vacancies(case, balance, posts, lacks)
    rng = stream(case.seed, "vacant seats")
    for unit, people in balance.short.items():
        left = people - sum(vacant[post.code] for post in posts[unit])
        if left <= 0:
            continue
        told = case.communes.known.get(unit, Known()).vacant
        open_posts = [
            post
            for post in may_be_vacant(case, posts[unit])
            if key_of(post) not in told
            for _ in range(post.seats - vacant[post.code])
        ]
        if left > len(open_posts):
            raise ValueError(f"communes.vacant_fields: {unit} lacks {left} people and has {len(open_posts)} such seats")
        weights = np.array(
            [case.communes.vacant_fields[post.field] / _seats_of(open_posts, post) for post in open_posts]
        )
        vacant.update(open_posts[row].code for row in weighted_subset(weights, left, rng))
    return vacant


def _named_vacancies(
    case: Case, balance: Balance, posts: Mapping[str, list[Post]], lacks: Mapping[str, frozenset[str]]
) -> Counter[str]:
    margins, vacant = case.communes, Counter[str]()
    for unit, fields in lacks.items():
        vacant.update({post.code: post.seats for post in specialist(posts[unit]) if post.field in fields})
    for unit, known in margins.known.items():
        vacant.update({f"{unit}-{key}": number for key, number in known.vacant.items()})
    rng = stream(case.seed, "vacant posts")
    for key, number in sorted(margins.vacant_posts.items()):
        free = [
            post.code
            for unit, people in balance.short.items()
            if people > sum(vacant[post.code] for post in posts[unit])
            for post in posts[unit]
            if key_of(post) == key and unit not in margins.known
        ]
        if number > len(free):
            raise ValueError(f"communes.vacant_posts.{key}: only {len(free)} communes are short of enough people")
        vacant.update(free[row] for row in weighted_subset(np.ones(len(free)), number, rng))
    for unit in balance.over:
        vacant.update(post.code for post in specialist(posts[unit]) if post.field in margins.vacant_beside_surplus)
    seats = {post.code: post.seats for rows in posts.values() for post in rows}
    for post, number in vacant.items():
        if number > seats.get(post, 0):
            raise ValueError(f"{post} is to have {number} vacant seats and has {seats.get(post, 0)}")
    return vacant


def _seats_of(open_posts: list[Post], post: Post) -> int:
    return sum(other.code == post.code for other in open_posts)
