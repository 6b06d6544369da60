"""Synthetic provinces of a given size on real communes, for measuring."""

from __future__ import annotations

from datetime import date

import numpy as np

from optimizer import Policy
from optimizer.domain import Dataset, Degree, Employee, EmployeeKind, Level, Post, Unit, UnitKind
from scenarios.library.tables import communes_of, fields

AS_OF = date(2025, 10, 1)
SCARCE = ("IT", "ACC", "FIN", "LAN", "CON", "JUS")
PROVINCE = "15"
"""Lào Cai: 99 communes over a wide area; a hundredth is made by halving the first."""


def province(
    people: int, vacancies: int, communes: int, seed: int, low: int = 1, high: int = 9
) -> tuple[Dataset, Policy]:
    """A province with about so many people and exactly so many vacant seats, and its policy.

    Four in ten people work in departments and public service units, two in ten in delivery
    centres, the rest in communes, where one post in eight is held beyond its seats and one
    person in forty holds a post that does not fit.
    """
    draw = np.random.default_rng(seed)
    codes = [field.code for field in fields()]
    places = _places(communes)
    units = [
        Unit(
            code=f"C{number:03}",
            name=f"Xã {number}",
            kind=UnitKind.COMMUNE,
            latitude=latitude,
            longitude=longitude,
            hardship_zone="III" if draw.random() < 0.2 else "",
        )
        for number, (latitude, longitude) in enumerate(places)
    ]
    posts = [
        Post(
            code=f"C{number % communes:03}-V{number:05}",
            unit=f"C{number % communes:03}",
            field=str(draw.choice(SCARCE if draw.random() < 0.6 else codes)),
            min_level=Level(int(draw.integers(0, 3))),
            min_degree=Degree.UNIVERSITY if draw.random() < 0.5 else Degree.COLLEGE,
            priority=float(draw.choice([1.0, 1.0, 1.5, 2.0])),
        )
        for number in range(vacancies)
    ]
    employees: list[Employee] = []

    def hire(unit: str, kind: EmployeeKind, held: Post | None, field: str, home: str) -> None:
        employees.append(
            Employee(
                id=f"E{len(employees):06}",
                unit=unit,
                post="" if held is None else held.code,
                kind=kind,
                field=field,
                other_fields=(str(draw.choice(codes)),) if draw.random() < 0.15 else (),
                level=Level(int(draw.integers(1, 4))),
                degree=Degree.UNIVERSITY if draw.random() < 0.8 else Degree.COLLEGE,
                years_in_field=float(draw.integers(0, 20)),
                ratings=((2024, str(draw.choice(["excellent", "good", "good", "completed"]))),),
                volunteer=bool(draw.random() < 0.1),
                past_secondments=int(draw.integers(0, 3)),
                home_unit=home,
            )
        )

    in_communes = people * 4 // 10
    for number in range(in_communes):
        unit = f"C{number % communes:03}"
        if number % 9 or not posts:
            field = str(draw.choice(codes))
            held = Post(code=f"{unit}-H{number:05}", unit=unit, field=field)
            posts.append(held)
        else:
            held = posts[-1]
            unit = held.unit
        own = held.field if draw.random() > 0.025 else str(draw.choice(codes))
        hire(unit, EmployeeKind.CIVIL_SERVANT, held, own, unit)
    payroll = dict.fromkeys((unit.code for unit in units), 0)
    for employee in employees:
        payroll[employee.unit] += 1
    units = [unit.model_copy(update={"quota": payroll[unit.code] + int(draw.integers(low, high))}) for unit in units]
    above = people * 4 // 10
    for number in range(max(above // 60, 1)):
        kind = UnitKind.DEPARTMENT if number % 4 else UnitKind.PUBLIC_SERVICE_UNIT
        latitude, longitude = places[0]
        units.append(Unit(code=f"D{number:03}", name=f"Sở {number}", kind=kind, latitude=latitude, longitude=longitude))
    senders = [unit.code for unit in units[communes:]]
    for number in range(above):
        home = f"C{int(draw.integers(communes)):03}"
        hire(senders[number % len(senders)], EmployeeKind.CIVIL_SERVANT, None, str(draw.choice(codes)), home)
    for number, (latitude, longitude) in enumerate(places):
        units.append(
            Unit(
                code=f"S{number:03}",
                name=f"Trung tâm {number}",
                kind=UnitKind.DELIVERY_CENTRE,
                parent=f"C{number:03}",
                latitude=latitude,
                longitude=longitude,
            )
        )
    for number in range(people - in_communes - above):
        home = f"C{number % communes:03}"
        hire(f"S{number % communes:03}", EmployeeKind.PUBLIC_EMPLOYEE, None, str(draw.choice(codes)), home)
    policy = Policy.model_validate(
        {"as_of": AS_OF, "rules": {"sender_share": {"share": 0.15}, "max_distance": {"max_km": 150.0}}}
    )
    return Dataset.of(fields=fields(), units=units, posts=posts, employees=employees), policy


def _places(communes: int) -> list[tuple[float, float]]:
    """Points of as many real communes, the first ones moved a little where more are asked for."""
    points = [(commune.latitude, commune.longitude) for commune in communes_of(PROVINCE)]
    rounds = -(-communes // len(points))
    return [(lat + 0.03 * turn, lon + 0.03 * turn) for turn in range(rounds) for lat, lon in points][:communes]
