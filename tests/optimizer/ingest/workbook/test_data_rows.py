"""Totals, sections and signatures are no data, and nothing that may be data is taken for one of them."""

from __future__ import annotations

import pytest

from optimizer.findings import Severity
from tests.optimizer.ingest.workbook.conftest import Read, Sheets, faultless

UNITS = "Đơn vị"


def across(text: str):
    """Writes a text over all columns, as people head a section."""
    return lambda sheet, row, place: sheet.merge_range(row, place, row, place + 5, text)


def with_units(*, after: dict[int, list[list[object]]]) -> Sheets:
    """The faultless workbook with further rows below a row of units; 0 is the header."""
    sheets = faultless()
    rows = sheets[UNITS]
    sheets[UNITS] = [line for place, row in enumerate(rows) for line in (row, *after.get(place, []))]
    return sheets


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["Cộng Phường Ba Đình", "", "", 3], "totals_row"),
        (["TỔNG CỘNG:", "", "", 3], "totals_row"),
        (["Tổng số 2 phường", "", "", 6], "totals_row"),
        (["I. Khối phường"], "section_row"),
        (["1) Khối phường"], "section_row"),
        (["II", "Khối sở"], "section_row"),
        ([across("Khối phường")], "section_row"),
    ],
)
def test_rows_between_data_that_are_none(read: Read, row: list[object], code: str) -> None:
    ingested = read(with_units(after={1: [row, []], 2: [row]}))
    assert ingested.valid_dataset().sha256 == read(faultless()).valid_dataset().sha256
    (note,) = ingested.findings
    assert (note.severity, note.code, note.place) == (Severity.INFO, code, "tỉnh.xlsx:Đơn vị:3")
    assert "2" in note.sentence("vi") and "2" in note.sentence("en")


def test_what_stands_below_a_list_is_told_once(read: Read) -> None:
    ending = [
        [],
        ["Ghi chú: đã rà soát"],
        ["", "", "", "Hà Nội, ngày 16 tháng 10 năm 2025"],
        ["NGƯỜI LẬP", "", "", "KT. CHỦ TỊCH"],
        ["(Ký, ghi rõ họ tên)"],
        ["Nguyễn Văn Bí Mật", "", "", "Lê Bí Mật"],
    ]
    ingested = read(with_units(after={3: ending}))
    assert ingested.valid_dataset().sha256 == read(faultless()).valid_dataset().sha256
    (note,) = ingested.findings
    assert (note.code, note.place, note.figures["rows"]) == ("ending_rows", "tỉnh.xlsx:Đơn vị:6", 5)
    assert "Bí Mật" not in note.sentence("vi")


def test_a_row_of_data_is_never_left_out(read: Read) -> None:
    """A commune may be called Cộng Hòa, and stand below a remark."""
    rows = [["Ghi chú: xã mới"], ["Cộng Hòa", "Cộng Hòa", "Xã", 3, 21.05, 105.9]]
    ingested = read(with_units(after={3: rows}))
    (wrong,) = [one for one in ingested.findings if one.severity is Severity.ERROR]
    assert (wrong.code, wrong.place) == ("missing_value", "tỉnh.xlsx:Đơn vị:C5")
    rows.pop(0)
    assert "Cộng Hòa" in read(with_units(after={3: rows})).valid_dataset().units["code"].tolist()


def test_half_a_row_above_the_signatures_stays_an_error(read: Read) -> None:
    rows = [["00012", "Láng"], ["Người lập"]]
    findings = read(with_units(after={3: rows})).findings
    assert ("missing_value", "tỉnh.xlsx:Đơn vị:C5") in {(one.code, one.place) for one in findings}
    assert ("ending_rows", "tỉnh.xlsx:Đơn vị:6") in {(one.code, one.place) for one in findings}


def test_rows_of_formulas_alone_are_not_lost(read: Read) -> None:
    """What made the workbook computed nothing: such rows are empty to a reader, and still data."""

    def uncomputed(sheet, row, place) -> None:
        sheet.write_formula(row, place, "=1+1", None, "")

    findings = read(with_units(after={3: [[uncomputed] * 3]})).findings
    assert {(one.code, one.place) for one in findings} == {
        ("formula_without_value", f"tỉnh.xlsx:Đơn vị:{column}5") for column in "ABC"
    }
