"""Who sits where in the communes: holders of seats, surplus and misplaced people meeting the margins exactly."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from optimizer.domain import EmployeeKind, Post, Unit
from scenarios.library.balance import Balance, balance_of, key_of, lacking, may_be_vacant, specialist, vacant_seats
from scenarios.library.case import Case
from scenarios.library.draw import stream, weighted_subset
from scenarios.library.place import Place, Role
from scenarios.library.tables import serving_fields


def needed_fields(case: Case) -> frozenset[str]:
    """Fields in which seats are vacant somewhere."""
    return frozenset({*case.communes.vacant_fields, *case.communes.vacant_beside_surplus})


def qualifying_fields(case: Case) -> frozenset[str]:
    """Fields whose people fit a vacant seat somewhere."""
    return frozenset().union(*(serving_fields(field, case.min_fit) for field in needed_fields(case)))


def commune_places(case: Case, communes: list[Unit], posts: Mapping[str, list[Post]]) -> list[Place]:
    """Every place of every commune."""
    balance = balance_of(case, communes, posts)
    lacks = lacking(case, communes, posts)
    vacant = vacant_seats(case, balance, posts, lacks)
    surplus = surplus_places(case, communes, balance, posts, vacant)
    over_held = {place.post for place in surplus if place.post and place.role is Role.BOUND}
    places = [
        Place(
            unit=post.unit,
            post=post.code,
            post_field=post.field,
            kind=kind_of(post),
            role=Role.BOUND if post.code in over_held else Role.ORDINARY,
            own_field=post.field if post.code in over_held or post.field in case.communes.without else "",
            leader_rank=post.leader_rank,
        )
        for unit in communes
        for post in posts[unit.code]
        for _ in range(post.seats - vacant.get(post.code, 0))
    ]
    places = _with_misplaced(case, places, balance, posts, vacant)
    places = _with_absent(case, places, balance) + surplus
    return [replace(place, lacks=lacks.get(place.unit, frozenset())) for place in places]


def kind_of(post: Post) -> EmployeeKind:
    """Elected leaders are cadres, who never move; everybody else is a civil servant."""
    elected = {"chairman", "vice_chairman", "council_vice_chairman", "council_deputy_head"}
    return EmployeeKind.CADRE if post.leader_rank in elected else EmployeeKind.CIVIL_SERVANT


def surplus_places(
    case: Case, communes: list[Unit], balance: Balance, posts: Mapping[str, list[Post]], vacant: Mapping[str, int]
) -> list[Place]:
    """People beyond the seats: of communes over their quota, and of those with more vacant seats than people missing.

    Each of them holds a post together with others, as after the merging of communes, or
    none. A transferable one shares a post of a field needed elsewhere but not at home.
    Raises ValueError if the margins ask for more of them than there are.
    """
    rng = stream(case.seed, "surplus")
    units = list(balance.over)
    transferable = {units[row] for row in weighted_subset(np.ones(len(units)), case.communes.transferable, rng)}
    crowded = _crowded(case, balance, posts, transferable)
    places = []
    for unit in [unit.code for unit in communes]:
        at_home = [post for post in posts[unit] if vacant.get(post.code)]
        number = balance.of(unit) + sum(vacant[post.code] for post in at_home)
        for post in crowded.get(unit, ()):
            places.append(replace(_shared(post, Role.READY), kind=kind_of(post), leader_rank=post.leader_rank))
            number -= 1
        if unit in transferable:
            useful = _useful_elsewhere(case, at_home, posts[unit])
            places.append(_shared(useful[int(rng.integers(len(useful)))], Role.READY))
            number -= 1
        if number < 0:
            raise ValueError(
                f"communes: {unit} has fewer people beyond its seats than crowded_posts and transferable ask"
            )
        shared = [post for post in specialist(posts[unit]) if post.field in case.communes.surplus_fields]
        if number and not shared:
            raise ValueError(f"communes.surplus_fields: {unit} has no post in any of them")
        weights = np.array([case.communes.surplus_fields[post.field] for post in shared])
        if number:
            for row in rng.choice(len(shared), size=number, p=weights / weights.sum()):
                places.append(_shared(shared[row], Role.BOUND))
    bound = [row for row, place in enumerate(places) if place.role is Role.BOUND]
    if case.communes.unposted > len(bound):
        raise ValueError(f"communes.unposted: only {len(bound)} people are beyond the seats and qualify for none")
    for row in rng.choice(bound, size=case.communes.unposted, replace=False) if bound else ():
        places[row] = replace(places[row], post="")
    return places


def _crowded(
    case: Case, balance: Balance, posts: Mapping[str, list[Post]], transferable: Collection[str]
) -> Mapping[str, list[Post]]:
    """Posts that one person more holds, by unit over its quota. Raises ValueError if there are too few."""
    rng = stream(case.seed, "crowded posts")
    crowded: dict[str, list[Post]] = {}
    for key, number in sorted(case.communes.crowded_posts.items()):
        free = [
            post
            for unit, people in balance.over.items()
            if people > len(crowded.get(unit, ())) + (unit in transferable)
            for post in posts[unit]
            if key_of(post) == key
        ]
        if number > len(free):
            raise ValueError(f"communes.crowded_posts.{key}: only {len(free)} communes have people to spare")
        for row in weighted_subset(np.ones(len(free)), number, rng):
            crowded.setdefault(free[row].unit, []).append(free[row])
    return crowded


def _shared(post: Post, role: Role) -> Place:
    return Place(post.unit, post.code, post.field, EmployeeKind.CIVIL_SERVANT, role, own_field=post.field)


def _useful_elsewhere(case: Case, vacant_at_home: list[Post], posts: list[Post]) -> list[Post]:
    """Posts whose people are needed somewhere, but fit none of the seats vacant at home."""
    wanted_at_home = {field for post in vacant_at_home for field in serving_fields(post.field, case.min_fit)}
    return [post for post in may_be_vacant(case, posts) if post.field not in wanted_at_home]


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
            post.field
            for post in posts[unit]
            if vacant.get(post.code)
            and post.field in case.posts.priority_fields
            and post.field not in case.communes.without
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
