"""``dieuphoi rounds``: plans after an issued plan, chained, and close to a draft."""

from __future__ import annotations

import csv
from pathlib import Path

from api.plan_folder import PlanFolder
from optimizer import load
from tests.api.conftest import Dieuphoi
from tests.api.test_plan import contents


def rows(out: Path) -> list[dict[str, str]]:
    with (out / "rounds.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_five_years_are_a_chain_of_plans_that_verify(dieuphoi: Dieuphoi, plan_folder: Path, tmp_path: Path) -> None:
    done = dieuphoi("rounds", plan_folder, "--number", "4", "--out", tmp_path / "years", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "chained, not planned together" in done.output and "0 violations." in done.output
    days = [row["as_of"] for row in rows(tmp_path / "years")]
    assert days == ["2026-10-01", "2027-10-01", "2028-10-01", "2029-10-01"]
    for day in days:
        assert dieuphoi("verify", tmp_path / "years" / day).exit_code == 0
    # The officer sent in the first plan is back before the second, which sends somebody else.
    (sent,) = (move.employee for move in PlanFolder(plan_folder).read_plan().moves if move.to_post == "07525-IT")
    assert rows(tmp_path / "years")[0]["returned"] == "1"
    (again,) = PlanFolder(tmp_path / "years" / days[0]).read_plan().moves
    assert again.to_post == "07525-IT" and again.employee != sent
    assert load(tmp_path / "years" / days[0] / "input").employee(sent).past_secondments == 1


def test_the_same_rounds_give_the_same_bytes(dieuphoi: Dieuphoi, plan_folder: Path, tmp_path: Path) -> None:
    for out in ("one", "other"):
        words = ("--number", "2", "--months", "6", "--out", tmp_path / out)
        assert dieuphoi("rounds", plan_folder, *words).exit_code == 0
    assert contents(tmp_path / "one") == contents(tmp_path / "other")
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == ["2026-04-01", "2026-10-01", "rounds.csv"]


def test_a_draft_is_kept_and_its_price_shown(dieuphoi: Dieuphoi, plan_folder: Path, tmp_path: Path) -> None:
    words = ("rounds", plan_folder, "--on", "2026-11-02", "--lang", "en")
    free = dieuphoi(*words, "--out", tmp_path / "free")
    assert free.exit_code == 0 and "price of keeping" not in free.output
    draft = tmp_path / "free" / "2026-11-02"
    done = dieuphoi(*words, "--base", draft, "--out", tmp_path / "kept")
    assert done.exit_code == 0, done.output
    assert "The price of keeping" in done.output
    kept = PlanFolder(tmp_path / "kept" / "2026-11-02")
    assert kept.read_plan().moves == PlanFolder(draft).read_plan().moves and kept.read_plan().values["changes"] == 0
    assert dieuphoi("verify", kept.path).exit_code == 0
    assert "The price of keeping" in (kept.path / "summary.md").read_text(encoding="utf-8")


def test_a_plan_that_was_tampered_with_is_not_taken_as_issued(
    dieuphoi: Dieuphoi, plan_folder: Path, tmp_path: Path
) -> None:
    file = plan_folder / "plan.json"
    (sent,) = (move.employee for move in PlanFolder(plan_folder).read_plan().moves if move.to_post == "07525-IT")
    file.write_text(file.read_text(encoding="utf-8").replace(f'"{sent}"', '"S99"'), encoding="utf-8")
    done = dieuphoi("rounds", plan_folder, "--out", tmp_path / "out")
    assert done.exit_code == 1 and "unknown_reference" in done.output and not (tmp_path / "out").exists()


def test_a_round_before_the_moves_start_and_a_draft_to_no_effect_are_told(
    dieuphoi: Dieuphoi, folder: Path, plan_folder: Path, tmp_path: Path
) -> None:
    out = ("--out", tmp_path / "out")
    early = dieuphoi("rounds", plan_folder, "--on", "2025-09-30", *out, "--lang", "en")
    assert early.exit_code == 2 and "2025" in early.output
    assert dieuphoi("rounds", folder, *out).exit_code == 2
    (folder / "policy.toml").write_text('as_of = 2025-10-01\ntiers = ["weighted_fill"]\n', encoding="utf-8")
    assert dieuphoi("plan", folder, "--out", tmp_path / "short").exit_code == 0
    assert dieuphoi("rounds", tmp_path / "short", "--base", plan_folder, *out).exit_code == 2
    assert not (tmp_path / "out").exists()
