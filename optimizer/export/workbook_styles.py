"""How our workbooks look, and a workbook in which nothing that is written can run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

_FONT = {"font_name": "Times New Roman", "font_size": 11}
LINE_HEIGHT = 15
"""Points of a line of text; what shows a workbook need not make rows higher by itself."""

_A4 = 9
"""Its number in workbooks."""

_NO_DAY = datetime(2000, 1, 1)
"""Stands for the day of writing, so that the same tables give the same bytes."""


@contextmanager
def fresh_workbook(path: Path) -> Iterator[Workbook]:
    """A workbook that is written to ``path`` at the end. Texts never become formulas, links or numbers."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), {**options, "default_format_properties": _FONT})
    book.set_properties({"created": _NO_DAY})
    try:
        yield book
    finally:
        book.close()


@dataclass(frozen=True)
class Styles:
    """The formats of a workbook."""

    header: Format
    required: Format
    example: Format
    text: Format
    day: Format
    wrapped: Format
    title: Format
    number: Format
    decimal: Format
    figure: Format
    bold: Format

    @classmethod
    def of(cls, book: Workbook) -> Styles:
        """The formats, added to a workbook."""
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
        return cls(
            header=book.add_format({**head, "bg_color": "#DCE6F1"}),
            required=book.add_format({**head, "bg_color": "#F8CBAD"}),
            example=book.add_format({"italic": True, "font_color": "#7F7F7F", "num_format": "@"}),
            text=book.add_format({"num_format": "@"}),
            day=book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
            wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
            title=book.add_format({"bold": True, "font_size": 14}),
            number=book.add_format({"num_format": "#,##0", "valign": "top"}),
            decimal=book.add_format({"num_format": "#,##0.0", "valign": "top"}),
            figure=book.add_format({"align": "right", "valign": "top"}),
            bold=book.add_format({"bold": True}),
        )


def print_on_a4(sheet: Worksheet, *, has_header: bool = True) -> None:
    """Sheets of A4 across, all columns on a page, with their number; the header stands on each of them."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C&P/&N")
    if has_header:
        sheet.repeat_rows(0)


def lines_of(text: str, width: int) -> int:
    """Lines that a text takes in a column of so many digits; letters are narrower, words break early.

    >>> lines_of("Xã", 28), lines_of("Chuyên viên công nghệ thông tin (07534-IT)", 28)
    (1, 2)
    """
    return -(-len(text) // round(1.1 * width))
