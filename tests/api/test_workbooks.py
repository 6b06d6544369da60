"""The walk of a planner: a template, filled in, checked, merged, planned."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from api.plan_folder import PlanFolder
from optimizer.domain import TABLES
from optimizer.export import write_workbook
from optimizer.ingest import cell_text, read_folder
from optimizer.ingest.workbook.words import column_label, sheet_label
from tests.api.conftest import Dieuphoi, province


def fill_in(template: Path, path: Path, *, day: date = date(2025, 10, 1)) -> Path:
    """The template with the small province in it, written cell by cell below the examples, as people do."""
    book = openpyxl.load_workbook(template)
    for name in ("units", "posts", "employees"):
        sheet = book[sheet_label(name, "vi")]
        place_of = {cell.value: cell.column for cell in sheet[1]}
        for row, record in enumerate(province().rows(name), start=3):
            for column in TABLES[name].columns:
                value = getattr(record, column)
                if text := cell_text(value):
                    number = value if isinstance(value, int | float) and not isinstance(value, bool) else text
                    cell = sheet.cell(row, place_of[column_label(name, column, "vi")])
                    cell.value = int(number) if column == "level" else number
    book[sheet_label("fields", "vi")].append(["LAND", "Land", "Địa chính"])
    book[sheet_label("policy", "vi")]["B2"] = day
    book.save(path)
    return path


@pytest.fixture
def filled(dieuphoi: Dieuphoi, tmp_path: Path) -> Path:
    template = tmp_path / "bieu-mau.xlsx"
    assert dieuphoi("template", template).exit_code == 0
    return fill_in(template, tmp_path / "tinh.xlsx")


def test_a_filled_template_is_checked_and_planned_like_its_folder(
    dieuphoi: Dieuphoi, filled: Path, plan_folder: Path, tmp_path: Path
) -> None:
    checked = dieuphoi("check", filled, "--lang", "en")
    assert checked.exit_code == 0, checked.output
    out = tmp_path / "of-workbook"
    planned = dieuphoi("plan", filled, "--out", out)
    assert planned.exit_code == 0, planned.output
    assert PlanFolder(out).read_plan().moves == PlanFolder(plan_folder).read_plan().moves
    assert dieuphoi("verify", out).exit_code == 0


def test_ingest_writes_the_tables_and_the_policy(dieuphoi: Dieuphoi, filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "in"
    done = dieuphoi("ingest", filled, "--out", out)
    assert done.exit_code == 0, done.output
    assert read_folder(out, date(2025, 10, 1)).valid_dataset().employees["id"].tolist() == (
        province().employees["id"].tolist()
    )
    assert "as_of = 2025-10-01" in (out / "policy.toml").read_text(encoding="utf-8")
    again = dieuphoi("ingest", filled, "--out", out, "--lang", "en")
    assert again.exit_code == 2
    assert "not overwritten" in again.output


def test_a_bad_workbook_is_told_marked_and_repaired(dieuphoi: Dieuphoi, filled: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filled)
    book["Đơn vị"]["A3"] = "7525"
    book.save(filled)
    done = dieuphoi("check", filled, "--marked", tmp_path / "marked", "--lang", "en")
    assert done.exit_code == 1
    assert "tinh.xlsx:Đơn vị:A3" in done.output
    copy = openpyxl.load_workbook(tmp_path / "marked" / "tinh-marked.xlsx")
    assert "07525" in copy["Đơn vị"]["A3"].comment.text
    repaired = dieuphoi("check", filled, "--accept-repairs", "--lang", "en")
    assert repaired.exit_code == 0, repaired.output
    assert "repaired" in repaired.output


def test_a_policy_value_is_told_at_its_cell(dieuphoi: Dieuphoi, filled: Path) -> None:
    book = openpyxl.load_workbook(filled)
    book["Chính sách"]["B4"] = 0
    book.save(filled)
    done = dieuphoi("check", filled, "--lang", "en")
    assert done.exit_code == 1
    assert "tinh.xlsx:Chính sách:B4" in done.output


@pytest.mark.parametrize(
    "words",
    [("template", "out.docx"), ("ingest", "folder", "--out", "out"), ("check", ".", "--accept-repairs")],
)
def test_wrong_usage(dieuphoi: Dieuphoi, words: tuple[str, ...]) -> None:
    assert dieuphoi(*words).exit_code == 2


def test_a_workbook_of_macros_is_refused(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    write_workbook(province(), tmp_path / "a.xlsx", "vi")
    (tmp_path / "a.xlsx").rename(tmp_path / "a.xlsm")
    done = dieuphoi("check", tmp_path / "a.xlsm", "--lang", "en")
    assert done.exit_code == 1
    assert "workbook_with_macros" in done.output
