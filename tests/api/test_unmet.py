"""Demands that cannot be met, through the command line: what is printed, written, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from optimizer.domain import Dataset, Instruction, Limit, LimitSubject, Order
from optimizer.ingest import write_folder
from tests.api.conftest import Dieuphoi, province

FORCE = Order.FORCE
POLICY = "as_of = 2025-10-01\n"


def tables(folder: Path, dataset: Dataset) -> Path:
    write_folder(dataset, folder)
    (folder / "policy.toml").write_text(POLICY, encoding="utf-8")
    return folder


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    """Two people ordered into the one IT seat of Lục Ngạn."""
    orders = [Instruction(order=FORCE, employee=person, post="07525-IT") for person in ("S00", "S01")]
    return tables(tmp_path / "crowded", province().replace(instructions=orders))


@pytest.mark.parametrize("engine", ["flow", "cp-sat"])
def test_a_plan_that_must_miss_a_demand_is_written_and_ends_with_1(
    dieuphoi: Dieuphoi, crowded: Path, tmp_path: Path, engine: str
) -> None:
    out = tmp_path / "plan"
    done = dieuphoi("plan", crowded, "--out", out, "--lang", "en", "--engine", engine)
    assert done.exit_code == 1, done.output
    summary = (out / "summary.md").read_text(encoding="utf-8")
    for shown in (done.output, summary):
        assert "Proved: no plan misses fewer" in shown
        assert "Post 07525-IT receives 2 people, only 1 seats are open. (in the way of 1 of 1)" in shown
        assert "Status: the demands cannot all be met, proved." in shown
    assert "1 violations." in done.output
    plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    assert (plan["termination"]["status"], plan["termination"]["detail"]) == ("infeasible", "demands_unmet")
    assert [(demand["demanded"], demand["reached"]) for demand in plan["unmet"]] == [(1, 0)]
    assert len(plan["moves"]) == 2
    assert "instruction_force," in (out / "unmet.csv").read_text(encoding="utf-8")


def test_it_is_verified_and_the_violation_stays(dieuphoi: Dieuphoi, crowded: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan"
    dieuphoi("plan", crowded, "--out", out)
    done = dieuphoi("verify", out, "--lang", "vi")
    assert done.exit_code == 1, done.output
    assert "1 vi phạm." in done.output
    assert "chưa được thực hiện" in done.output
    assert "Chứng minh tối ưu đúng" in done.output


def test_a_list_of_unmet_demands_changed_by_hand_is_told(dieuphoi: Dieuphoi, crowded: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan"
    dieuphoi("plan", crowded, "--out", out)
    record = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    record["unmet"] = []
    (out / "plan.json").write_text(json.dumps(record), encoding="utf-8")
    done = dieuphoi("verify", out, "--lang", "en")
    assert done.exit_code == 1
    assert "demand_not_claimed" in done.output
    assert "2 violations." in done.output


def test_a_plan_that_meets_its_demands_replaces_it_whole(
    dieuphoi: Dieuphoi, crowded: Path, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "plan"
    assert dieuphoi("plan", crowded, "--out", out).exit_code == 1
    assert (out / "unmet.csv").exists()
    assert dieuphoi("plan", folder, "--out", out).exit_code == 0
    assert not (out / "unmet.csv").exists()
    assert dieuphoi("verify", out).exit_code == 0


def test_a_possible_demand_is_met_and_ends_with_0(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    demanded = province().replace(
        instructions=[Instruction(order=FORCE, employee="S07", unit="07525")],
        limits=[Limit(subject=LimitSubject.ARRIVAL, unit="07525", at_least=2)],
    )
    out = tmp_path / "plan"
    done = dieuphoi("plan", tables(tmp_path / "tables", demanded), "--out", out, "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "no plan misses fewer" not in done.output
    plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    assert "S07" in [move["employee"] for move in plan["moves"]]
    assert plan["unmet"] == [] and plan["objective"][0]["value"] == 0
    assert dieuphoi("verify", out).exit_code == 0


def test_a_bar_stays_neutral_everywhere(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    """Not even the order of rules, or a code, tells why."""
    people = [
        person.model_copy(update={"blocks": ("iii",)}) if person.id == "S00" else person
        for person in province().rows("employees")
    ]
    orders = [Instruction(order=FORCE, employee="S00", post="07525-IT")]
    out = tmp_path / "plan"
    given = tables(tmp_path / "tables", province().replace(employees=people, instructions=orders))
    done = dieuphoi("plan", given, "--out", out, "--lang", "en")
    assert done.exit_code == 1
    assert "Not considered for a move under the regulations." in done.output
    written = "".join(file.read_text(encoding="utf-8") for file in out.iterdir() if file.is_file())
    assert "bar_illness" not in written + done.output
    assert '"rule": "bar"' in written
