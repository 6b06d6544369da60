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

_FONT = {"font_name": "Times New Roman", "font_size": 11}
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
            day=book.add_format({"num_format": "dd/mm/yyyy"}),
            wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
            title=book.add_format({"bold": True, "font_size": 14}),
            number=book.add_format({"num_format": "#,##0"}),
            bold=book.add_format({"bold": True}),
        )
