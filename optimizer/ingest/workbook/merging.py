"""The sheets of one table, from one workbook or many, as one grid; what contradicts each other is a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain import Table
from optimizer.findings import Finding, Severity
from optimizer.ingest.csv_file import Grid, no_grid
from optimizer.ingest.tables import file_of
from optimizer.ingest.workbook.page_grid import PageGrid

_Row = Mapping[str, str]


@dataclass(frozen=True)
class _Seen:
    """A row by its line and what it says."""

    line: int
    row: _Row


def merged_grid(table: Table, pages: Sequence[PageGrid], *, is_complete: bool) -> Grid:
    """One grid of all rows. A row that another sheet has too, word for word, counts once.

    A key with other content in another sheet is a conflict: the first row is kept and the later
    one told. ``is_complete`` is False if a workbook could not be read.
    """
    if not pages:
        return no_grid(is_complete=is_complete)
    findings = [finding for page in pages for finding in page.grid.findings]
    complete = is_complete and all(page.grid.is_complete for page in pages)
    if len(pages) == 1:
        grid = pages[0].grid
        return Grid(grid.columns, grid.lines, tuple(findings), complete)
    columns = {name: None for name in table.columns if any(name in page.grid.columns for page in pages)}
    kept: list[_Seen] = []
    first: dict[tuple[str, ...], _Seen] = {}
    for page in pages:
        own, same = [], []
        for seen in _rows(page.grid):
            key = tuple(seen.row.get(column, "") for column in table.key)
            other = first.get(key)
            if other is None or not any(key):
                own.append(seen)
            elif other.row == seen.row:
                same.append(seen.line)
            else:
                findings.append(_conflict(table, other, seen))
        # A key twice in one sheet is told by the checks of all tables.
        first |= {tuple(seen.row.get(column, "") for column in table.key): seen for seen in reversed(own)}
        kept += own
        if same:
            figures = {"rows": len(same)}
            findings.append(Finding(Severity.INFO, "same_rows", file_of(table), same[0], None, figures))
    return Grid(
        {name: [seen.row.get(name, "") for seen in kept] for name in columns},
        np.array([seen.line for seen in kept], dtype=np.int64),
        tuple(findings),
        complete,
    )


def _rows(grid: Grid) -> list[_Seen]:
    names = list(grid.columns)
    return [
        _Seen(line, {name: text.strip() for name, text in zip(names, cells, strict=True) if text.strip()})
        for line, cells in zip(grid.lines.tolist(), zip(*grid.columns.values(), strict=True), strict=True)
    ]


def _conflict(table: Table, other: _Seen, seen: _Seen) -> Finding:
    columns = [name for name in table.columns if other.row.get(name) != seen.row.get(name)]
    figures = {"first": other.line, "columns": ", ".join(columns)}
    return Finding(Severity.ERROR, "conflicting_row", file_of(table), seen.line, table.key[0], figures)
