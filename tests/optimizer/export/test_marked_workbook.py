"""A marked copy has the cells that were read, and every finding at its cell."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from optimizer.export import write_marked
from optimizer.ingest.workbook import open_workbooks, read_workbooks
from tests.optimizer.ingest.workbook.conftest import AS_OF, faultless, write


def test_bad_cells_are_coloured_and_commented(tmp_path: Path) -> None:
    sheets = faultless()
    sheets["Đơn vị"][1][3] = -3
    sheets["Nhân sự"][1][7] = "31/02/1990"
    books = open_workbooks([write(sheets, tmp_path / "a.xlsx")])
    findings = read_workbooks(books, AS_OF).findings
    write_marked(books.books[0], findings, tmp_path / "b.xlsx", "vi")
    copy = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert copy.sheetnames == ["Phát hiện", *sheets]
    bad = copy["Đơn vị"]["D2"]
    assert (bad.value, bad.fill.start_color.rgb) == (-3, "FFFF9999")
    assert "không được âm" in bad.comment.text
    assert "không phải là ngày" in copy["Nhân sự"]["H2"].comment.text
    assert copy["Đơn vị"]["D3"].comment is None
    assert copy["Phát hiện"].max_row == 1 + len(findings)
    for name, rows in sheets.items():
        for row, cells in enumerate(rows, start=1):
            read = [copy[name].cell(row, place).value or "" for place in range(1, len(cells) + 1)]
            assert read == [cell or "" for cell in cells], name
