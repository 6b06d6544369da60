"""A province of which only numbers are known: 99 communes over and under in five fields, two departments, no names."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from optimizer import Dataset, ProofCheck, check_proof, load, plan, verify
from optimizer.export import summarise
from optimizer.ledger import By, checks_of, ledger_of
from optimizer.plan import Plan
from optimizer.policy import Form
from tests.optimizer.staffed import DAY, POLICY

FIELDS = ("ACC", "CON", "IT", "JUS", "LAN")
COMMUNES = [f"{20_000 + number}" for number in range(99)]

pytestmark = pytest.mark.slow


def write(path: Path, header: str, rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header.split(","), *rows])


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The least columns there can be; every commune has its quota in seats, and one person more or fewer in fields."""
    folder, draw = tmp_path_factory.mktemp("counts"), random.Random(20261102)
    cells = [(commune, field, draw.randint(1, 4)) for commune in COMMUNES for field in FIELDS]
    heads = [(unit, field, max(0, seats + draw.choice((-1, -1, 0, 0, 1, 1)))) for unit, field, seats in cells]
    heads += [(sender, field, 16) for sender in ("SNV", "SXD") for field in FIELDS]
    quota: Counter[str] = Counter()
    for unit, _, seats in cells:
        quota[unit] += seats
    units = [(code, f"Xã {code}", "commune", quota[code]) for code in COMMUNES]
    units += [(code, f"Sở {code}", "department", 80) for code in ("SNV", "SXD")]
    write(folder / "units.csv", "code,name,kind,quota", units)
    write(
        folder / "posts.csv", "code,unit,field,seats", [(f"{unit}-{field}", unit, field, n) for unit, field, n in cells]
    )
    groups = [(f"{unit}-{field}", unit, field, people) for unit, field, people in heads if people]
    write(folder / "employees.csv", "id,unit,field,count", groups)
    assert len(cells) == 495 and 400 < len(groups) < 510
    return load(folder, DAY)


@pytest.fixture(scope="module")
def proposal(tables: Dataset) -> Plan:
    return plan(tables, POLICY)


def test_it_is_planned_proved_and_verified(tables: Dataset, proposal: Plan) -> None:
    assert proposal.has_proof and proposal.termination.is_unique
    assert verify(tables, proposal, POLICY, price_every_move=True).violations == ()
    assert check_proof(tables, proposal, POLICY) is not ProofCheck.REFUTED
    moved: Counter[Form] = Counter()
    for move in proposal.moves:
        moved[move.form] += move.count
    assert moved[Form.TRANSFER] > 100 and moved[Form.SECONDMENT] > 0


def test_its_numbers_are_what_the_units_gain_and_lose(tables: Dataset, proposal: Plan) -> None:
    flows = summarise(tables, POLICY, proposal).flows
    gained: Counter[tuple[str, str]] = Counter()
    for flow in flows:
        gained[flow.to_unit, flow.field] += flow.people
        gained[flow.from_unit, flow.field] -= flow.people
    ledger = ledger_of(tables, POLICY, proposal, By.FIELD)
    assert ledger.after is not None
    change = (ledger.after["working"] - ledger.before["working"]).to_dict()
    assert {cell: number for cell, number in change.items() if number} == {
        cell: number for cell, number in gained.items() if number
    }


@pytest.mark.parametrize("by", By)
def test_its_ledger_adds_up_and_surplus_and_shortage_fall(tables: Dataset, proposal: Plan, by: By) -> None:
    ledger = ledger_of(tables, POLICY, proposal, by)
    assert ledger.after is not None
    assert all(check.holds for checks in checks_of(ledger) for check in checks)
    for name in ("surplus", "shortage"):
        assert 0 < ledger.after[name].sum() < ledger.before[name].sum()
    assert (ledger.after["surplus"] <= ledger.before["surplus"]).all()
    # A commune may give one more than its surplus for everybody lent to it: arrivals allow departures.
    assert (ledger.after["shortage"] <= ledger.before["shortage"] + ledger.after["seconded_in"]).all()
