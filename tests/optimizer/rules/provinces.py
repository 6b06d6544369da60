"""Generated provinces for the generic tests: every column a pair rule reads takes every kind of value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from optimizer.domain import (
    Dataset,
    Degree,
    Employee,
    EmployeeKind,
    Field,
    Grade,
    Instruction,
    Leg,
    Order,
    Post,
    Rating,
    Status,
    Unit,
    UnitKind,
)
from optimizer.facts import Facts
from optimizer.policy import Policy
from optimizer.rules import FORMS, Pairs

AS_OF = date(2026, 11, 2)
FIELDS = ("IT", "LAN", "ACC", "HEA", "unknown")
PROVINCES = ("19", "19", "19", "24", "25")
DAYS = (-400, -366, -365, -364, -1, 0, 1, 180, 181, 182, 545, 546, 547, 548)
"""Distances in days from the day of the plan, close to where rules about dates change their mind."""


class Draw:
    """Draws from a seed, one of some values or a few of them."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)

    def one(self, *values: Any) -> Any:
        return values[self.random.integers(len(values))]

    def some(self, *values: Any, share: float = 0.3) -> tuple[Any, ...]:
        return tuple(value for value in values if self.random.random() < share)

    def maybe(self, value: Any, share: float = 0.4) -> Any:
        return value if self.random.random() < share else None

    def day(self, share: float = 0.6) -> date | None:
        return self.maybe(AS_OF + timedelta(days=int(self.one(*DAYS))), share)


def province(seed: int, people: int = 28, posts: int = 12) -> Dataset:
    """A province of five units whose people and posts differ in everything a pair rule reads."""
    draw = Draw(seed)
    units = [_unit(draw, number) for number in range(5)]
    codes = [unit.code for unit in units]
    drawn_posts = [_post(draw, number, codes) for number in range(posts)]
    employees = [_employee(draw, number, codes, drawn_posts) for number in range(people)]
    return Dataset.of(
        fields=[
            Field(
                code="LAN",
                name_en="Land",
                name_vi="Đất đai",
                related=(("ACC", 0.5), ("IT", 0.6)),
                majors=("Địa chính", "Luật"),
            ),
            Field(code="ACC", name_en="Accounting", name_vi="Kế toán", related=(("LAN", 0.7),), majors=("Kế toán",)),
            Field(code="IT", name_en="IT", name_vi="Công nghệ thông tin"),
        ],
        units=units,
        posts=drawn_posts,
        employees=employees,
        instructions=[_instruction(draw, number, employees, drawn_posts, codes) for number in range(seed % 7)],
        travel=[
            Leg.model_validate({"from": codes[0], "to": codes[1], "km": draw.one(99.9, 100.0, 100.1), "minutes": 90})
        ],
    )


def _unit(draw: Draw, number: int) -> Unit:
    is_placed = draw.random.random() < 0.8
    return Unit(
        code=f"U{number}",
        name=f"Đơn vị {number}",
        kind=draw.one(*UnitKind) if number else UnitKind.COMMUNE,
        bloc="" if number != 4 else draw.one("", "Quân sự"),
        province=PROVINCES[number],
        latitude=20.0 + number * 0.4 if is_placed else None,
        longitude=105.0 + number * 0.4 if is_placed else None,
    )


def _post(draw: Draw, number: int, units: Sequence[str]) -> Post:
    return Post(
        code=f"P{number:02}",
        unit=draw.one(*units),
        department=draw.one("", "", "", "Phòng Kinh tế", "Ban Chỉ huy quân sự"),
        field=draw.one(*FIELDS),
        min_level=draw.one(0, 0, 1, 2, 3),
        min_degree=draw.one(Degree.NONE, *Degree),
        min_grade=draw.one(Grade.NONE, *Grade),
        certificates=draw.some("chief_accountant", "driving"),
        languages=draw.some("en", "tày"),
        leader_rank=draw.one("", "", "head", "deputy"),
    )


def _employee(draw: Draw, number: int, units: Sequence[str], posts: Sequence[Post]) -> Employee:
    post = draw.one(None, *posts)
    return Employee(
        id=f"E{number:02}",
        kind=draw.one(EmployeeKind.CIVIL_SERVANT, EmployeeKind.CIVIL_SERVANT, *EmployeeKind),
        bloc=draw.one("", "", "", "đảng", "Tự vệ"),
        excluded=bool(draw.random.random() < 0.1),
        unit=post.unit if post else draw.one(*units),
        post=post.code if post else "",
        posts_held=draw.some(*(other.code for other in posts), share=0.05),
        status=draw.one(Status.ACTIVE, *Status),
        absent_until=draw.day(),
        leaves_on=draw.day(),
        field=draw.one(*FIELDS),
        level=draw.one(0, 0, 1, 2, 3),
        other_fields=draw.some(*FIELDS, "FIN", share=0.2),
        degree=draw.one(*Degree),
        major=draw.one("", "Luật", "kế  Toán", "Thú y"),
        years_in_field=draw.one(0.0, 0.5, 1.0, 2.9, 3.0, 5.0, 8.0, 9.0, 30.0),
        certificates=draw.some("chief_accountant", "driving", "other", share=0.5),
        grade=draw.one(*Grade),
        leader_rank=draw.one("", "", "head", "deputy"),
        planned_leader=bool(draw.random.random() < 0.5),
        ratings=draw.some(
            (2023, Rating.FAILED.value), (2025, draw.one(*Rating).value), (2024, Rating.GOOD.value), share=0.5
        ),
        home_unit=draw.one("", *units),
        blocks=draw.some("i", "ii", "iii", "iv", "v", "vi", "vii", "election", share=0.15),
        waivers=draw.some("i", "v", "vi", share=0.5),
        seconded_from=draw.day(),
        seconded_to_unit=draw.one("", "", *units[:2]),
        seconded_until=draw.day(),
        last_return=draw.day(),
        languages=draw.some("tày", "en", "nùng", share=0.6),
        count=draw.one(1, 1, 3),
    )


def _instruction(
    draw: Draw, number: int, employees: Sequence[Employee], posts: Sequence[Post], units: Sequence[str]
) -> Instruction:
    """Bans that name different things, the last of them nothing, and one pin."""
    names = (("employee",), (), ("post", "unit"), ("employee", "post"), ("employee", "unit"), ())[number]
    named = {"employee": draw.one("nobody", *(person.id for person in employees)), "post": draw.one(*posts).code}
    named["unit"] = draw.one(*units)
    if number == 1:
        return Instruction(order=Order.PIN, employee=named["employee"])
    return Instruction(order=Order.BAN, **{name: named[name] for name in names})


def all_pairs(facts: Facts) -> Pairs:
    """Everybody with every post in every form, by employee, post and form."""
    people, posts = len(facts.dataset.employees), len(facts.dataset.posts)
    employee, post, form = (part.ravel() for part in np.indices((people, posts, len(FORMS))))
    return Pairs(facts, employee, post, form.astype(np.int8), np.zeros(len(form), dtype=bool))


def policies() -> tuple[Policy, ...]:
    """The defaults, and a policy that opens a border and sets every parameter of the pair rules otherwise."""
    return (
        Policy(as_of=AS_OF),
        Policy.model_validate(
            {
                "as_of": AS_OF,
                "starts_on": AS_OF + timedelta(days=1),
                "term_months": 12,
                "return_months": 20,
                "levels": [{"source": "test", "years": {"university": [0, 2, 4]}, "other_major_lowers": 2}],
                "open_borders": [["24", "19"]],
                "forms": {
                    "commune": ["secondment", "transfer"],
                    "overrides": [
                        {"sender": "department", "receiver": "ward", "forms": ["transfer"]},
                        {"sender": "commune", "receiver": "commune", "forms": []},
                    ],
                },
                "rules": {
                    "bar_small_child": {"waiver_covers_secondment": True},
                    "bar_hardship": {"waiver_covers_secondment": True},
                    "bar_local": {"extra_codes": ["election"]},
                    "field_fit": {"min_fit": 0.7},
                    "trial_appointment": {"on": True, "trial_days": 181},
                    "military": {"further_words": ["tự vệ"]},
                    "rating_history": {"years": 2},
                    "secondment_term": {"max_months": 11},
                    "leaving_soon": {"months_left": 6, "seconded_months_left": 13},
                    "cooldown": {"months": 13},
                    "max_distance": {"max_km": 40},
                },
            }
        ),
    )
