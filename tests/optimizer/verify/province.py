"""A small province with a good plan, and ways to spoil it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np

from optimizer import plan
from optimizer.domain import Dataset, Employee, EmployeeKind, Field, Post, SenderKind, Status, Unit, UnitKind
from optimizer.facts import Facts, facts_of
from optimizer.plan import Move, Plan
from optimizer.policy import Form, Policy, RuleSetting
from optimizer.rules.cost import Cost
from optimizer.verify import verify
from tests.optimizer.rules.every_pair import plan_with

DAY = date(2025, 10, 1)
POLICY = Policy(as_of=DAY, rules={"sender_share": RuleSetting(share=0.1)})


def person(id_: str, unit: str, field: str, **facts: Any) -> Employee:
    return Employee(**{"id": id_, "unit": unit, "post": f"{unit}-{field}", "field": field, "home_unit": "A", **facts})


def province(**changes: list[Any]) -> Dataset:
    """A has one land officer too many, B misses one of two, and two in IT; the department S has twenty in IT.

    The land officer of C is on leave. In A somebody knows law and holds the post of culture.
    """
    tables: dict[str, list[Any]] = {
        "fields": [Field(code=code, name_en=code, name_vi=code) for code in ("IT", "LAN", "LAW", "CUL")],
        "units": [
            Unit(code="A", name="A", kind=UnitKind.WARD, quota=3, latitude=21.2, longitude=106.2),
            Unit(code="B", name="B", kind=UnitKind.COMMUNE, quota=4, latitude=21.3, longitude=106.3),
            Unit(code="C", name="C", kind=UnitKind.COMMUNE, quota=1, latitude=21.4, longitude=106.4),
            Unit(code="S", name="S", kind=UnitKind.DEPARTMENT, latitude=21.1, longitude=106.1),
        ],
        "posts": [
            Post(code="A-LAN", unit="A", field="LAN", seats=2),
            Post(code="A-CUL", unit="A", field="CUL", priority=0.1),
            Post(code="A-LAW", unit="A", field="LAW"),
            Post(code="B-IT", unit="B", field="IT", seats=2),
            Post(code="B-LAN", unit="B", field="LAN", seats=2),
            Post(code="C-LAN", unit="C", field="LAN"),
            Post(code="S-IT", unit="S", field="IT", seats=20),
        ],
        "employees": [
            *(person(f"a{number}", "A", "LAN") for number in range(3)),
            person("a9", "A", "LAW", post="A-CUL"),
            person("b0", "B", "LAN"),
            person("c0", "C", "LAN", status=Status.ON_LEAVE, absent_until=DAY + timedelta(days=300)),
            *(person(f"s{number:02}", "S", "IT", volunteer=number == 5) for number in range(17)),
            person("s97", "S", "IT", kind=EmployeeKind.CADRE),
            person("s98", "S", "IT", blocks=("iii", "v")),
            person("s99", "S", "IT", blocks=("i",)),
        ],
    }
    return Dataset.of(**tables | changes)


FACTS = facts_of(province(), POLICY)


@cache
def good() -> Plan:
    """The best plan: a transfer from A and two secondments from S to B, and a reassignment in A."""
    return plan(FACTS.dataset, POLICY)


def move_from(unit: str) -> Move:
    """The good plan's first move to B from a unit."""
    return next(move for move in good().moves if (move.from_unit, move.to_unit) == (unit, "B"))


def codes(proposal: Plan, facts: Facts = FACTS) -> list[str]:
    return [violation.rule for violation in verify(proposal, facts).violations]


def with_moves(*moves: Move) -> Plan:
    """The moves by hand, nothing claimed."""
    return plan_with(moves, FACTS)


def changed(unit: str, **columns: Any) -> Plan:
    """The good plan's moves with that from a unit changed."""
    move = move_from(unit)
    others = tuple(other for other in good().moves if other != move)
    return with_moves(*others, replace(move, **columns))


def to(employee: str, post: str, form: Form = Form.SECONDMENT) -> Move:
    """A move as it would be written down, whether allowed or not."""
    dataset = FACTS.dataset
    who, where = dataset.employee(employee), dataset.post_by_code[post]
    rows = np.array([dataset.employee_row[employee]]), np.array([dataset.post_row[post]])
    move = Move(
        employee=employee,
        to_post=post,
        form=form,
        sender_kind=SenderKind.DEPARTMENT if who.unit == "S" else SenderKind.COMMUNE,
        from_unit=who.unit,
        from_post=who.post,
        to_unit=where.unit,
        field=where.field,
        start=DAY,
        end=DAY + timedelta(days=180) if form is Form.SECONDMENT else None,
        km=float(FACTS.journeys.km(*rows)[0]),
        minutes=int(FACTS.journeys.minutes(*rows)[0]),
        distance_source="straight_line",
        cost_vnd=0,
        payer="sender" if form is Form.SECONDMENT else "receiver",
        legal_basis={
            Form.TRANSFER: "Nghị định 170/2025/NĐ-CP, Điều 25",
            Form.SECONDMENT: "Nghị định 170/2025/NĐ-CP, Điều 26",
            Form.REASSIGNMENT: "",
        }[form],
        fit=float(FACTS.fits.fits(*rows)[0]),
        volunteer=who.volunteer,
    )
    return replace(move, cost_vnd=Cost().price(move, FACTS))


def with_tables(policy: Policy = POLICY, **changes: list[Any]) -> Facts:
    return facts_of(province(**changes), policy)


def claims(**tiers: int) -> Plan:
    """The good plan with other values claimed for some tiers."""
    return replace(
        good(),
        objective=tuple(replace(tier, value=tiers.get(tier.tier, tier.value)) for tier in good().objective),
    )
