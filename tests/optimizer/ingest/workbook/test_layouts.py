"""Sheets as communes really fill them in: titles, two-line headers, numbering, blank rows, accents left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from optimizer.domain import TABLES
from optimizer.ingest.workbook import EXAMPLES, open_workbooks, read_workbooks
from optimizer.ingest.workbook.words import column_label, fold, header_words, sheet_words
from optimizer.text import LANGUAGES
from tests.optimizer.ingest.workbook.conftest import AS_OF, Read, Sheets, faultless, write


def sha(read: Read, sheets: Sheets) -> str:
    return read(sheets).valid_dataset().sha256


def test_titles_blank_rows_and_numbered_columns_change_nothing(read: Read) -> None:
    expected = sha(read, faultless())
    sheets = faultless()
    header, *rows = sheets["Nhân sự"]
    numbering = [f"({number})" for number in range(1, len(header) + 1)]
    sheets["Nhân sự"] = [
        ["DANH SÁCH"],
        [],
        ["Đơn vị lập: UBND phường"],
        header,
        numbering,
        [],
        rows[0],
        ["", " "],
        rows[1],
    ]
    assert sha(read, sheets) == expected


def test_running_numbers_and_notes_are_no_data(read: Read) -> None:
    expected = sha(read, faultless())
    sheets = faultless()
    sheets["Đơn vị"] = [["STT", *sheets["Đơn vị"][0], "Ghi chú"]] + [
        [number, *row, "đã rà soát"] for number, row in enumerate(sheets["Đơn vị"][1:], start=1)
    ]
    assert sha(read, sheets) == expected


@pytest.mark.parametrize("change", [str.upper, fold, lambda text: f" {text}: "])
def test_headers_and_words_without_accents_or_in_capitals(read: Read, change) -> None:
    expected = sha(read, faultless())
    sheets = {name: [[change(str(cell)) for cell in rows[0]], *rows[1:]] for name, rows in faultless().items()}
    sheets["Đơn vị"][1][2] = "PHUONG"
    sheets["Vị trí việc làm"][1][3] = "dai hoc"
    sheets["Nhân sự"][1][5] = "ke toan"
    assert sha(read, sheets) == expected


def test_english_names_and_technical_names(read: Read) -> None:
    expected = sha(read, faultless())
    words = {name: header_words(name, TABLES[name].columns) for name in TABLES}
    for rename in (lambda table, column: column_label(table, column, "en"), lambda _, column: column):
        sheets = {}
        for name, rows in faultless().items():
            table = sheet_words()[fold(name)]
            header = [rename(table, words[table][fold(str(cell))]) for cell in rows[0]]
            sheets[table] = [header, *rows[1:]]
        assert sha(read, sheets) == expected


def test_a_header_in_two_lines_with_merged_cells(read: Read) -> None:
    sheets = faultless()
    header, *rows = sheets["Nhân sự"]
    width = len(header)

    def over_two(sheet, row, place) -> None:
        sheet.merge_range(row, place, row, place + 1, "Biệt phái")

    upper = [*header, over_two, None]
    sheets["Nhân sự"] = [
        ["DANH SÁCH NHÂN SỰ"],
        upper,
        [*[None] * width, "Từ ngày", "Đến ngày"],
        [*rows[0], date(2025, 9, 1), "01/03/2026"],
        rows[1],
    ]
    findings = read(sheets).findings
    # Read as the columns they are: a secondment with days but without its unit.
    assert [(finding.code, finding.place) for finding in findings] == [
        ("secondment_without_unit", "tỉnh.xlsx:Nhân sự:4")
    ]


def test_a_hidden_sheet_is_told(tmp_path: Path) -> None:
    sheets = faultless()
    sheets["Lĩnh vực"][0][0] = lambda sheet, row, place: (sheet.hide(), sheet.write(row, place, "Mã lĩnh vực"))
    sheets = {"Hướng dẫn": [["a"]], **sheets}
    findings = read_workbooks(open_workbooks([write(sheets, tmp_path / "a.xlsx")]), AS_OF).findings
    assert [(finding.code, finding.place) for finding in findings] == [("hidden_sheet", "a.xlsx:Lĩnh vực")]


def test_the_example_is_not_read_unless_it_was_changed(read: Read) -> None:
    sheets = faultless()
    header = [column_label("employees", column, "vi") for column in EXAMPLES["employees"]]
    example = list(EXAMPLES["employees"].values())
    sheets["Nhân sự"] = [header, example]
    assert {finding.code for finding in read(sheets).findings} == {"example_row", "empty_table"}
    sheets["Nhân sự"] = [header, [*example[:-1], "có"]]
    assert "example_row" not in {finding.code for finding in read(sheets).findings}


def test_every_label_is_understood_and_means_one_thing() -> None:
    for table, of in TABLES.items():
        words = header_words(table, of.columns)
        for language in LANGUAGES:
            labels = [fold(column_label(table, column, language)) for column in of.columns]
            assert len(set(labels)) == len(labels), (table, language)
            assert [words[label] for label in labels] == list(of.columns)
