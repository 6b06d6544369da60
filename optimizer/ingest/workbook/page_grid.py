"""One sheet to a grid of texts like that of a CSV file, with findings on all that a file cannot have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from optimizer.domain import Table
from optimizer.domain.dataset import column_dtypes, whole_number_columns
from optimizer.findings import Finding, Severity
from optimizer.ingest.csv_file import Grid, no_grid
from optimizer.ingest.reporting import MAX_OF_A_KIND
from optimizer.ingest.workbook.book import Cell, Page, letters, text_of
from optimizer.ingest.workbook.data_rows import data_rows
from optimizer.ingest.workbook.header import DEEPEST_ROW, Header, find_header
from optimizer.ingest.workbook.places import Origin, line_of
from optimizer.ingest.workbook.words import IGNORED, column_label, fold, header_words
from optimizer.text import LANGUAGES

RATINGS = "ratings"
"""The column of pairs, a year and its rating, for which people keep a column a year."""

LIKELY = 80
"""Likeness, out of 100, from which a word is proposed for another."""

Spoiled = frozenset[tuple[int, str]]
"""Line and column of cells that have a finding of their own already, so that checks need not tell it again."""


@dataclass(frozen=True)
class PageGrid:
    """A sheet's grid and where it came from."""

    grid: Grid
    origin: Origin
    spoiled: Spoiled


@dataclass(frozen=True)
class _Reader:
    """What is known of a sheet while it is read."""

    page: Page
    table: Table
    file: str
    number: int

    def finding(
        self, severity: Severity, code: str, row: int | None = None, place: int | None = None, **figures: object
    ) -> Finding:
        """A finding at a cell, row and place counted from zero."""
        return Finding(
            severity,
            code,
            self.file,
            None if row is None else row + 1,
            None,
            figures,
            self.page.name,
            "" if place is None else letters(place),
        )

    def error(self, code: str, row: int | None = None, place: int | None = None, **figures: object) -> Finding:
        return self.finding(Severity.ERROR, code, row, place, **figures)

    def note(self, code: str, row: int | None = None, place: int | None = None, **figures: object) -> Finding:
        return self.finding(Severity.INFO, code, row, place, **figures)


def read_page(page: Page, table: Table, file: str, number: int) -> PageGrid:
    """The cells of a table's sheet, the ``number``-th that the table is read from; never raises on bad content."""
    reader = _Reader(page, table, file, number)
    words = header_words(table.name, table.columns)
    header = find_header(page, words)
    if header is None:
        return _without_header(reader)
    columns = header.columns
    data = data_rows(page, table, header)
    rows = data.rows
    left_out = [reader.note(code, of[0], rows=len(of)) for code, of in data.left_out.items()]
    lines = np.array([line_of(number, row + 1) for row in rows], dtype=np.int64)
    width = max(header.names) + 1
    padded = ([*page.rows[row], *[""] * (width - len(page.rows[row]))][:width] for row in rows)
    by_place = list(zip(*padded, strict=True)) or [()] * width
    cells: dict[str, Sequence[Cell]] = {name: by_place[place] for name, place in columns.items()}
    if by_year := header.places_by_year(RATINGS):
        cells[RATINGS] = _pairs({year: by_place[place] for year, place in by_year.items()})
    findings = [*_header_findings(reader, header, words), *left_out, *_kinds(reader, columns, cells, rows)]
    spoiled, at_cells = _cells_without_value(reader, columns, set(rows))
    grid = Grid(
        {name: _as_texts(column) for name, column in cells.items()},
        lines,
        (*findings, *at_cells, *_outside(reader, header)),
        is_complete=True,
    )
    return PageGrid(grid, Origin(file, page.name, columns), spoiled)


def _pairs(columns: Mapping[str, Sequence[Cell]]) -> list[Cell]:
    """Columns of a year each as one of pairs: ``2024:good``; cells that say their years already stay."""
    rows = zip(*columns.values(), strict=True)
    return [
        ";".join(
            text if ":" in text else f"{year}:{text}"
            for year, cell in zip(columns, row, strict=True)
            if (text := text_of(cell).strip())
        )
        for row in rows
    ]


def _as_texts(column: Sequence[Cell]) -> list[str]:
    return [cell if type(cell) is str else text_of(cell) for cell in column]


def _without_header(reader: _Reader) -> PageGrid:
    origin = Origin(reader.file, reader.page.name, {})
    if not any(any(str(cell).strip() for cell in row) for row in reader.page.rows):
        return PageGrid(no_grid(reader.note("empty_file"), is_complete=True), origin, frozenset())
    expected = {
        language: ", ".join(column_label(reader.table.name, name, language) for name in reader.table.required_columns)
        for language in LANGUAGES
    }
    finding = reader.error("sheet_without_header", rows=DEEPEST_ROW, expected=expected)
    return PageGrid(no_grid(finding), origin, frozenset())


def _header_findings(reader: _Reader, header: Header, words: Mapping[str, str]) -> Iterator[Finding]:
    for column in reader.table.required_columns:
        if column not in header.columns:
            label = {language: column_label(reader.table.name, column, language) for language in LANGUAGES}
            yield reader.error("header_missing", header.row, name=label)
    for place in header.unknown:
        near = process.extractOne(fold(header.texts[place]), list(words), scorer=fuzz.ratio, score_cutoff=LIKELY)
        if near is None or words[near[0]] == IGNORED:
            yield reader.error("header_unknown", header.row, place)
        else:
            proposal = {language: column_label(reader.table.name, words[near[0]], language) for language in LANGUAGES}
            yield reader.error("header_misspelt", header.row, place, proposal=proposal)
    ratings = header.places_by_year(RATINGS)
    for place, name in sorted(header.names.items()):
        if name != IGNORED and header.columns[name] != place and place not in ratings.values():
            yield reader.error("header_twice", header.row, place, first=letters(header.columns[name]))


def _cells_without_value(reader: _Reader, columns: Mapping[str, int], rows: set[int]) -> tuple[Spoiled, list[Finding]]:
    """Errors, formulas that were never computed, and merged cells, in the rows and columns that are read."""
    name_of = {place: name for name, place in columns.items()}
    page = reader.page
    found = {
        "error_cell": page.errors,
        "formula_without_value": dict.fromkeys(page.uncached),
        "merged_cells": dict.fromkeys(_below_merged(page)),
    }
    spoiled, findings = set(), []
    for code, cells in found.items():
        read = sorted((row, place) for row, place in cells if row in rows and place in name_of)
        spoiled |= {(line_of(reader.number, row + 1), name_of[place]) for row, place in read}
        for row, place in read[:MAX_OF_A_KIND]:
            figures = {} if cells[row, place] is None else {"value": cells[row, place]}
            findings.append(reader.error(code, row, place, **figures))
        if (rest := len(read) - MAX_OF_A_KIND) > 0:
            findings.append(reader.error("more_of_the_same", count=rest, kind=code))
    return frozenset(spoiled), findings


def _below_merged(page: Page) -> Iterator[tuple[int, int]]:
    """Cells of one column that are merged with one above; however many ranges overlap, each cell once."""
    reached: dict[int, int] = {}
    for top, left, bottom, right in sorted(page.merged):
        if left == right and top < len(page.rows):
            last = min(bottom, len(page.rows) - 1)
            for row in range(max(top, reached.get(left, -1)) + 1, last + 1):
                yield row, left
            reached[left] = max(last, reached.get(left, -1))


def _kinds(
    reader: _Reader, columns: Mapping[str, int], cells: Mapping[str, Sequence[Cell]], rows: Sequence[int]
) -> Iterator[Finding]:
    """One finding a column on codes stored as numbers and on numbers stored as text."""
    dtypes, whole = column_dtypes(reader.table.row), whole_number_columns(reader.table.row)
    for name, place in columns.items():
        if dtypes[name] == "object":
            has_numbers = not set(map(type, cells[name])) <= {str}
            odd = [row for row, cell in zip(rows, cells[name], strict=True) if _is_code(cell)] if has_numbers else []
            if odd:
                yield reader.finding(Severity.WARNING, "codes_as_numbers", odd[0], place, cells=len(odd))
        elif dtypes[name] in ("int64", "float64"):
            as_text = {cell for cell in set(cells[name]) if _is_number(cell, is_whole=name in whole)}
            odd = [row for row, cell in zip(rows, cells[name], strict=True) if cell in as_text] if as_text else []
            if odd:
                yield reader.note("numbers_as_text", odd[0], place, cells=len(odd))


def _is_code(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _is_number(cell: Cell, *, is_whole: bool) -> bool:
    return isinstance(cell, str) and (cell if is_whole else cell.replace(".", "", 1)).strip().isdecimal()


def _outside(reader: _Reader, header: Header) -> Iterator[Finding]:
    """Columns with cells but without a header, once each."""
    seen: set[int] = set()
    last = max(header.texts)
    for row in range(header.first_data_row, len(reader.page.rows)):
        cells = reader.page.rows[row]
        if len(cells) <= last + 1 and not header.gaps:
            continue
        for place in (*header.gaps, *range(last + 1, len(cells))):
            if place < len(cells) and place not in seen and text_of(cells[place]).strip():
                seen.add(place)
                yield reader.error("cell_without_header", row, place)
