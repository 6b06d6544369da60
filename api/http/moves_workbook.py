"""A list of moves as a workbook: one sheet, headed and labelled in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from optimizer.export.labels import label
from optimizer.export.plan_workbook import MOVE_SHEET_COLUMNS
from optimizer.export.workbook_styles import Styles, fresh_workbook, print_on_a4
from optimizer.text import Language, say

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a workbook."""

COLUMNS = tuple(column for column in MOVE_SHEET_COLUMNS if column != "name")
"""What a planner reads of a move, without the name, which is not kept."""

_DAYS = ("start", "end")
_LABELLED = {"form": "form", "payer": "payer"}


def moves_workbook(records: Iterator[Mapping[str, Any]], language: Language) -> bytes:
    """Moves, as they are kept, as the bytes of a workbook: days are days, numbers numbers, no text can run."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "moves.xlsx"
        with fresh_workbook(path) as book:
            styles, sheet = Styles.of(book), book.add_worksheet()
            for place, column in enumerate(COLUMNS):
                sheet.write_string(0, place, say(f"plan_column.{column}", language), styles.header)
            last = 0
            for last, record in enumerate(records, start=1):
                for place, column in enumerate(COLUMNS):
                    value = record[column]
                    if value is None:
                        continue
                    if column in _DAYS:
                        sheet.write_datetime(last, place, date.fromisoformat(value), styles.day)
                    elif column in _LABELLED:
                        sheet.write_string(last, place, label(f"{_LABELLED[column]}.{value}", language))
                    elif isinstance(value, str):
                        sheet.write_string(last, place, value)
                    else:
                        style = styles.decimal if isinstance(value, float) else styles.number
                        sheet.write_number(last, place, value, style)
            sheet.set_column(0, len(COLUMNS) - 1, 18)
            sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
            sheet.freeze_panes(1, 1)
            print_on_a4(sheet)
        return path.read_bytes()
