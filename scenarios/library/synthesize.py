"""From a case file to a Dataset: one general way, the same for every province."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.domain import COMMUNE_KINDS, Dataset, Employee, Post, Unit
from scenarios.library.case import Case
from scenarios.library.commune_places import commune_places
from scenarios.library.establishment import commune_post_rows, limits_of, sender_post_row, units_of, workplaces_of
from scenarios.library.expertise import expertise
from scenarios.library.headcounts import headcounts
from scenarios.library.homes import homes
from scenarios.library.languages import languages
from scenarios.library.personal import people
from scenarios.library.place import Place
from scenarios.library.sender_places import centre_places, holders, provincial_places
from scenarios.library.standing import standings
from scenarios.library.tables import fields


def synthesize(case: Case) -> Dataset:
    """The tables of a case. The same case gives the same tables, row for row.

    Raises ValueError if the margins of the case contradict one another.
    """
    units = units_of(case)
    communes = [unit for unit in units if unit.kind in COMMUNE_KINDS]
    if case.roster.detail == "counts":
        return headcounts(case, units, communes)
    posts = commune_post_rows(case, units)
    in_communes = commune_places(case, communes, _by_unit(communes, posts))
    in_senders = provincial_places(case) + centre_places(case)
    by_code = {unit.code: unit for unit in units}
    posts += [sender_post_row(by_code[unit], field, number) for (unit, field), number in holders(in_senders).items()]
    return Dataset.of(
        fields=fields(),
        units=units,
        workplaces=workplaces_of(case),
        posts=posts,
        employees=roster(case, units, in_communes + in_senders, posts),
        limits=limits_of(case),
        travel=case.legs,
    )


def _by_unit(communes: Sequence[Unit], posts: Sequence[Post]) -> dict[str, list[Post]]:
    grouped: dict[str, list[Post]] = {unit.code: [] for unit in communes}
    for post in posts:
        grouped[post.unit].append(post)
    return grouped


def roster(case: Case, units: Sequence[Unit], places: Sequence[Place], posts: Sequence[Post]) -> list[Employee]:
    """One employee for every place."""
    title = {post.code: post.title for post in posts}
    persons = people(case, places)
    known = expertise(case, places, np.array([person.age for person in persons]))
    lives_in = homes(case, units, places)
    admin_code = {unit.code: unit.admin_code for unit in units}
    spoken = languages(case, units, places)
    employees = []
    for number, (place, person, expert, standing, home) in enumerate(
        zip(places, persons, known, standings(case, places, persons), lives_in, strict=True), start=1
    ):
        employees.append(
            Employee(
                id=f"{case.province_code}-{number:05d}",
                name=person.name,
                national_id=person.national_id,
                kind=place.kind,
                unit=place.unit,
                post=place.post,
                title=title.get(place.post, ""),
                leader_rank=place.leader_rank,
                sex=person.sex,
                birth_date=person.birth_date,
                leaves_on=person.leaves_on,
                home_unit=home,
                languages=spoken[number - 1],
                wishes=(home,) if standing.volunteer and home != admin_code[place.unit] else (),
                **vars(expert),
                **vars(standing),
            )
        )
    return employees
