"""The units of a case and their posts: who has how many seats, in which fields."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import COMMUNE_KINDS, Degree, Level, Post, Unit, UnitKind
from optimizer.norms import norm_of
from scenarios.library.case import Case
from scenarios.library.draw import spread, stream
from scenarios.library.tables import commune_posts, communes_of, fields

NORM = 32
"""Seats of a commune of up to 16,000 people, as the posts of a case are laid out (Công văn 09/CV-BCĐ, 2025)."""


def quota_by_norm(case: Case, kind: UnitKind, population: int) -> int | None:
    """The quota of a commune, assumed to follow the norm in force; None where there is no norm for its kind."""
    norm = norm_of(kind, case.policy.norms, case.as_of)
    return None if norm is None else norm.headcount(population)


def populations(case: Case) -> NDArray[np.int64]:
    """Inhabitants of every commune: assumed to follow the root of its area, more in wards; in hundreds."""
    communes = communes_of(case.province_code)
    weight = np.array(
        [
            commune.area_km2**0.5 * (case.communes.ward_weight if commune.kind is UnitKind.WARD else 1)
            for commune in communes
        ]
    )
    hundreds: NDArray[np.int64] = np.round(case.communes.population * weight / weight.sum() / 100).astype(np.int64)
    return hundreds * 100


def units_of(case: Case) -> list[Unit]:
    """Communes, provincial senders and delivery centres.

    The quota of senders and centres is their payroll: nothing was published of it.
    """
    communes = communes_of(case.province_code)
    by_code = {commune.code: commune for commune in communes}
    rows = [
        Unit(
            code=commune.code,
            name=commune.name,
            kind=commune.kind,
            admin_code=commune.code,
            latitude=commune.latitude,
            longitude=commune.longitude,
            area_km2=commune.area_km2,
            population=int(people),
            quota=quota_by_norm(case, commune.kind, int(people)),
        )
        for commune, people in zip(communes, populations(case), strict=True)
    ]
    for sender in case.senders:
        seat = by_code[sender.seat]
        rows.append(
            Unit(
                code=sender_code(case, sender.code),
                name=sender.name,
                kind=sender.kind,
                sector=sender.sector,
                admin_code=seat.code,
                latitude=seat.latitude,
                longitude=seat.longitude,
                quota=sender.staff,
            )
        )
    for commune, staff in zip(communes, centre_staff(case), strict=True):
        rows.append(
            Unit(
                code=centre_code(commune.code),
                name=f"Trung tâm Cung ứng dịch vụ sự nghiệp công {commune.name}",
                kind=UnitKind.DELIVERY_CENTRE,
                parent=commune.code,
                admin_code=commune.code,
                latitude=commune.latitude,
                longitude=commune.longitude,
                quota=int(staff),
                floor=case.centres.floor,
            )
        )
    return rows


def sender_code(case: Case, code: str) -> str:
    """Unit code of a provincial sender."""
    return f"{case.province_code}-{code}"


def centre_code(commune: str) -> str:
    """Unit code of a commune's delivery centre."""
    return f"{commune}-TTCU"


def centre_staff(case: Case) -> NDArray[np.int64]:
    """Staff of every delivery centre; together ``missing`` short of ``floor`` each."""
    centres = case.centres
    total = centres.floor * case.communes.units - centres.missing
    ones = np.ones(case.communes.units, dtype=np.int64)
    return spread(total, ones * centres.least, ones * centres.most, stream(case.seed, "centre staff"))


def seats(quota: int) -> Mapping[str, int]:
    """Seats by post of a commune: those of the norm, and the rest in the order in which posts grow.

    >>> sum(seats(45).values())
    45
    """
    growing = sorted((post.grows_at, post.key) for post in commune_posts() if post.grows_at is not None)
    number = {post.key: post.seats for post in commune_posts()}
    for extra in range(quota - NORM):
        number[growing[extra % len(growing)][1]] += 1
    return {key: seats for key, seats in number.items() if seats}


def commune_post_rows(case: Case, units: list[Unit]) -> list[Post]:
    """The posts of every commune; specialists need a degree, leaders their rank."""
    return [
        Post(
            code=f"{unit.code}-{post.key}",
            unit=unit.code,
            department=post.ward_department if unit.kind is UnitKind.WARD else post.department,
            title=post.title,
            field=post.field,
            min_level=Level.NONE if post.leader_rank else Level.BASIC,
            min_degree=Degree.UNIVERSITY,
            leader_rank=post.leader_rank,
            seats=number[post.key],
            priority=case.posts.priority if post.field in case.posts.priority_fields else 1.0,
        )
        for unit in units
        if unit.kind in COMMUNE_KINDS and unit.quota is not None
        for number in [seats(unit.quota)]
        for post in commune_posts()
        if post.key in number
    ]


def sender_post_row(unit: Unit, field: str, holders: int) -> Post:
    """A post of a sender that is not a commune: as many seats as holders, since no vacancy was published."""
    work = next(row.name_vi for row in fields() if row.code == field)
    holder = "Chuyên viên" if unit.kind is UnitKind.DEPARTMENT else "Viên chức"
    return Post(code=f"{unit.code}-{field}", unit=unit.code, title=f"{holder}: {work}", field=field, seats=holders)
