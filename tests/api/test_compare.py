"""``dieuphoi compare``: two plan folders, printed and written."""

from __future__ import annotations

import csv
from pathlib import Path

from api.plan_folder import PlanFolder
from tests.api.conftest import Dieuphoi
from tests.api.test_scenario import BAN, write


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_scenario_is_compared_with_its_base(dieuphoi: Dieuphoi, plan_folder: Path, tmp_path: Path) -> None:
    (sent,) = (move.employee for move in PlanFolder(plan_folder).read_plan().moves if move.to_post == "07525-IT")
    file = write(tmp_path / "ban.toml", "plan", BAN.format(employee=sent))
    assert dieuphoi("scenario", "run", file, "--out", tmp_path / "banned").exit_code == 0
    done = dieuphoi("compare", plan_folder, tmp_path / "banned", "--out", tmp_path / "c", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "Kept 1, changed 0, new 1, gone 1." in done.output
    people = {row["employee"]: row for row in rows(tmp_path / "c" / "people.csv")}
    assert (people[sent]["difference"], people[sent]["caused_by"]) == ("gone", "edits.1 ban")
    assert sorted(row["difference"] for row in people.values()) == ["gone", "kept", "new"]
    assert [row["post"] for row in rows(tmp_path / "c" / "posts.csv")] == ["07525-IT"]
    assert "Kept 1, changed 0, new 1, gone 1." in (tmp_path / "c" / "comparison.md").read_text(encoding="utf-8")


def test_plans_that_are_not_on_one_another_are_compared_without_causes(
    dieuphoi: Dieuphoi, folder: Path, plan_folder: Path, tmp_path: Path
) -> None:
    assert dieuphoi("plan", folder, "--out", tmp_path / "other", "--profile", "least_travel").exit_code == 0
    done = dieuphoi("compare", plan_folder, tmp_path / "other", "--lang", "en")
    assert done.exit_code == 0 and "was not looked at" in done.output and "What causes" not in done.output.split("\n")
    assert dieuphoi("compare", plan_folder, tmp_path / "other", "--no-causes").output.count("Phương án B") >= 2
    assert dieuphoi("compare", plan_folder, tmp_path / "nothing").exit_code == 2


def test_a_plan_whose_tables_were_changed_is_not_compared(dieuphoi: Dieuphoi, plan_folder: Path) -> None:
    units = plan_folder / "input" / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace("Lục Ngạn", "Lục Nam"), encoding="utf-8")
    done = dieuphoi("compare", plan_folder, plan_folder, "--lang", "en")
    assert done.exit_code == 2 and "was not made from the tables" in done.output
