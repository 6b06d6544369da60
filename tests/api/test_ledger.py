"""``dieuphoi ledger``: counts of tables and of plans, and what it refuses to count."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from optimizer import ledger as counting
from optimizer.text import LANGUAGES, Language
from tests.api.conftest import Dieuphoi


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("vi", ("Biên chế theo đơn vị, ngày 01/10/2025", "Cộng và đối chiếu", "Hiện nay: thừa 1, thiếu 2")),
        ("en", ("Counts by unit on Oct 1, 2025", "Totals checked", "Now: surplus 1 and shortage 2")),
    ],
)
def test_tables_are_counted(dieuphoi: Dieuphoi, folder: Path, language: str, expected: tuple[str, ...]) -> None:
    done = dieuphoi("ledger", folder, "--lang", language)
    assert done.exit_code == 0, done.output
    assert all(sentence in done.output for sentence in expected)
    assert "→" not in done.output


@pytest.mark.parametrize("by", ["unit", "department", "field"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_s_folder_is_counted_before_and_after(
    dieuphoi: Dieuphoi, plan_folder: Path, by: str, language: Language
) -> None:
    done = dieuphoi("ledger", plan_folder, "--by", by, "--lang", language)
    assert done.exit_code == 0, done.output
    assert "1 → 2" in done.output and "20 → 19" in done.output


def test_a_plan_is_counted_with_the_tables_it_was_made_from(
    dieuphoi: Dieuphoi, folder: Path, plan_folder: Path
) -> None:
    own = dieuphoi("ledger", plan_folder, "--lang", "en").output
    for plan in (plan_folder, plan_folder / "plan.json"):
        assert dieuphoi("ledger", folder, "--plan", plan, "--lang", "en").output == own


def test_the_ledger_is_written_as_csv_and_json(dieuphoi: Dieuphoi, plan_folder: Path, tmp_path: Path) -> None:
    table, document = tmp_path / "ledger.csv", tmp_path / "ledger.json"
    for path in (table, document):
        done = dieuphoi("ledger", plan_folder, "--by", "field", "--out", path, "--lang", "en")
        assert done.exit_code == 0 and f"Written to {path}." in done.output
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["unit"], row["field"]): row for row in csv.DictReader(file)}
    land = rows["07525", "LAND"]
    assert (land["seats"], land["payroll_before"], land["payroll_after"], land["shortage_after"]) == (
        "2",
        "1",
        "2",
        "0",
    )
    assert json.loads(document.read_text(encoding="utf-8"))["totals"]["after"]["seconded_in"] == 1


@pytest.mark.parametrize(
    ("language", "expected"),
    [("vi", "không được lập từ dữ liệu"), ("en", "was not made from the tables")],
)
def test_a_plan_of_other_tables_is_wrong_usage(
    dieuphoi: Dieuphoi, folder: Path, plan_folder: Path, language: str, expected: str
) -> None:
    for tables in (folder, plan_folder / "input"):
        units = tables / "units.csv"
        units.write_text(units.read_text(encoding="utf-8").replace("Lục Ngạn", "Lục Nam"), encoding="utf-8")
    for words in (("ledger", folder, "--plan", plan_folder), ("ledger", plan_folder)):
        done = dieuphoi(*words, "--lang", language)
        assert done.exit_code == 2
        assert expected in done.output


@pytest.mark.parametrize(("language", "expected"), [("vi", "lập cho ngày 01/10/2025"), ("en", "made for Oct 1, 2025")])
def test_a_plan_of_another_day_is_wrong_usage(
    dieuphoi: Dieuphoi, plan_folder: Path, language: str, expected: str
) -> None:
    (plan_folder / "policy.toml").write_text("as_of = 2025-10-02\n", encoding="utf-8")
    done = dieuphoi("ledger", plan_folder, "--lang", language)
    assert done.exit_code == 2
    assert expected in done.output


@pytest.mark.parametrize(
    ("language", "expected"), [("vi", "Không có thư mục"), ("en", "There is no folder")], ids=LANGUAGES
)
def test_a_folder_that_is_not_there_is_wrong_usage(
    dieuphoi: Dieuphoi, folder: Path, tmp_path: Path, language: str, expected: str
) -> None:
    for words in ((tmp_path / "none",), (folder, "--plan", tmp_path / "none")):
        done = dieuphoi("ledger", *words, "--lang", language)
        assert done.exit_code == 2
        assert expected in done.output


@pytest.mark.parametrize(("language", "expected"), [("vi", "không đọc được"), ("en", "cannot be read")])
def test_a_file_that_is_no_plan_is_wrong_usage(dieuphoi: Dieuphoi, folder: Path, language: str, expected: str) -> None:
    done = dieuphoi("ledger", folder, "--plan", folder / "units.csv", "--lang", language)
    assert done.exit_code == 2
    assert expected in done.output


def test_a_folder_of_a_plan_without_one_is_wrong_usage(dieuphoi: Dieuphoi, folder: Path, plan_folder: Path) -> None:
    (plan_folder / "plan.json").unlink()
    done = dieuphoi("ledger", folder, "--plan", plan_folder, "--lang", "en")
    assert done.exit_code == 2
    assert "holds no plan" in done.output


@pytest.mark.parametrize(("language", "expected"), [("vi", "Không rõ định dạng"), ("en", "is unclear")])
def test_a_format_that_is_not_known_is_wrong_usage(
    dieuphoi: Dieuphoi, folder: Path, tmp_path: Path, language: str, expected: str
) -> None:
    done = dieuphoi("ledger", folder, "--out", tmp_path / "ledger.xlsx", "--lang", language)
    assert done.exit_code == 2
    assert expected in done.output
    assert not (tmp_path / "ledger.xlsx").exists()


def test_a_file_that_cannot_be_written_is_told(dieuphoi: Dieuphoi, folder: Path, tmp_path: Path) -> None:
    done = dieuphoi("ledger", folder, "--out", tmp_path / "none" / "ledger.csv", "--lang", "en")
    assert done.exit_code == 2
    assert "Cannot read or write" in done.output


def test_findings_are_shown_instead_of_counts(dieuphoi: Dieuphoi, broken_folder: Path) -> None:
    done = dieuphoi("ledger", broken_folder, "--lang", "en")
    assert done.exit_code == 1
    assert "negative_number" in done.output


def test_totals_that_do_not_agree_are_an_error(
    dieuphoi: Dieuphoi, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = counting.ledger_of

    def miscount(*words: object) -> counting.Ledger:
        ledger = count(*words)
        return replace(ledger, before=ledger.before.assign(working=0))

    monkeypatch.setattr(import_module("api.cli.ledger"), "ledger_of", miscount)
    done = dieuphoi("ledger", folder, "--lang", "en")
    assert done.exit_code == 1
    assert "0 ≠ 24" in done.output


def test_counting_changes_nothing(dieuphoi: Dieuphoi, plan_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(plan_folder, tmp_path / "copy")
    dieuphoi("ledger", plan_folder)
    for path in (tmp_path / "copy").rglob("*"):
        if path.is_file():
            assert (plan_folder / path.relative_to(tmp_path / "copy")).read_bytes() == path.read_bytes()
