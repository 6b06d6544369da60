"""Which table a sheet holds: told by its name, or by its header where the name leaves it open."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import fuzz, process

from optimizer.domain import TABLES
from optimizer.findings import Finding, Severity
from optimizer.ingest.workbook.book import Page
from optimizer.ingest.workbook.header import Header, find_header
from optimizer.ingest.workbook.page_grid import LIKELY
from optimizer.ingest.workbook.words import OWN_SHEETS, aliases, fold, header_words, sheet_label, sheet_words
from optimizer.text import LANGUAGES

MOST_BY_HEADER = 50
"""Sheets of names unknown whose headers are looked at; a workbook may have thousands."""


def recognised(page: Page, file: str, *, by_header: bool = True) -> tuple[str | None, list[Finding]]:
    """The table of a sheet, the policy or a sheet of ours; None if it is not read. And what is to be said of that.

    A name that only resembles one we know is believed if the header has what the table needs; a name that
    resembles none, if the header has nothing besides. Which table a sheet was taken for is always told.
    Without ``by_header`` only names that are known are believed.
    """
    name = sheet_words().get(fold(page.name))
    if name is not None:
        return name, [] if name in OWN_SHEETS else _hidden(page, file)
    if not any(str(cell).strip() for row in page.rows for cell in row):
        return None, []
    near = _nearest(fold(page.name))
    is_near = by_header and near is not None and near in TABLES and _header_of(page, near) is not None
    table = near if is_near else _by_header(page) if by_header else None
    if table is not None:
        figures = {"table": table_label(table)}
        taken = Finding(Severity.INFO, "sheet_taken_for", file, figures=figures, sheet=page.name)
        return table, [taken, *_hidden(page, file)]
    if near is None or near in OWN_SHEETS:
        return None, [Finding(Severity.WARNING, "unknown_sheet", file, sheet=page.name)]
    figures = {"proposal": table_label(near)}
    return None, [Finding(Severity.ERROR, "misspelt_sheet", file, figures=figures, sheet=page.name)]


def table_label(name: str) -> Mapping[str, str]:
    """What the sheet of a table is called, by language."""
    return {language: sheet_label(name, language) for language in LANGUAGES}


def _hidden(page: Page, file: str) -> list[Finding]:
    return [Finding(Severity.WARNING, "hidden_sheet", file, sheet=page.name)] if page.is_hidden else []


def _nearest(name: str) -> str | None:
    """The sheet whose name this one goes on from, as "nhan su so nganh" from "nhan su", or resembles."""
    words = sheet_words()
    openings = "|".join(fold(word) for word in aliases()["openings"]["words"])
    bare = re.sub(rf"^((({openings})\s?\d*|\d+)\s+)+", "", name)
    begun = [word for word in words if word and f"{bare} ".startswith(f"{word} ")]
    if begun:
        return words[max(begun, key=len)]
    near = process.extractOne(name, list(words), scorer=fuzz.ratio, score_cutoff=LIKELY)
    return None if near is None else words[near[0]]


def _by_header(page: Page) -> str | None:
    """The table that most columns are of, none being unknown; None if two are alike in that."""
    headers = {name: _header_of(page, name) for name in TABLES}
    columns = {
        name: len(header.columns) for name, header in headers.items() if header is not None and not any(header.unknown)
    }
    best = [name for name, number in columns.items() if number == max(columns.values())]
    return best[0] if len(best) == 1 else None


def _header_of(page: Page, name: str) -> Header | None:
    """The header of a sheet if it has all that a table cannot do without."""
    table = TABLES[name]
    header = find_header(page, header_words(name, table.columns))
    return header if header is not None and header.columns.keys() >= set(table.required_columns) else None
