"""What the text of a faulty cell most likely should be: proposed always, applied only if asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from rapidfuzz import fuzz, process

from optimizer.domain import TABLES
from optimizer.domain.dataset import whole_number_columns
from optimizer.findings import Finding, Severity
from optimizer.ingest.csv_file import Grid
from optimizer.ingest.quoting import HIDDEN, shown
from optimizer.ingest.reporting import at_lines
from optimizer.ingest.tables import file_of
from optimizer.ingest.workbook.page_grid import LIKELY
from optimizer.ingest.workbook.translation import Vocabulary
from optimizer.ingest.workbook.words import fold

_DAYS_SINCE_1899 = re.compile(r"[1-6]\d{4}")
_DATE = re.compile(r"(\d{1,2})[.\- ](\d{1,2})[.\- ](\d{4})")
_FIRST_DAY = date(1899, 12, 30)
"""Day zero of spreadsheets, for all days after February 1900."""

Known = Mapping[tuple[str, str], Vocabulary]


@dataclass(frozen=True)
class Repair:
    """One text of a column exchanged for another, wherever it stands in the column."""

    table: str
    column: str
    old: str
    new: str


def proposed(findings: Sequence[Finding], grids: Mapping[str, Grid], known: Known) -> tuple[Repair, ...]:
    """A repair for every faulty text of a cell that has a likely meaning, in the order of findings.

    ``findings`` are those of checks, by table and line.
    """
    tables = {file_of(table): name for name, table in TABLES.items()}
    row_of = {name: {line: row for row, line in enumerate(grid.lines.tolist())} for name, grid in grids.items()}
    repairs: dict[tuple[str, str, str], Repair] = {}
    for finding in findings:
        propose = _PROPOSALS.get(finding.code)
        table, column = tables.get(finding.file, ""), finding.column or ""
        if propose is None or finding.row is None or column not in grids[table].columns:
            continue
        old = grids[table].columns[column][row_of[table][finding.row]].strip()
        new = propose(old, finding, known.get((table, column)))
        if new and new != old:
            repairs.setdefault((table, column, old), Repair(table, column, old, new))
    return tuple(repairs.values())


def repaired(grids: Mapping[str, Grid], repairs: Sequence[Repair]) -> dict[str, Grid]:
    """The grids with texts exchanged."""
    changed = dict(grids)
    for (table, column), new_of in _by_column(repairs).items():
        cells = [new_of.get(cell.strip(), cell) for cell in changed[table].columns[column]]
        changed[table] = replace(changed[table], columns={**changed[table].columns, column: cells})
    return changed


def told(code: str, grids: Mapping[str, Grid], repairs: Sequence[Repair]) -> Iterator[Finding]:
    """A note under a code on every cell that repairs are about; ``grids`` are those before them."""
    for (table, column), new_of in _by_column(repairs).items():
        cells = [cell.strip() for cell in grids[table].columns[column]]
        where = [row for row, cell in enumerate(cells) if cell in new_of]
        figures = [{"value": shown(cells[row], column), "proposal": shown(new_of[cells[row]], column)} for row in where]
        lines = grids[table].lines[np.array(where, dtype=np.intp)]
        yield from at_lines(file_of(TABLES[table]), lines, Severity.INFO, code, column, figures.__getitem__)


def _by_column(repairs: Sequence[Repair]) -> Mapping[tuple[str, str], dict[str, str]]:
    by_column: dict[tuple[str, str], dict[str, str]] = {}
    for repair in repairs:
        by_column.setdefault((repair.table, repair.column), {})[repair.old] = repair.new
    return by_column


def _of_figure(old: str, finding: Finding, vocabulary: Vocabulary | None) -> str:
    """The code that the check itself proposes."""
    del old, vocabulary
    proposal = str(finding.figures["proposal"])
    return "" if proposal == HIDDEN else proposal


def _likely_word(old: str, finding: Finding, vocabulary: Vocabulary | None) -> str:
    """The code of the word nearest to the cell, if it is near and no other code's is as near."""
    del finding
    if vocabulary is None or len(old) < 3:
        return ""
    near = process.extract(fold(old), list(vocabulary.words), scorer=fuzz.ratio, score_cutoff=LIKELY, limit=2)
    codes = {vocabulary.words[word]: score for word, score, _ in reversed(near)}
    best = max(codes, key=lambda code: codes[code], default="")
    return "" if list(codes.values()).count(codes.get(best, 0)) > 1 else best


def _plain_number(old: str, finding: Finding, vocabulary: Vocabulary | None) -> str:
    """Thousands without their marks where numbers are whole, a decimal comma as a point elsewhere."""
    del vocabulary
    table = TABLES[finding.file.removesuffix(".csv")]
    if (finding.column or "") in whole_number_columns(table.row):
        is_grouped = re.fullmatch(r"\d{1,3}([.,\s]\d{3})+", old)
        return re.sub(r"[.,\s]", "", old) if is_grouped else ""
    return old.replace(",", ".") if re.fullmatch(r"[+-]?\d+,\d+", old) else ""


def _day(old: str, finding: Finding, vocabulary: Vocabulary | None) -> str:
    """Day, month and year with other marks between them, or a spreadsheet's count of days."""
    del finding, vocabulary
    if match := _DATE.fullmatch(old):
        return "/".join(match.groups())
    if _DAYS_SINCE_1899.fullmatch(old):
        return (_FIRST_DAY + timedelta(days=int(old))).isoformat()
    return ""


def _identity(old: str, finding: Finding, vocabulary: Vocabulary | None) -> str:
    """Twelve digits, of which a spreadsheet has taken leading zeros."""
    del finding, vocabulary
    return old.zfill(12) if re.fullmatch(r"\d{10,11}", old) else ""


_PROPOSALS: Mapping[str, Callable[[str, Finding, Vocabulary | None], str]] = {
    "lost_leading_zero": _of_figure,
    "misspelt_code": _of_figure,
    "unknown_code": _likely_word,
    "unknown_value": _likely_word,
    "not_yes_or_no": _likely_word,
    "number_with_separators": _plain_number,
    "not_a_date": _day,
    "odd_identity": _identity,
}
