"""Workbooks to a dataset and a policy, or to everything that is wrong with them, each with its sheet and cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from optimizer.domain import TABLES
from optimizer.findings import Finding, Severity, in_order
from optimizer.ingest.csv_file import Grid
from optimizer.ingest.tables import Ingested, read_tables
from optimizer.ingest.workbook.book import Book, read_book
from optimizer.ingest.workbook.header import forget
from optimizer.ingest.workbook.merging import merged_grid
from optimizer.ingest.workbook.page_grid import PageGrid, read_page
from optimizer.ingest.workbook.places import Origin, located
from optimizer.ingest.workbook.policy_sheet import Setting, policy_text, read_policy_page
from optimizer.ingest.workbook.recognition import MOST_BY_HEADER, recognised, table_label
from optimizer.ingest.workbook.repairs import Repair, proposed, repaired, told
from optimizer.ingest.workbook.translation import Vocabulary, translated, vocabularies
from optimizer.ingest.workbook.words import POLICY_SHEET, fold, sheet_words
from optimizer.policy import POLICY_FILE

_MOST_ROUNDS = 20
"""Repairs may let others show; each round applies all that are known."""


@dataclass(frozen=True)
class Workbooks:
    """What stands in one workbook or in many: a grid a table, the policy as TOML text, and where all of it stood."""

    books: tuple[Book, ...]
    grids: Mapping[str, Grid]
    origins: Mapping[str, Sequence[Origin]]
    spoiled: frozenset[tuple[str, int, str]]
    policy_text: str
    settings: tuple[Setting, ...]
    findings: tuple[Finding, ...]

    def policy_finding(self, finding: Finding) -> Finding:
        """A finding on the policy's text at the cell that holds the value."""
        named = [setting for setting in self.settings if (finding.column or "").startswith(setting.name)]
        if finding.file != POLICY_FILE or not named:
            return finding
        at = named[0]
        return replace(finding, file=at.file, sheet=at.sheet, row=at.row, letters=at.letters)


def open_workbooks(paths: Sequence[Path]) -> Workbooks:
    """Open workbooks and find their tables. Never raises on bad content."""
    books = [read_book(path) for path in paths]
    findings = [book.finding for book in books if book.finding is not None]
    files = [book.file for book in books]
    findings += [
        Finding(Severity.ERROR, "same_workbook_twice", file) for file in sorted(set(files)) if files.count(file) > 1
    ]
    pages: dict[str, list[PageGrid]] = {name: [] for name in TABLES}
    settings: list[Setting] = []
    for book in books:
        unnamed = 0
        for page in book.pages:
            name, told_of_sheet = recognised(page, book.file, by_header=unnamed < MOST_BY_HEADER)
            unnamed += fold(page.name) not in sheet_words()
            findings += told_of_sheet
            if name is not None and name in TABLES:
                pages[name].append(read_page(page, TABLES[name], book.file, len(pages[name])))
            elif name == POLICY_SHEET:
                found, wrong = read_policy_page(page, book.file)
                settings += found
                findings += wrong
    forget()
    text, twice = policy_text(settings)
    is_complete = all(book.finding is None for book in books)
    if is_complete:
        findings += [
            Finding(
                Severity.ERROR,
                "missing_sheet",
                files[0] if len(files) == 1 else "*",
                figures={"table": table_label(name)},
            )
            for name, table in TABLES.items()
            if table.required and not pages[name]
        ]
        findings += [
            Finding(Severity.ERROR, "empty_table", of[0].origin.file, sheet=of[0].origin.sheet)
            for name, of in pages.items()
            if TABLES[name].required and of and not any(len(page.grid.lines) for page in of)
        ]
    return Workbooks(
        tuple(books),
        translated({name: merged_grid(TABLES[name], of, is_complete=is_complete) for name, of in pages.items()}),
        {name: [page.origin for page in of] for name, of in pages.items()},
        frozenset((name, *cell) for name, of in pages.items() for page in of for cell in page.spoiled),
        text,
        tuple(settings),
        (*findings, *twice),
    )


def read_workbooks(
    books: Workbooks, as_of: date, local_bars: Collection[str] = (), *, accept_repairs: bool = False
) -> Ingested:
    """Check the tables of workbooks as those of a folder; dates are judged on the day ``as_of``.

    Repairs are proposed as notes; with ``accept_repairs`` they are applied, and each cell that was changed is told.
    """
    grids, notes = dict(books.grids), list(books.findings)
    ingested = read_tables(grids, as_of, local_bars, books.findings)
    known = vocabularies(grids)
    repairs = _repairs(books, ingested, grids, known)
    if accept_repairs:
        for _ in range(_MOST_ROUNDS):
            if not repairs:
                break
            notes += told("repaired", grids, repairs)
            grids = translated(repaired(grids, repairs))
            ingested = read_tables(grids, as_of, local_bars, notes)
            known = vocabularies(grids)
            repairs = _repairs(books, ingested, grids, known)
    findings = [
        located(finding, books.origins)
        for finding in (*ingested.findings, *told("repair_proposed", grids, repairs))
        if not _is_told_already(books, finding)
    ]
    return replace(ingested, findings=in_order(findings))


def _repairs(
    books: Workbooks, ingested: Ingested, grids: Mapping[str, Grid], known: Mapping[tuple[str, str], Vocabulary]
) -> tuple[Repair, ...]:
    findings = [finding for finding in ingested.findings if not _is_told_already(books, finding)]
    return proposed(findings, grids, known)


def _is_told_already(books: Workbooks, finding: Finding) -> bool:
    """Whether a check speaks of a cell that was found without a value before, and so only of its emptiness."""
    if finding.sheet is not None or finding.row is None or finding.column is None:
        return False
    return (finding.file.removesuffix(".csv"), finding.row, finding.column) in books.spoiled
