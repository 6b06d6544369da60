from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from optimizer.facts import Facts
from optimizer.problem import candidates
from optimizer.rules import Pairs
from tests.api.conftest import Dieuphoi


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("vi", ("0 vi phạm.", "Chứng minh", "Đã đối chiếu toàn bộ 23 khả năng điều chuyển")),
        ("en", ("0 violations.", "The proof", "All 23 moves that rules and limits leave open")),
    ],
)
def test_a_good_plan_has_no_violations_and_a_proof(
    dieuphoi: Dieuphoi, plan_folder: Path, language: str, expected: tuple[str, ...]
) -> None:
    done = dieuphoi("verify", plan_folder, "--lang", language)
    assert done.exit_code == 0, done.output
    assert all(sentence in done.output for sentence in expected)


def test_a_plan_s_folder_needs_nothing_else(dieuphoi: Dieuphoi, folder: Path, plan_folder: Path) -> None:
    shutil.rmtree(folder)
    moved = plan_folder.rename(plan_folder.with_name("elsewhere"))
    assert dieuphoi("verify", moved).exit_code == 0


def edit_plan(folder: Path, change: Callable[[dict], object]) -> None:
    path = folder / "plan.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    change(record)
    path.write_text(json.dumps(record), encoding="utf-8")


def test_a_move_that_breaks_rules_is_named(dieuphoi: Dieuphoi, plan_folder: Path) -> None:
    edit_plan(plan_folder, lambda record: record["moves"][0].update(employee="Y0", to_post="07525-IT"))
    done = dieuphoi("verify", plan_folder, "--lang", "en")
    assert done.exit_code == 1
    assert "Y0 → 07525-IT" in done.output
    assert "\n0 violations." not in done.output


def test_a_value_that_is_not_so_is_a_violation(dieuphoi: Dieuphoi, plan_folder: Path) -> None:
    edit_plan(plan_folder, lambda record: record["objective"][-1].update(value=123456))
    done = dieuphoi("verify", plan_folder, "--lang", "en")
    assert done.exit_code == 1
    assert "123,456" in done.output


def test_a_plan_with_a_move_left_out_has_no_proof(dieuphoi: Dieuphoi, plan_folder: Path) -> None:
    edit_plan(plan_folder, lambda record: record["moves"].pop())
    done = dieuphoi("verify", plan_folder, "--lang", "en")
    assert done.exit_code == 1
    assert "does not hold" in done.output


def test_a_proof_that_was_changed_does_not_hold(dieuphoi: Dieuphoi, plan_folder: Path) -> None:
    path = plan_folder / "certificate.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["potentials"] = [[0] * len(stage) for stage in record["potentials"]]
    path.write_text(json.dumps(record), encoding="utf-8")
    done = dieuphoi("verify", plan_folder, "--lang", "en")
    assert done.exit_code == 1
    assert "does not hold" in done.output


def test_a_plan_without_certificate_is_said_to_have_none(dieuphoi: Dieuphoi, plan_folder: Path) -> None:
    (plan_folder / "certificate.json").unlink()
    done = dieuphoi("verify", plan_folder, "--lang", "en")
    assert done.exit_code == 0
    assert "without a proof" in done.output
    assert "whether a better move was left out could not be looked at" in done.output


def test_a_proof_of_other_tiers_is_told(dieuphoi: Dieuphoi, plan_folder: Path) -> None:
    path = plan_folder / "certificate.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["weights"][0] = record["weights"][0][1:]
    path.write_text(json.dumps(record), encoding="utf-8")
    done = dieuphoi("verify", plan_folder, "--lang", "en")
    assert done.exit_code == 1
    assert "is not of the policy's tiers" in done.output
    assert "does not hold" in done.output


def test_a_better_move_missing_from_the_proof_is_told(
    dieuphoi: Dieuphoi, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A compiler that forgets departments leaves the IT seat vacant, and proves that nothing is better."""
    compiled = candidates.candidates_of

    def forgetful(facts: Facts) -> Pairs:
        pairs = compiled(facts)
        kept = (pairs.of_employee("unit") != "SNV").to_numpy()
        return Pairs(facts, *(part[kept] for part in (pairs.employee, pairs.post, pairs.form, pairs.reopens)))

    monkeypatch.setattr("optimizer.problem.problem.candidates_of", forgetful)
    dieuphoi("plan", folder, "--out", tmp_path / "worse")
    done = dieuphoi("verify", tmp_path / "worse", "--lang", "en")
    assert done.exit_code == 1
    assert "better_move_missing" in done.output
    assert "→ 07525-IT" in done.output
    assert "The proof holds" in done.output


def test_tables_changed_since_are_told(dieuphoi: Dieuphoi, plan_folder: Path) -> None:
    units = plan_folder / "input" / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace("Lục Ngạn", "Lục Nam"), encoding="utf-8")
    done = dieuphoi("verify", plan_folder, "--lang", "en")
    assert done.exit_code == 1
    assert "have changed since the plan was made" in done.output


def test_a_policy_changed_since_is_told(dieuphoi: Dieuphoi, plan_folder: Path) -> None:
    (plan_folder / "policy.toml").write_text("as_of = 2025-10-01\nterm_months = 7\n", encoding="utf-8")
    done = dieuphoi("verify", plan_folder, "--lang", "en")
    assert done.exit_code == 1
    assert "The policy in" in done.output


@pytest.mark.parametrize("name", ["moves.csv", "rules_passed.csv", "unfilled.csv"])
def test_a_list_that_was_changed_by_hand_is_told(dieuphoi: Dieuphoi, plan_folder: Path, name: str) -> None:
    with (plan_folder / name).open("a", encoding="utf-8") as file:
        file.write("one more\n")
    done = dieuphoi("verify", plan_folder, "--lang", "en")
    assert done.exit_code == 1
    assert f"{name} does not say what plan.json says." in done.output


def test_input_that_went_bad_is_shown_as_findings(dieuphoi: Dieuphoi, plan_folder: Path) -> None:
    (plan_folder / "input" / "units.csv").unlink()
    done = dieuphoi("verify", plan_folder, "--lang", "en")
    assert done.exit_code == 1
    assert "missing_file" in done.output


@pytest.mark.parametrize("missing", ["plan.json", "policy.toml", "input"])
def test_a_folder_that_lacks_a_part_is_wrong_usage(dieuphoi: Dieuphoi, plan_folder: Path, missing: str) -> None:
    (plan_folder / missing).rename(plan_folder / "gone")
    done = dieuphoi("verify", plan_folder, "--lang", "en")
    assert done.exit_code == 2
    assert missing in done.output


@pytest.mark.parametrize("name", ["plan.json", "certificate.json"])
@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"{}"])
def test_a_file_that_is_no_plan_is_wrong_usage(
    dieuphoi: Dieuphoi, plan_folder: Path, name: str, content: bytes
) -> None:
    (plan_folder / name).write_bytes(content)
    done = dieuphoi("verify", plan_folder, "--lang", "en")
    assert done.exit_code == 2
    assert "cannot be read" in done.output
