"""A province of two communes and one department, and a plan for it written by hand."""

from __future__ import annotations

from datetime import date

import pytest

from optimizer.domain import Dataset, Employee, Field, Post, SenderKind, Unit, UnitKind
from optimizer.plan import (
    Certificate,
    Move,
    Plan,
    Provenance,
    Status,
    Termination,
    TierValue,
    VacancyCause,
    VacantSeats,
)
from optimizer.policy import Form, Policy


@pytest.fixture
def policy() -> Policy:
    return Policy(as_of=date(2025, 10, 1))


@pytest.fixture
def dataset() -> Dataset:
    """Yên Dũng is two over its quota of two; Lục Ngạn has two IT seats, a land seat and nobody."""
    return Dataset.of(
        fields=[
            Field(code="IT", name_en="Information technology", name_vi="Công nghệ thông tin"),
            Field(code="LAND", name_en="Land", name_vi="Địa chính | xây dựng"),
        ],
        units=[
            Unit(code="00001", name="Yên Dũng", kind=UnitKind.WARD, quota=2),
            Unit(code="00002", name="Lục Ngạn", kind=UnitKind.COMMUNE, quota=3),
            Unit(code="SNV", name="Sở Nội vụ", kind=UnitKind.DEPARTMENT, quota=20),
        ],
        posts=[
            Post(code="00001-LAND", unit="00001", field="LAND", seats=2),
            Post(code="00002-IT", unit="00002", field="IT", seats=2),
            Post(code="00002-LAND", unit="00002", field="LAND"),
            Post(code="SNV-IT", unit="SNV", field="IT", seats=20),
        ],
        employees=[
            Employee(id="A", unit="00001", post="00001-LAND", field="LAND", count=4),
            Employee(id="B", unit="SNV", post="SNV-IT", field="IT", count=20),
        ],
    )


def move(**changes: object) -> Move:
    """A secondment from the department to Lục Ngạn."""
    return Move(
        **{
            "employee": "B",
            "to_post": "00002-IT",
            "form": Form.SECONDMENT,
            "sender_kind": SenderKind.DEPARTMENT,
            "from_unit": "SNV",
            "from_post": "SNV-IT",
            "to_unit": "00002",
            "field": "IT",
            "start": date(2025, 10, 1),
            "end": date(2026, 4, 1),
            "km": 17.3,
            "minutes": 42,
            "distance_source": "straight_line",
            "cost_vnd": 0,
            "payer": "sender",
            "legal_basis": "Nghị định 170/2025, Điều 26",
            "fit": 1.0,
            "volunteer": True,
            **changes,
        }
    )


@pytest.fixture
def plan() -> Plan:
    """One person seconded from the department, one transferred from Yên Dũng, one IT seat left."""
    return Plan(
        moves=(
            move(
                employee="A",
                to_post="00002-LAND",
                form=Form.TRANSFER,
                sender_kind=SenderKind.COMMUNE,
                from_unit="00001",
                from_post="00001-LAND",
                field="LAND",
                end=None,
                km=None,
                fit=1 / 3,
                volunteer=False,
            ),
            move(),
        ),
        unfilled=(VacantSeats("00002-IT", "00002", "IT", 1, VacancyCause.STARVED, 19),),
        objective=(
            TierValue("weighted_fill", "tenths_of_a_seat", 10, 10),
            TierValue("burden", "minutes", 84, None),
        ),
        termination=Termination(Status.OPTIMAL, "proved", is_unique=True),
        provenance=Provenance(
            "d" * 64, "p" * 64, "0.1.0", "flow", date(2025, 10, 1), "salt-1", ("weighted_fill", "burden")
        ),
        certificate=Certificate(
            stages=(("weighted_fill", "burden"), ("lot",)),
            weights=((2**40, 1), (1,)),
            nodes=("source", "sink"),
            potentials=((0, 2**60 + 1), (0, -3)),
            rows=(("quota", "00002", 1),),
            multipliers=((7,), (0,)),
            scales=(2, 1),
            arcs=(0, 2),
            flow=(1, 1),
        ),
    )
