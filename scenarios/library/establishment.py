"""The units of a case and their posts: who has how many seats, in which fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import COMMUNE_KINDS, Degree, Level, Limit, LimitSubject, Post, Unit, UnitKind, Workplace
from scenarios.library.case import Case
from scenarios.library.draw import spread, stream
from scenarios.library.margins import Centres, Known
from scenarios.library.quotas import populations, quotas
from scenarios.library.tables import Commune, CommunePost, fields, terrain_of


def units_of(case: Case) -> list[Unit]:
    """Communes, provincial senders and delivery centres.

    The quota of senders and centres is their payroll: nothing was published of it.
    """
    by_code = {commune.code: commune for commune in case.commune_list}
    people = populations(case)
    rows = [
        Unit(
            code=commune.code,
            name=commune.name,
            kind=commune.kind,
            **_place(case, commune),
            area_km2=commune.area_km2,
            population=None if people is None else int(people[row]),
            quota=quota,
            **_of_groups(case, commune.code),
        )
        for row, (commune, quota) in enumerate(zip(case.commune_list, quotas(case), strict=True))
    ]
    for sender in case.senders:
        seat = by_code[case.seat_of(sender)]
        rows.append(
            Unit(
                code=sender_code(case, sender.code),
                name=sender.name,
                kind=sender.kind,
                sector=sender.sector,
                **_place(case, seat),
                quota=sender.staff,
            )
        )
    if case.centres is None:
        return rows
    for commune, staff in zip(case.commune_list, centre_staff(case, case.centres), strict=True):
        rows.append(
            Unit(
                code=centre_code(commune.code),
                name=f"Trung tâm Cung ứng dịch vụ sự nghiệp công {commune.name}",
                kind=UnitKind.DELIVERY_CENTRE,
                parent=commune.code,
                **_place(case, commune),
                quota=int(staff),
                floor=case.centres.floor,
            )
        )
    return rows


def _place(case: Case, commune: Commune) -> dict[str, Any]:
    """Where a commune is, and all that has its office there."""
    return {
        "admin_code": commune.code,
        "latitude": commune.latitude,
        "longitude": commune.longitude,
        "terrain": terrain_of(case.province_code),
    }


def _of_groups(case: Case, code: str) -> dict[str, Any]:
    """What the groups of a commune say of it; of two that say the same thing the later one counts."""
    said: dict[str, Any] = {}
    for group in case.groups:
        if code in group.communes:
            said.update(group.model_dump(include={"housing_places", "languages", "hardship_zone"}, exclude_unset=True))
    return said


def sender_code(case: Case, code: str) -> str:
    """Unit code of a provincial sender."""
    return f"{case.province_code}-{code}"


def centre_code(commune: str) -> str:
    """Unit code of a commune's delivery centre."""
    return f"{commune}-TTCU"


def centre_staff(case: Case, centres: Centres) -> NDArray[np.int64]:
    """Staff of every delivery centre; together ``missing`` short of ``floor`` each."""
    total = centres.floor * case.communes.units - centres.missing
    ones = np.ones(case.communes.units, dtype=np.int64)
    return spread(total, ones * centres.least, ones * centres.most, stream(case.seed, "centre staff"))


def seats(quota: int, layout: Sequence[CommunePost]) -> Mapping[str, int]:
    """Seats by post of a commune: those of the layout, and the rest in the order in which posts grow.

    A commune without a quota has none. Raises ValueError if the quota is below the layout's seats.

    >>> from scenarios.library.tables import commune_posts
    >>> sum(seats(45, commune_posts()).values())
    45
    """
    if quota == 0:
        return {}
    number = {post.key: post.seats for post in layout}
    more = quota - sum(number.values())
    growing = [key for _, key in sorted((post.grows_at, post.key) for post in layout if post.grows_at is not None)]
    if more < 0 or (more and not growing):
        raise ValueError(f"a quota of {quota} cannot be laid out in posts of {quota - more} seats")
    for extra in range(more):
        number[growing[extra % len(growing)]] += 1
    return {key: seats for key, seats in number.items() if seats}


def seats_of(case: Case, unit: Unit) -> Mapping[str, int]:
    """Seats by post of a commune, those published of it as they are: what they add is taken where posts grow last.

    Raises ValueError if there is nothing to take it from.
    """
    number = dict(seats(unit.quota or 0, case.layout))
    known = case.communes.known.get(unit.code, Known()).seats
    turns = {post.key: post.grows_at or 0 for post in case.layout if not post.leader_rank}
    for key, wanted in known.items():
        change = wanted - number.get(key, 0)
        for _ in range(abs(change)):
            step = 1 if change > 0 else -1
            others = [other for other in turns if other not in known and (number.get(other, 0) > 1 or step < 0)]
            if not others:
                raise ValueError(f"communes.known.{unit.code}.seats: no other post has seats to spare")
            donor = max(others, key=lambda other: (number.get(other, 0), turns[other], other))
            number[donor] = number.get(donor, 0) - step
            number[key] = number.get(key, 0) + step
    return number


def commune_post_rows(case: Case, units: list[Unit]) -> list[Post]:
    """The posts of every commune; specialists need a degree, leaders their rank."""
    return [
        row
        for unit in units
        if unit.kind in COMMUNE_KINDS
        for number in [seats_of(case, unit)]
        for post in case.layout
        if post.key in number
        for row in _post_rows(case, unit, post, number[post.key])
    ]


def _post_rows(case: Case, unit: Unit, post: CommunePost, number: int) -> list[Post]:
    """A post at the commune's seat, and the part of it that is at its second office.

    Raises ValueError if the second office has more seats than there are.
    """
    ward_department = post.ward_department or post.department
    row = Post(
        code=f"{unit.code}-{post.key}",
        unit=unit.code,
        department=ward_department if unit.kind is UnitKind.WARD else post.department,
        title=post.title,
        field=post.field,
        min_level=Level.NONE if post.leader_rank else Level.BASIC,
        min_degree=Degree.UNIVERSITY,
        leader_rank=post.leader_rank,
        seats=number,
        priority=case.posts.priority if post.field in case.posts.priority_fields else 1.0,
    )
    rows = [row]
    for office in case.offices:
        away = office.seats.get(post.key, 0) if office.unit == unit.code else 0
        if away > rows[0].seats:
            raise ValueError(f"offices.{office.code}.seats: {post.key} has no more than {rows[0].seats} seats")
        if away:
            there = {"code": f"{row.code}-{office.code}", "workplace": office.code, "seats": away}
            rows = [rows[0].model_copy(update={"seats": rows[0].seats - away}), *rows[1:], row.model_copy(update=there)]
    return [row for row in rows if row.seats]


def workplaces_of(case: Case) -> list[Workplace]:
    """The second offices."""
    return [Workplace.model_validate(office.model_dump(exclude={"seats"})) for office in case.offices]


def limits_of(case: Case) -> list[Limit]:
    """What every sender gave by hand, as the most it gives."""
    return [
        Limit(subject=LimitSubject.RELEASE, unit=sender_code(case, sender.code), at_most=sender.gives)
        for sender in case.senders
        if sender.gives is not None
    ]


def sender_post_row(unit: Unit, field: str, holders: int) -> Post:
    """A post of a sender that is not a commune: as many seats as holders, since no vacancy was published."""
    work = next(row.name_vi for row in fields() if row.code == field)
    holder = "Chuyên viên" if unit.kind is UnitKind.DEPARTMENT else "Viên chức"
    return Post(code=f"{unit.code}-{field}", unit=unit.code, title=f"{holder}: {work}", field=field, seats=holders)
