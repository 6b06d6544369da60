"""What the tables may say of people, fields and units besides, drawn for a tiny province."""

from __future__ import annotations

import random
from datetime import timedelta

from optimizer.domain import COMMUNE_KINDS, Dataset, Employee, Level, Unit
from optimizer.policy import Policy

MAJORS = {"ACC": ("Kế toán",), "JUS": ("Luật",)}
SECTORS = ("", "health", "education", "land")
LEAVING_DAYS = (None, None, None, None, None, 200, 400)


def with_people(dataset: Dataset, policy: Policy, seed: int) -> Dataset:
    """The same with sectors, border communes, wishes, majors, and people who leave or were never assessed."""
    draw = random.Random(f"people {seed}")
    posts = [post.code for post in dataset.rows("posts")]
    payroll = {
        unit.code: sum(person.count for person in dataset.rows("employees") if person.unit == unit.code)
        for unit in dataset.rows("units")
    }
    units = [_unit(unit, payroll[unit.code], draw) for unit in dataset.rows("units")]
    communes = [unit.code for unit in units if unit.kind in COMMUNE_KINDS]
    return dataset.replace(
        fields=[field.model_copy(update={"majors": MAJORS.get(field.code, ())}) for field in dataset.rows("fields")],
        units=units,
        employees=[_person(person, policy, communes, posts, draw) for person in dataset.rows("employees")],
    )


def _unit(unit: Unit, payroll: int, draw: random.Random) -> Unit:
    if unit.kind in COMMUNE_KINDS:
        return unit.model_copy(update={"hardship_zone": unit.hardship_zone or draw.choice(("", "", "", "border"))})
    return unit.model_copy(update={"sector": draw.choice(SECTORS), "quota": max(0, payroll - draw.choice((0, 1)))})


def _person(person: Employee, policy: Policy, communes: list[str], posts: list[str], draw: random.Random) -> Employee:
    days = None if person.unit in communes else draw.choice(LEAVING_DAYS)
    wishes = {draw.choice(communes), draw.choice(posts)} if draw.random() < 0.3 else set()
    return person.model_copy(
        update={
            "level": Level.NONE if draw.random() < 0.15 else person.level,
            "major": draw.choice(("", "Kế toán", "Luật", "Thú y")),
            "years_in_field": draw.choice((0.0, 4.0, 5.0, 9.0)),
            "wishes": tuple(sorted(wishes)),
            "leaves_on": None if days is None else policy.as_of + timedelta(days=days),
        }
    )
