"""Synthetic provinces of a given size on real communes, for measuring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from optimizer import Policy
from optimizer.domain import Dataset, Degree, Employee, EmployeeKind, Level, Post, Unit, UnitKind
from scenarios.library.tables import Commune, communes_of, fields

AS_OF = date(2025, 10, 1)
SCARCE = ("IT", "ACC", "FIN", "LAN", "CON", "JUS")
PROVINCE = "15"
"""Lào Cai: 99 communes over a wide area; further ones are made by moving the first a little."""

Place = tuple[float, float]


Margin = tuple[float, float]
"""Least and most by which a commune's quota lies above its payroll, in its vacant seats."""

ROOM: Margin = (1 / 6, 3 / 2)
"""The room for transfers rarely runs out."""

TIGHT: Margin = (-1 / 2, 7 / 6)
"""Transfers compete for room."""


def province(people: int, vacancies: int, communes: int, seed: int, margin: Margin = ROOM) -> tuple[Dataset, Policy]:
    """A province with so many people, vacant seats and communes, and its policy."""
    known = communes_of(PROVINCE)
    places = [
        (commune.latitude + 0.03 * turn, commune.longitude + 0.03 * turn)
        for turn in range(-(-communes // len(known)))
        for commune in known
    ]
    return staffed(places[:communes], people, vacancies, seed, margin)


def province_of(communes: Sequence[Commune], people: int, vacancies: int, seed: int) -> tuple[Dataset, Policy]:
    """The same on the real communes of one province."""
    return staffed([(commune.latitude, commune.longitude) for commune in communes], people, vacancies, seed)


def staffed(
    places: Sequence[Place], people: int, vacancies: int, seed: int, margin: Margin = ROOM
) -> tuple[Dataset, Policy]:
    """A province with a commune at every place.

    Four in ten people are in departments and public service units, two in ten in delivery
    centres, the rest in communes, where one post in nine is held beyond its seats and one
    person in forty holds a post that does not fit.
    """
    roster = _Roster(np.random.default_rng(seed), [field.code for field in fields()])
    communes = [roster.commune(number, place) for number, place in enumerate(places)]
    posts = [roster.vacancy(number, communes[number % len(communes)].code) for number in range(vacancies)]
    in_communes = above = people * 4 // 10
    for number in range(in_communes):
        if number % 9 or not posts:
            unit = communes[number % len(communes)].code
            posts.append(Post(code=f"{unit}-H{number:05}", unit=unit, field=roster.any_field()))
        own = posts[-1].field if roster.draw.random() > 0.025 else roster.any_field()
        roster.hire(posts[-1].unit, EmployeeKind.CIVIL_SERVANT, own, posts[-1].unit, posts[-1].code)
    payroll = Counter(employee.unit for employee in roster.employees)
    low, high = (round(share * vacancies / len(communes)) for share in margin)
    communes = [
        unit.model_copy(update={"quota": max(payroll[unit.code] + int(roster.draw.integers(low, high)), 0)})
        for unit in communes
    ]
    senders = [_sender(number, places[0]) for number in range(max(above // 60, 1))]
    for number in range(above):
        home = communes[int(roster.draw.integers(len(communes)))].code
        roster.hire(senders[number % len(senders)].code, EmployeeKind.CIVIL_SERVANT, roster.any_field(), home)
    centres = [_centre(number, place) for number, place in enumerate(places)]
    for number in range(people - in_communes - above):
        centre = centres[number % len(centres)]
        roster.hire(centre.code, EmployeeKind.PUBLIC_EMPLOYEE, roster.any_field(), centre.parent)
    policy = Policy.model_validate(
        {"as_of": AS_OF, "rules": {"sender_share": {"share": 0.15}, "max_distance": {"max_km": 150.0}}}
    )
    units = [*communes, *senders, *centres]
    return Dataset.of(fields=fields(), units=units, posts=posts, employees=roster.employees), policy


@dataclass
class _Roster:
    """Draws units, posts and people."""

    draw: np.random.Generator
    codes: Sequence[str]
    employees: list[Employee] = field(default_factory=list)

    def any_field(self) -> str:
        """Any field of expertise."""
        return str(self.draw.choice(self.codes))

    def commune(self, number: int, place: Place) -> Unit:
        """A commune, one in five in a hardship zone."""
        return Unit(
            code=f"C{number:03}",
            name=f"Xã {number}",
            kind=UnitKind.COMMUNE,
            latitude=place[0],
            longitude=place[1],
            hardship_zone="III" if self.draw.random() < 0.2 else "",
        )

    def vacancy(self, number: int, unit: str) -> Post:
        """A post with one vacant seat, more often than not in a scarce field."""
        return Post(
            code=f"{unit}-V{number:05}",
            unit=unit,
            field=str(self.draw.choice(SCARCE)) if self.draw.random() < 0.6 else self.any_field(),
            min_level=Level(int(self.draw.integers(0, 3))),
            min_degree=Degree.UNIVERSITY if self.draw.random() < 0.5 else Degree.COLLEGE,
            priority=float(self.draw.choice([1.0, 1.0, 1.5, 2.0])),
        )

    def hire(self, unit: str, kind: EmployeeKind, field: str, home: str, post: str = "") -> None:
        """One more person."""
        self.employees.append(
            Employee(
                id=f"E{len(self.employees):06}",
                unit=unit,
                post=post,
                kind=kind,
                field=field,
                other_fields=(self.any_field(),) if self.draw.random() < 0.15 else (),
                level=Level(int(self.draw.integers(1, 4))),
                degree=Degree.UNIVERSITY if self.draw.random() < 0.8 else Degree.COLLEGE,
                years_in_field=float(self.draw.integers(0, 20)),
                ratings=((2024, str(self.draw.choice(["excellent", "good", "good", "completed"]))),),
                volunteer=bool(self.draw.random() < 0.1),
                past_secondments=int(self.draw.integers(0, 3)),
                home_unit=home,
            )
        )


def _sender(number: int, place: Place) -> Unit:
    """A department, or one time in four a public service unit, in the provincial capital."""
    kind = UnitKind.DEPARTMENT if number % 4 else UnitKind.PUBLIC_SERVICE_UNIT
    return Unit(code=f"D{number:03}", name=f"Sở {number}", kind=kind, latitude=place[0], longitude=place[1])


def _centre(number: int, place: Place) -> Unit:
    """The delivery centre of a commune."""
    return Unit(
        code=f"S{number:03}",
        name=f"Trung tâm {number}",
        kind=UnitKind.DELIVERY_CENTRE,
        parent=f"C{number:03}",
        latitude=place[0],
        longitude=place[1],
    )
