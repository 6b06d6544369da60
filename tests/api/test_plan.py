from __future__ import annotations

import csv
import dataclasses
import os
from pathlib import Path

import pytest

from api.plan_folder import PlanFolder
from optimizer.plan import Plan
from tests.api.conftest import Dieuphoi

TABLES = {"moves.csv", "flows.csv", "rules_passed.csv", "unfilled.csv"}
FILES = {"plan.json", "certificate.json", "summary.md", "policy.toml", "input", *TABLES}


def moves(folder: Path) -> list[dict[str, str]]:
    with (folder / "moves.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_plan_is_made_verified_and_written(dieuphoi: Dieuphoi, folder: Path, tmp_path: Path) -> None:
    done = dieuphoi("plan", folder, "--out", tmp_path / "plan", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert {path.name for path in (tmp_path / "plan").iterdir()} == FILES
    assert [(move["form"], move["to_post"]) for move in moves(tmp_path / "plan")] == [
        ("secondment", "07525-IT"),
        ("transfer", "07525-LAND"),
    ]
    for expected in ("People moved in all: 2.", "Status: optimal, proved.", "0 violations.", "Time:"):
        assert expected in done.output


@pytest.mark.parametrize(
    ("language", "expected"), [("vi", "Tổng số người được điều chuyển: 2."), ("en", "People moved in all: 2.")]
)
def test_the_summary_is_in_the_language_asked_for(
    dieuphoi: Dieuphoi, folder: Path, tmp_path: Path, language: str, expected: str
) -> None:
    done = dieuphoi("plan", folder, "--out", tmp_path / "plan", "--lang", language)
    assert expected in done.output
    assert expected in (tmp_path / "plan" / "summary.md").read_text(encoding="utf-8")


def test_both_engines_find_the_same_values(dieuphoi: Dieuphoi, folder: Path, plan_folder: Path, tmp_path: Path) -> None:
    done = dieuphoi("plan", folder, "--out", tmp_path / "other", "--engine", "cp-sat")
    assert done.exit_code == 0, done.output
    flow, cp_sat = (PlanFolder(path).read_plan() for path in (plan_folder, tmp_path / "other"))
    assert flow.values == cp_sat.values
    assert (flow.provenance.engine, cp_sat.provenance.engine) == ("flow", "cp-sat")


def test_the_same_input_gives_the_same_bytes(
    dieuphoi: Dieuphoi, folder: Path, plan_folder: Path, tmp_path: Path
) -> None:
    assert dieuphoi("plan", folder, "--out", tmp_path / "again").exit_code == 0
    assert contents(tmp_path / "again") == contents(plan_folder)


def test_a_plan_made_in_its_own_folder_keeps_its_input(dieuphoi: Dieuphoi, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan"
    out.mkdir()
    folder.rename(out / "input")
    before = contents(out / "input")
    assert dieuphoi("plan", out / "input", "--out", out).exit_code == 0
    assert contents(out / "input") == before
    assert dieuphoi("verify", out).exit_code == 0


def test_a_plan_replaces_the_plan_before(dieuphoi: Dieuphoi, folder: Path, plan_folder: Path) -> None:
    (folder / "workplaces.csv").unlink(missing_ok=True)
    (folder / "policy.toml").write_text("as_of = 2025-10-02\n", encoding="utf-8")
    assert dieuphoi("plan", folder, "--out", plan_folder).exit_code == 0
    assert not (plan_folder / "input" / "workplaces.csv").exists()
    assert PlanFolder(plan_folder).read_plan().provenance.as_of.day == 2
    assert dieuphoi("verify", plan_folder).exit_code == 0


def test_a_policy_without_a_day_is_written_with_the_day_it_was_used(
    dieuphoi: Dieuphoi, folder: Path, tmp_path: Path
) -> None:
    (folder / "policy.toml").write_text("term_months = 9\n", encoding="utf-8")
    assert dieuphoi("plan", folder, "--out", tmp_path / "plan").exit_code == 0
    day = PlanFolder(tmp_path / "plan").read_plan().provenance.as_of
    assert (tmp_path / "plan" / "policy.toml").read_text() == f"as_of = {day}\nterm_months = 9\n"


def test_a_policy_named_comes_before_the_folder_s(dieuphoi: Dieuphoi, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text("as_of = 2025-12-31\n", encoding="utf-8")
    assert dieuphoi("plan", folder, "--out", tmp_path / "plan", "--policy", other).exit_code == 0
    assert moves(tmp_path / "plan")[0]["start"] == "2025-12-31"


def test_bad_tables_end_with_1_and_write_nothing(dieuphoi: Dieuphoi, broken_folder: Path, tmp_path: Path) -> None:
    done = dieuphoi("plan", broken_folder, "--out", tmp_path / "plan", "--lang", "en")
    assert done.exit_code == 1
    assert "units.csv:2:quota" in done.output
    assert not (tmp_path / "plan").exists()


def test_tables_of_no_plan_are_not_overwritten(dieuphoi: Dieuphoi, folder: Path, tmp_path: Path) -> None:
    precious = tmp_path / "work" / "input"
    precious.mkdir(parents=True)
    (precious / "units.csv").write_text("mine", encoding="utf-8")
    done = dieuphoi("plan", folder, "--out", tmp_path / "work", "--lang", "en")
    assert done.exit_code == 2
    assert "not overwritten" in done.output
    assert (precious / "units.csv").read_text() == "mine"


def test_the_input_folder_is_no_place_for_the_plan(dieuphoi: Dieuphoi, folder: Path) -> None:
    before = contents(folder)
    assert dieuphoi("plan", folder, "--out", folder).exit_code == 2
    assert contents(folder) == before


def test_a_place_that_cannot_be_written_is_wrong_usage(dieuphoi: Dieuphoi, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = dieuphoi("plan", folder, "--out", tmp_path / "file", "--lang", "en")
    assert done.exit_code == 2
    assert "Cannot read or write" in done.output


def test_a_write_that_fails_leaves_the_plan_before_whole(
    plan_folder: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = PlanFolder(plan_folder)
    before, plan = contents(plan_folder), target.read_plan()
    monkeypatch.setattr("api.plan_folder.unfilled_csv", _disk_full)
    with pytest.raises(OSError, match="No space"):
        target.write(plan, passed=[], summary="new", policy="new", tables=folder)
    assert contents(plan_folder) == before


def test_a_write_that_is_cut_off_leaves_no_plan(
    plan_folder: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = PlanFolder(plan_folder)
    plan = dataclasses.replace(target.read_plan(), moves=())
    replace = Path.replace

    def cut_off(source: Path, goal: Path) -> Path:
        return _disk_full(plan) if goal.name == "summary.md" else replace(source, goal)

    monkeypatch.setattr(Path, "replace", cut_off)
    with pytest.raises(OSError, match="No space"):
        target.write(plan, passed=[], summary="new", policy="new", tables=folder)
    assert not target.has_plan
    assert not list(plan_folder.glob(".new-*"))


def _disk_full(_: Plan) -> Path:
    raise OSError(28, os.strerror(28))
