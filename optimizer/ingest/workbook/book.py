"""A workbook's cells as they stand in it, or the finding that says why it cannot be read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from optimizer.findings import Finding, Severity
from optimizer.limited import LimitedError, Limits, Trouble, run_limited

WORKBOOK_SUFFIX = ".xlsx"
SUFFIXES = (WORKBOOK_SUFFIX, ".xlsm", ".xls", ".xlsb", ".ods")
"""Files that are taken for workbooks; only the first kind is read, the others say so."""

MAX_BYTES = 50_000_000
"""Largest workbook that is opened: 12,000 people of all columns take about two million."""

MOST_ROWS = 2**20
"""Rows of a sheet, as spreadsheets have them."""

READING = Limits()
"""What reading one workbook may use."""

_EXACT = 1e15
"""Below it a whole number has all its digits."""

_CHILD = Path(__file__).with_name("cells_child.py")
_CODE_OF_TROUBLE = {
    Trouble.MEMORY: "workbook_too_large",
    Trouble.TIME: "workbook_too_slow",
    Trouble.FAILED: "workbook_broken",
}

Cell = str | int | float | bool
"""A cell: text, number, truth, or a date as ``yyyy-mm-dd``; empty text if there is nothing in it."""


@dataclass(frozen=True)
class Page:
    """One sheet: rows from the first one on, each cut after its last cell.

    ``merged`` are first row, first column, last row and last column of merged cells; ``errors`` and ``uncached``
    row, column and error of cells without a value. All count from zero.
    """

    name: str
    is_hidden: bool
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[tuple[int, int, int, int]]
    errors: Mapping[tuple[int, int], str]
    uncached: frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Book:
    """A workbook by the name of its file. Without ``pages`` it could not be read, ``finding`` says why."""

    file: str
    pages: tuple[Page, ...]
    finding: Finding | None = None


def read_book(path: Path, limits: Limits = READING) -> Book:
    """Open a workbook in a process of its own; never raises on bad content, whatever it is made to do."""

    def unread(code: str, **figures: object) -> Book:
        return Book(path.name, (), Finding(Severity.ERROR, code, path.name, figures=figures))

    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError:
        return unread("unreadable_file")
    if path.suffix.casefold() == ".xlsm":
        return unread("workbook_with_macros")
    if size > MAX_BYTES:
        return unread("too_many_bytes", most=MAX_BYTES)
    try:
        answer = json.loads(run_limited(_CHILD, str(path.absolute()), limits=limits))
    except LimitedError as error:
        return unread(_CODE_OF_TROUBLE[error.trouble])
    if "unreadable" in answer:
        return unread(answer["unreadable"])
    return Book(path.name, tuple(_page(sheet) for sheet in answer["sheets"]))


def _page(sheet: Mapping[str, Any]) -> Page:
    """A sheet; rows that hold nothing but cells without a value are there too, empty."""
    deepest = max((row for row, _, _ in (*sheet["errors"], *sheet["uncached"])), default=-1)
    empty = min(deepest + 1, MOST_ROWS) - len(sheet["rows"])
    return Page(
        sheet["name"],
        sheet["is_hidden"],
        [*sheet["rows"], *[[]] * empty],
        [(*first, *last) for first, last in sheet["merged"]],
        {(row, column): error for row, column, error in sheet["errors"]},
        frozenset((row, column) for row, column, _ in sheet["uncached"]),
    )


def text_of(cell: Cell) -> str:
    """A cell as a CSV file would hold it.

    >>> [text_of(cell) for cell in (4, 2.5, True, "00004", 1e20)]
    ['4', '2.5', 'true', '00004', '1e+20']
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(int(cell)) if abs(cell) < _EXACT and cell == int(cell) else str(cell)


def letters(column: int) -> str:
    """The letters of a column that counts from zero.

    >>> letters(0), letters(25), letters(26), letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    text = ""
    while column >= 0:
        column, digit = divmod(column, 26)
        text = chr(ord("A") + digit) + text
        column -= 1
    return text
