"""A faultless workbook, and a way to read a damaged copy of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from optimizer.ingest import Ingested
from optimizer.ingest.workbook import open_workbooks, read_workbooks

AS_OF = date(2025, 10, 20)

Rows = list[list[object]]
Sheets = dict[str, Rows]


PEOPLE = ("Mã nhân sự", "Họ và tên", "Số định danh cá nhân", "Mã đơn vị", "Mã vị trí đang giữ", "Lĩnh vực")
AN = ("E1", "Nguyễn Thị An", "001099000123", "00004", "P1", "ACC")


def faultless() -> Sheets:
    """Two wards, a department, their posts and people, with headers as communes write them."""
    return {
        "Lĩnh vực": [
            ["Mã lĩnh vực", "Tên lĩnh vực", "English name"],
            ["ACC", "Kế toán", "Accounting"],
            ["IT", "Công nghệ thông tin", "Information technology"],
        ],
        "Đơn vị": [
            ["Mã đơn vị", "Tên đơn vị", "Loại đơn vị", "Biên chế được giao", "Vĩ độ", "Kinh độ"],
            ["00004", "Ba Đình", "Phường", 3, 21.03, 105.83],
            ["00008", "Ngọc Hà", "Phường", 3, 21.04, 105.81],
            ["SNV", "Sở Nội vụ", "sở, ngành cấp tỉnh", 9, 21.02, 105.85],
        ],
        "Vị trí việc làm": [
            ["Mã vị trí", "Mã đơn vị", "Lĩnh vực", "Trình độ tối thiểu", "Số chỗ"],
            ["P1", "00004", "ACC", "Đại học", 2],
            ["P2", "00008", "IT", "", 1],
            ["P3", "SNV", "ACC", "", 3],
        ],
        "Nhân sự": [
            [*PEOPLE, "Trình độ", "Ngày sinh", "Hệ số lương", "Tự nguyện", "Xếp loại (năm:mức)"],
            [*AN, "Đại học", "20/10/1990", 2.34, "có", "2024:Hoàn thành tốt nhiệm vụ"],
            ["E2", "Trần Bí Mật", "001099000124", "SNV", "P3", "ACC", "Thạc sĩ", "21/10/1985", 3.33, "không", ""],
        ],
    }


def write(sheets: Mapping[str, Sequence[Sequence[object]]], path: Path) -> Path:
    """Cells as they are: texts as text, whatever they begin with; a callable writes its own cell."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if callable(cell):
                    cell(sheet, row, place)
                elif isinstance(cell, str):
                    sheet.write_string(row, place, cell)
                elif isinstance(cell, date):
                    sheet.write_datetime(row, place, cell, book.add_format({"num_format": "dd/mm/yyyy"}))
                else:
                    sheet.write(row, place, cell)
    book.close()
    return path


Read = Callable[..., Ingested]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads sheets as one workbook, tỉnh.xlsx, or several as many."""

    def read_sheets(*books: Sheets, accept_repairs: bool = False) -> Ingested:
        names = ["tỉnh.xlsx"] if len(books) == 1 else [f"xã-{number}.xlsx" for number in range(len(books))]
        paths = [write(sheets, tmp_path / name) for name, sheets in zip(names, books, strict=True)]
        return read_workbooks(open_workbooks(paths), AS_OF, accept_repairs=accept_repairs)

    return read_sheets
