"""Who sits where in the communes: vacant seats, surplus and misplaced people meeting the margins exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import EmployeeKind, Post, Unit
from optimizer.travel.straight_line import great_circle_km
from scenarios.library.case import Case
from scenarios.library.draw import spread, stream, weighted_subset
from scenarios.library.place import Place, Role
from scenarios.library.tables import serving_fields


@dataclass(frozen=True)
class Balance:
    """Communes by their balance: net people over or short of the quota, by unit code."""

    over: Mapping[str, int]
    short: Mapping[str, int]


def balance_of(case: Case, communes: list[Unit], posts: Mapping[str, list[Post]]) -> Balance:
    """Which communes have too many people and which too few, adding up to the margins.

    Remote communes run short and central ones over, with chance mixed in (assumption).
    """
    rng = stream(case.seed, "balance")
    margins = case.communes
    remoteness = _km_from_centre(case, communes)
    order = np.argsort(remoteness / remoteness.max() + rng.uniform(0, 1, len(communes)), kind="stable")
    over = sorted(order[: margins.over_units])
    short = sorted(order[len(order) - margins.short_units :])
    room = np.array([sum(post.seats for post in _may_be_vacant(case, posts[communes[row].code])) for row in short])
    return Balance(
        over=_per_unit(communes, over, spread(margins.over_people, *_between(over, 8), rng)),
        short=_per_unit(communes, short, spread(margins.short_people, np.ones(len(short), dtype=np.int64), room, rng)),
    )


def _km_from_centre(case: Case, communes: list[Unit]) -> NDArray[np.float64]:
    """Distance from the commune in which most provincial staff work."""
    staff = Counter[str]()
    for sender in case.senders:
        staff[sender.seat] += sender.staff
    centre = max(staff, key=lambda code: staff[code]) if staff else communes[0].code
    latitude = np.array([unit.latitude for unit in communes], dtype=float)
    longitude = np.array([unit.longitude for unit in communes], dtype=float)
    row = next(row for row, unit in enumerate(communes) if unit.code == centre)
    return great_circle_km(latitude, longitude, latitude[row], longitude[row])


def _between(rows: list[int], most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    ones = np.ones(len(rows), dtype=np.int64)
    return ones, ones * most


def _per_unit(communes: list[Unit], rows: list[int], people: NDArray[np.int64]) -> Mapping[str, int]:
    return {communes[row].code: int(number) for row, number in zip(rows, people, strict=True)}


def _specialist(posts: list[Post]) -> list[Post]:
    return [post for post in posts if not post.leader_rank]


def _may_be_vacant(case: Case, posts: list[Post]) -> list[Post]:
    return [post for post in _specialist(posts) if post.field in case.communes.vacant_fields]


def vacant_seats(case: Case, balance: Balance, posts: Mapping[str, list[Post]]) -> Mapping[str, int]:
    """Vacant seats by post code: drawn by field in communes that are short, one a named field in those over."""
    rng = stream(case.seed, "vacant seats")
    vacant = Counter[str]()
    for unit, people in balance.short.items():
        open_posts = [post for post in _may_be_vacant(case, posts[unit]) for _ in range(post.seats)]
        weights = np.array(
            [case.communes.vacant_fields[post.field] / _seats_of(open_posts, post) for post in open_posts]
        )
        vacant.update(open_posts[row].code for row in weighted_subset(weights, people, rng))
    for unit in balance.over:
        vacant.update(post.code for post in _beside_surplus(case, posts[unit]))
    return vacant


def _seats_of(open_posts: list[Post], post: Post) -> int:
    return sum(other.code == post.code for other in open_posts)


def _beside_surplus(case: Case, posts: list[Post]) -> list[Post]:
    return [post for post in _specialist(posts) if post.field in case.communes.vacant_beside_surplus]


def needed_fields(case: Case) -> frozenset[str]:
    """Fields in which seats are vacant somewhere."""
    return frozenset({*case.communes.vacant_fields, *case.communes.vacant_beside_surplus})


def qualifying_fields(case: Case) -> frozenset[str]:
    """Fields whose people fit a vacant seat somewhere."""
    return frozenset().union(*(serving_fields(field, case.min_fit) for field in needed_fields(case)))


def commune_places(case: Case, communes: list[Unit], posts: Mapping[str, list[Post]]) -> list[Place]:
    """Every place of every commune."""
    balance = balance_of(case, communes, posts)
    vacant = vacant_seats(case, balance, posts)
    surplus = surplus_places(case, balance, posts)
    over_held = {place.post for place in surplus if place.post and place.role is Role.BOUND}
    places = [
        Place(
            unit=post.unit,
            post=post.code,
            post_field=post.field,
            kind=_kind(post),
            role=Role.BOUND if post.code in over_held else Role.ORDINARY,
            own_field=post.field if post.code in over_held else "",
            leader_rank=post.leader_rank,
        )
        for unit in communes
        for post in posts[unit.code]
        for _ in range(post.seats - vacant.get(post.code, 0))
    ]
    places = _with_misplaced(case, places, balance, posts, vacant)
    return _with_absent(case, places, balance) + surplus


def _kind(post: Post) -> EmployeeKind:
    """Elected leaders are cadres, who never move; everybody else is a civil servant."""
    elected = {"chairman", "vice_chairman", "council_vice_chairman", "council_deputy_head"}
    return EmployeeKind.CADRE if post.leader_rank in elected else EmployeeKind.CIVIL_SERVANT


def surplus_places(case: Case, balance: Balance, posts: Mapping[str, list[Post]]) -> list[Place]:
    """People beyond the seats of the communes over their quota.

    Each of them holds a post together with others, as after the merging of communes, or
    none. A transferable one shares a post of a field needed elsewhere but not at home.
    """
    rng = stream(case.seed, "surplus")
    units = list(balance.over)
    transferable = {units[row] for row in weighted_subset(np.ones(len(units)), case.communes.transferable, rng)}
    places = []
    for unit in units:
        at_home = _beside_surplus(case, posts[unit])
        number = balance.over[unit] + len(at_home)
        if unit in transferable:
            useful = _useful_elsewhere(case, at_home, posts[unit])
            places.append(_shared(useful[int(rng.integers(len(useful)))], Role.READY))
            number -= 1
        crowded = [post for post in _specialist(posts[unit]) if post.field in case.communes.surplus_fields]
        weights = np.array([case.communes.surplus_fields[post.field] for post in crowded])
        for row in rng.choice(len(crowded), size=number, p=weights / weights.sum()):
            places.append(_shared(crowded[row], Role.BOUND))
    bound = [row for row, place in enumerate(places) if place.role is Role.BOUND]
    for row in rng.choice(bound, size=case.communes.unposted, replace=False):
        places[row] = replace(places[row], post="")
    return places


def _shared(post: Post, role: Role) -> Place:
    return Place(post.unit, post.code, post.field, EmployeeKind.CIVIL_SERVANT, role, own_field=post.field)


def _useful_elsewhere(case: Case, vacant_at_home: list[Post], posts: list[Post]) -> list[Post]:
    """Posts whose people are needed somewhere, but fit none of the seats vacant at home."""
    wanted_at_home = {field for post in vacant_at_home for field in serving_fields(post.field, case.min_fit)}
    return [post for post in _may_be_vacant(case, posts) if post.field not in wanted_at_home]


def _with_misplaced(
    case: Case, places: list[Place], balance: Balance, posts: Mapping[str, list[Post]], vacant: Mapping[str, int]
) -> list[Place]:
    """The places with some people exchanged for ones whose own field is vacant beside them, one a commune."""
    rng = stream(case.seed, "misplaced")
    places = list(places)
    left = case.communes.misplaced
    for unit in rng.permutation(list(balance.short)).tolist():
        if not left:
            break
        wanted = [
            post.field for post in posts[unit] if vacant.get(post.code) and post.field in case.posts.priority_fields
        ]
        pairs = [
            (row, field)
            for row, place in enumerate(places)
            if place.unit == unit and not place.leader_rank and place.post_field not in needed_fields(case)
            for field in wanted
            if field not in serving_fields(place.post_field, case.min_fit)
        ]
        if pairs:
            row, field = pairs[int(rng.integers(len(pairs)))]
            places[row] = replace(places[row], role=Role.READY, own_field=field)
            left -= 1
    if left:
        raise ValueError(f"communes.misplaced: {left} people find no seat of a priority field vacant at home")
    return places


def _with_absent(case: Case, places: list[Place], balance: Balance) -> list[Place]:
    """The places with some specialists of needed fields on long leave, in communes not over their quota."""
    rng = stream(case.seed, "absent")
    places = list(places)
    rows = [
        row
        for row, place in enumerate(places)
        if place.role is Role.ORDINARY
        and not place.leader_rank
        and place.post_field in needed_fields(case)
        and place.unit not in balance.over
    ]
    for row in rng.choice(rows, size=case.communes.on_leave, replace=False):
        places[row] = replace(places[row], role=Role.ABSENT)
    return places
