"""Bytes of a CSV file to a grid of texts: encoding, delimiter, quotes, header and width of rows."""

from __future__ import annotations

import csv
import difflib
import io
import itertools
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import Table
from optimizer.findings import Finding, Severity
from optimizer.ingest.quoting import shown
from optimizer.ingest.reporting import at_lines

MAX_ROWS = 1_000_000
"""Most rows a table may have: about 4 GB while it is read. A province has some tens of thousands of people."""

_LONGEST_NAME = 100
_UTF16_OR_32_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


@dataclass(frozen=True)
class Grid:
    """The cells of one file as text, by column, with the line on which every row begins.

    Lines are counted as an editor counts them, the header being line 1. ``is_complete`` is
    False when rows could not be read, so that what seems missing may only be unread.
    """

    columns: Mapping[str, Sequence[str]]
    lines: NDArray[np.int64]
    findings: tuple[Finding, ...]
    is_complete: bool


def no_grid(*findings: Finding, is_complete: bool = False) -> Grid:
    """The grid of a file of which nothing was read, and why."""
    return Grid({}, np.empty(0, dtype=np.int64), findings, is_complete)


def read_grid(content: bytes, table: Table, file: str) -> Grid:
    r"""The cells of a CSV file with every finding about its form; never raises on bad content.

    >>> from optimizer.domain import TABLES
    >>> grid = read_grid("code,name,kind\r\n00004,Ba Đình,ward\r\n".encode(), TABLES["units"], "units.csv")
    >>> grid.columns["code"], grid.lines.tolist(), grid.findings
    (('00004',), [2], ())
    """

    def unreadable(code: str, row: int | None, **figures: object) -> Grid:
        return no_grid(Finding(Severity.ERROR, code, file, row, figures=figures))

    # Text in UTF-16 without its mark is valid UTF-8 as far as it is ASCII: every other byte is zero.
    if content.startswith(_UTF16_OR_32_MARKS) or 4 * content.count(0) > len(content):
        return unreadable("wrong_encoding", 1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return unreadable("wrong_encoding", content.count(b"\n", 0, error.start) + 1)

    records = _records(text)
    if not records.cells and records.broken_at:
        return unreadable("broken_quotes", records.broken_at)
    if not records.cells:
        return _empty(table, file)
    header = tuple(unicodedata.normalize("NFC", cell).strip() for cell in records.cells[0])
    if delimiter := _other_delimiter(header, table):
        return unreadable("wrong_delimiter", records.lines[0], delimiter=delimiter)
    if not _is_header(header, table):
        return unreadable("no_header", records.lines[0], expected=", ".join(table.columns))
    return _grid(text, header, records, table, file)


@dataclass(frozen=True)
class _Records:
    """Every record with any content, header included, its line, and the line where reading broke off."""

    lines: Sequence[int]
    cells: Sequence[list[str]]
    broken_at: int | None


def _records(text: str) -> _Records:
    """Read at most one row more than allowed. Empty cells alone, as spreadsheets leave behind, are no row."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[int] = []
    records: list[list[str]] = []
    while len(records) <= MAX_ROWS + 1:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            break
        except csv.Error:
            # Strict reading: an open quote would else swallow the rest of the file in silence.
            return _Records(lines, records, line)
        if any(cell and not cell.isspace() for cell in record):
            lines.append(line)
            records.append(record)
    return _Records(lines, records, None)


def _grid(text: str, header: tuple[str, ...], records: _Records, table: Table, file: str) -> Grid:
    """Columns of the rows that are as wide as the header, with findings on all others."""
    lines = np.array(records.lines[1 : MAX_ROWS + 1], dtype=np.int64)
    rows = records.cells[1 : MAX_ROWS + 1]
    findings = list(_header_findings(header, records.lines[0], table, file))
    if records.broken_at:
        findings.append(Finding(Severity.ERROR, "broken_quotes", file, records.broken_at))
    if len(records.cells) > MAX_ROWS + 1:
        line = records.lines[MAX_ROWS + 1]
        findings.append(Finding(Severity.ERROR, "too_many_rows", file, line, figures={"most": MAX_ROWS}))
    if table.required and not rows and not records.broken_at:
        findings.append(Finding(Severity.ERROR, "empty_table", file))

    fits = np.fromiter((len(row) == len(header) for row in rows), dtype=np.bool_, count=len(rows))
    widths = [len(row) for row in rows if len(row) != len(header)]
    findings += at_lines(
        file,
        lines[~fits],
        Severity.ERROR,
        "wrong_cell_count",
        figures=lambda position: {"cells": widths[position], "columns": len(header)},
    )
    cells = list(zip(*itertools.compress(rows, fits), strict=True)) or [()] * len(header)
    columns = {
        name: column
        for name, column in zip(header, cells, strict=True)
        if name in table.columns and header.count(name) == 1
    }
    findings += _decomposed(text, columns, file)
    is_complete = bool(fits.all()) and not records.broken_at and len(records.cells) <= MAX_ROWS + 1
    return Grid(columns, lines[fits], tuple(findings), is_complete)


def _empty(table: Table, file: str) -> Grid:
    if table.required:
        return no_grid(Finding(Severity.ERROR, "empty_table", file))
    return no_grid(Finding(Severity.WARNING, "empty_file", file), is_complete=True)


def _other_delimiter(header: Sequence[str], table: Table) -> str | None:
    """The delimiter used instead of the comma, if the header shows that there is one."""
    if len(header) == 1:
        for delimiter in (";", "\t", "|"):
            names = [name.strip(' "') for name in header[0].split(delimiter)]
            if len(names) > 1 and set(names) & set(table.columns):
                return {"\t": "TAB"}.get(delimiter, delimiter)
    return None


def _nearest(name: str, table: Table) -> str | None:
    folded = name[:_LONGEST_NAME].casefold().replace(" ", "_").replace("-", "_")
    return next(iter(difflib.get_close_matches(folded, table.columns, n=1, cutoff=0.8)), None)


def _is_header(header: Sequence[str], table: Table) -> bool:
    """Whether the first line can be a header: half of its names are known or nearly so.

    A first line of data must never be repeated in findings as names of columns.
    """
    named = [name for name in header if name]
    if len(named) > 2 * len(table.columns):
        return False
    return 2 * sum(_nearest(name, table) is not None for name in named) >= len(named)


def _header_findings(header: Sequence[str], line: int, table: Table, file: str) -> Iterator[Finding]:
    def error(code: str, column: str | None, **figures: object) -> Finding:
        return Finding(Severity.ERROR, code, file, line, column, figures)

    for name, info in table.row.model_fields.items():
        column = info.alias or name
        if info.is_required() and column not in header:
            yield error("missing_column", column)
    if "" in header:
        yield error("unnamed_columns", None, columns=header.count(""))
    for position, column in enumerate(header):
        if not column:
            continue
        if header.index(column) < position:
            yield error("duplicate_column", shown(column))
        elif column not in table.columns:
            nearest = _nearest(column, table)
            if nearest:
                yield error("misspelt_column", shown(column), proposal=nearest)
            else:
                yield error("unknown_column", shown(column))


def _decomposed(text: str, columns: Mapping[str, Sequence[str]], file: str) -> Iterator[Finding]:
    """One finding per file on cells in decomposed Unicode; they are read in composed form (NFC)."""
    if unicodedata.is_normalized("NFC", text):
        return
    cells = sum(not unicodedata.is_normalized("NFC", cell) for column in columns.values() for cell in column)
    if cells:
        yield Finding(Severity.INFO, "decomposed_unicode", file, figures={"cells": cells})
