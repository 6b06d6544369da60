"""Where a row of a table stood: tables count lines, people see a file, a sheet and a cell.

A table may be gathered from many sheets. Each row keeps one number that tells its sheet and its
row, so that every check works on workbooks as it does on files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from optimizer.domain import TABLES
from optimizer.findings import Finding
from optimizer.ingest.tables import file_of
from optimizer.ingest.workbook.book import letters
from optimizer.ingest.workbook.words import column_label, sheet_label
from optimizer.text import LANGUAGES

ROWS_OF_A_SHEET = 2**21
"""More than any sheet has."""

_FIGURES_OF_LINES = ("first", "line")
"""Figures of sentences that name another line of the same table."""


@dataclass(frozen=True)
class Origin:
    """A sheet that rows came from; ``places`` are the columns of the table by name, from zero."""

    file: str
    sheet: str
    places: Mapping[str, int]


def line_of(origin: int, row: int) -> int:
    """The number of a row, which counts from one, of a sheet."""
    return origin * ROWS_OF_A_SHEET + row


def located(finding: Finding, origins: Mapping[str, Sequence[Origin]]) -> Finding:
    """The finding of a check, made in a table by line and column, at the place where a person sees it.

    ``origins`` are the sheets of every table by its name.
    """
    names = {file_of(table): name for name, table in TABLES.items()}
    table = names.get(finding.file)
    if table is None or finding.sheet is not None:
        return finding
    figures = {name: _figure(name, value, table, names, origins) for name, value in finding.figures.items()}
    of_table = origins[table]
    if finding.row is None or not of_table:
        # About the table as a whole: its first sheet stands for all.
        origin = of_table[0] if of_table else Origin("", sheet_label(table, "vi"), {})
        row = None
    else:
        number, row = divmod(finding.row, ROWS_OF_A_SHEET)
        origin = of_table[number]
    place = origin.places.get(finding.column or "")
    return replace(
        finding,
        file=origin.file,
        sheet=origin.sheet,
        row=row,
        letters="" if place is None else letters(place),
        figures=figures,
    )


def _figure(
    name: str, value: object, table: str, names: Mapping[str, str], origins: Mapping[str, Sequence[Origin]]
) -> object:
    """A figure in the words of a workbook: tables by the name of their sheet, lines by sheet and row."""
    if name in _FIGURES_OF_LINES and isinstance(value, int) and origins[table]:
        number, row = divmod(value, ROWS_OF_A_SHEET)
        origin = origins[table][number]
        return str(row) if len(origins[table]) == 1 else f"{row} ({origin.file}, {origin.sheet})"
    if name == "file" and isinstance(value, str):
        tables = [names[file] for file in value.split(", ") if file in names]
        return {language: ", ".join(sheet_label(other, language) for other in tables) for language in LANGUAGES}
    if name in ("columns", "expected") and isinstance(value, str):
        return {
            language: ", ".join(
                column_label(table, column, language) if column in TABLES[table].columns else column
                for column in value.split(", ")
            )
            for language in LANGUAGES
        }
    return value
