"""Sheets by other names: taken for a table only if the header agrees, and always told."""

from __future__ import annotations

import pytest

from optimizer.findings import Severity
from optimizer.ingest.workbook.header import _keys
from optimizer.ingest.workbook.recognition import MOST_BY_HEADER
from tests.optimizer.ingest.workbook.conftest import Read, Sheets, faultless

PEOPLE = "Nhân sự"


def renamed(old: str, new: str) -> Sheets:
    return {new if name == old else name: rows for name, rows in faultless().items()}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (PEOPLE, "Danh sách CBCC xã"),
        (PEOPLE, "DS nhân sự (2)"),
        (PEOPLE, "Biểu 03 - NHAN SU"),
        (PEOPLE, "Sheet1"),
        (PEOPLE, "Khối phường"),
        ("Lĩnh vực", "DM lĩnh vực"),
        ("Đơn vị", "Danh sách xã, phường"),
    ],
)
def test_a_sheet_is_told_by_its_name_or_its_header(read: Read, old: str, new: str) -> None:
    ingested = read(renamed(old, new))
    assert ingested.valid_dataset().sha256 == read(faultless()).valid_dataset().sha256
    (taken,) = ingested.findings
    assert (taken.severity, taken.code, taken.place) == (Severity.INFO, "sheet_taken_for", f"tỉnh.xlsx:{new}")
    assert old in taken.sentence("vi")


def test_several_sheets_of_a_table_are_one(read: Read) -> None:
    sheets = faultless()
    header, first, second = sheets.pop(PEOPLE)
    sheets |= {"CBCC xã": [header, first], "CBCC sở, ngành": [header, second]}
    assert read(sheets).valid_dataset().sha256 == read(faultless()).valid_dataset().sha256


def test_columns_that_no_plan_may_look_at_are_not_read(read: Read) -> None:
    sheets = faultless()
    sheets[PEOPLE] = [[*row, more] for row, more in zip(sheets[PEOPLE], ("Tôn giáo", "x", "y"), strict=True)]
    ingested = read(sheets)
    assert ingested.findings == ()
    assert ingested.valid_dataset().sha256 == read(faultless()).valid_dataset().sha256


def test_a_summary_of_its_own_columns_is_not_taken_for_a_table(read: Read) -> None:
    rows = [["Mã đơn vị", "Tên đơn vị", "Loại đơn vị", "Chênh lệch"], ["00004", "Ba Đình", "Phường", -3]]
    ingested = read({**faultless(), "Tổng hợp": rows})
    assert [(one.severity, one.code) for one in ingested.findings] == [(Severity.WARNING, "unknown_sheet")]


def test_a_name_that_a_header_belies_is_no_table(read: Read) -> None:
    rows = [["Tháng", "Số cuộc họp"], ["10", 4]]
    (finding,) = read({**faultless(), "Nhân sự họp": rows}).findings
    assert (finding.severity, finding.code) == (Severity.ERROR, "misspelt_sheet")


def test_ratings_of_a_column_a_year(read: Read) -> None:
    sheets = faultless()
    header, first, second = sheets[PEOPLE]
    header[-1:] = ["Xếp loại 2023", "Ghi chú", "Xếp loại năm 2024"]
    first[-1:] = ["", "", "Hoàn thành tốt nhiệm vụ"]
    assert read(sheets).valid_dataset().sha256 == read(faultless()).valid_dataset().sha256
    first[-3:] = ["HTNV", "", "2024: xuất sắc"]
    second[-1:] = ["", "", "HTTNV"]
    ratings = read(sheets).valid_dataset().employees["ratings"].tolist()
    assert ratings == [((2023, "completed"), (2024, "excellent")), ((2024, "good"),)]
    header[-3] = "Xếp loại 2024"
    (twice,) = read(sheets).findings
    assert (twice.code, twice.place) == ("header_twice", "tỉnh.xlsx:Nhân sự:M1")


def test_no_more_headers_are_looked_at_than_a_workbook_can_mean(read: Read) -> None:
    others = {f"Trang {number}": [["Tháng", "Số cuộc họp"]] for number in range(MOST_BY_HEADER)}
    before = read({"Khối phường": faultless()[PEOPLE], **others, **faultless()}).findings
    after = read({**others, "Khối phường": faultless()[PEOPLE], **faultless()}).findings
    taken = [[one.code for one in found if one.sheet == "Khối phường"] for found in (before, after)]
    assert ["sheet_taken_for" in codes for codes in taken] == [True, False]
    assert taken[1] == ["unknown_sheet"]


def test_no_name_of_a_person_is_kept_once_a_workbook_is_read(read: Read) -> None:
    read(renamed(PEOPLE, "Sheet1"))
    assert _keys.cache_info().currsize == 0
