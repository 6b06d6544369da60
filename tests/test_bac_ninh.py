"""The main job on the real communes of Bắc Ninh: its plan, its proof, and its indifference to row order."""

from __future__ import annotations

import csv
import random
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from optimizer import ProofCheck, check_proof, load, plan, read_policy, verify
from optimizer.domain import TABLES, Dataset, SenderKind, UnitKind
from optimizer.plan import Plan
from optimizer.policy import Form, Policy
from scenarios.library import write_case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bac-ninh") / "input"
    write_case("bac-ninh", folder)
    return folder


@pytest.fixture(scope="module")
def policy(case: Path) -> Policy:
    return read_policy(case / "policy.toml")


@pytest.fixture(scope="module")
def dataset(case: Path, policy: Policy) -> Dataset:
    return load(case, policy.as_of)


@pytest.fixture(scope="module")
def proposal(dataset: Dataset, policy: Policy) -> Plan:
    return plan(dataset, policy)


def test_all_sender_kinds_and_a_reassignment_are_in_one_plan(proposal: Plan) -> None:
    moves = Counter((move.sender_kind, move.form) for move in proposal.moves)
    from_province = (
        moves[SenderKind.DEPARTMENT, Form.SECONDMENT] + moves[SenderKind.PUBLIC_SERVICE_UNIT, Form.SECONDMENT]
    )
    assert from_province == 57
    assert moves[SenderKind.COMMUNE, Form.TRANSFER] == 9
    assert moves[SenderKind.DELIVERY_CENTRE, Form.SECONDMENT] == 30
    assert moves[SenderKind.COMMUNE, Form.REASSIGNMENT] > 0


def test_the_plan_is_proved_unique_and_clean(proposal: Plan, dataset: Dataset, policy: Policy) -> None:
    assert proposal.has_proof and proposal.termination.is_unique
    assert verify(dataset, proposal, policy).violations == ()
    assert check_proof(dataset, proposal, policy) is ProofCheck.CONFIRMED


def test_a_commune_over_its_quota_without_an_it_officer_gets_a_secondee(proposal: Plan, dataset: Dataset) -> None:
    payroll = Counter(dataset.employees["unit"])
    it_posts = set(dataset.posts.loc[dataset.posts["field"] == "IT", "code"])
    has_it = set(dataset.employees.loc[dataset.employees["post"].isin(it_posts), "unit"])
    communes = dataset.units[dataset.units["kind"].isin([UnitKind.COMMUNE, UnitKind.WARD])]
    over_without = {
        code
        for code, quota in zip(communes["code"], communes["quota"], strict=True)
        if payroll[code] > quota and code not in has_it
    }
    helped = {move.to_unit for move in proposal.moves if move.form is Form.SECONDMENT and move.field == "IT"}
    assert over_without & helped


def test_the_order_of_rows_changes_no_byte_of_the_moves(case: Path, tmp_path: Path) -> None:
    shuffled = tmp_path / "shuffled"
    shuffled.mkdir()
    draw = random.Random(1)
    for name in TABLES:
        if not (case / f"{name}.csv").is_file():
            continue
        with (case / f"{name}.csv").open(newline="", encoding="utf-8-sig") as file:
            header, *rows = list(csv.reader(file))
        draw.shuffle(rows)
        with (shuffled / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows])
    (shuffled / "policy.toml").write_bytes((case / "policy.toml").read_bytes())
    for folder, out in ((case, tmp_path / "a"), (shuffled, tmp_path / "b")):
        result = CliRunner().invoke(app, ["plan", str(folder), "--out", str(out)])
        assert result.exit_code == 0, result.output
    for name in ("moves.csv", "unfilled.csv", "plan.json", "certificate.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert len((tmp_path / "a" / "moves.csv").read_text(encoding="utf-8-sig").splitlines()) > 100


def test_the_constraint_model_proves_nothing_else(dataset: Dataset, policy: Policy, proposal: Plan) -> None:
    """Given some seconds, CP-SAT finds no better plan and no bound above the flow's optimum."""
    other = plan(dataset, policy, engine="cp-sat", time_limit_seconds=30)
    assert not other.has_proof or other.values == proposal.values
    assert list(other.values.values()) >= list(proposal.values.values())
    first = other.objective[0]
    assert first.bound is not None and first.bound <= proposal.objective[0].value <= first.value
    assert verify(dataset, other, policy).violations == ()
