"""Grids of texts, one a table, to a dataset, or to everything that is wrong with it; whatever files they came from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from optimizer.counts import count
from optimizer.domain import TABLES, Dataset, Table
from optimizer.domain.dataset import in_canonical_order
from optimizer.findings import Finding, Severity, has_errors, in_order
from optimizer.ingest.columns import read_columns
from optimizer.ingest.coordinates import check_coordinates
from optimizer.ingest.csv_file import Grid
from optimizer.ingest.employees import check_employees
from optimizer.ingest.keys import check_keys, check_persons
from optimizer.ingest.limits import check_limits
from optimizer.ingest.majors import check_majors
from optimizer.ingest.orders import check_instructions
from optimizer.ingest.quoting import HIDDEN
from optimizer.ingest.references import check_places, check_references
from optimizer.ingest.sheet import Sheet, sheet_of
from optimizer.ingest.staffing import check_staffing
from optimizer.ingest.units import check_posts, check_units
from optimizer.ingest.unsaid import check_unsaid, filled_in
from optimizer.policy import Policy


class InputError(ValueError):
    """Input that no plan can start from. ``findings`` say what is wrong, each with its place."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        first = "; ".join(f"{error.place}: {error.sentence('en')}" for error in errors[:3])
        super().__init__(f"{len(errors)} errors in the input, first of all {first}")
        self.findings = findings


@dataclass(frozen=True)
class Ingested:
    """What was read from a folder or from workbooks.

    ``dataset`` is None if and only if a finding is an error. ``row_counts`` has the number
    of rows read per table.
    """

    dataset: Dataset | None
    findings: tuple[Finding, ...]
    row_counts: Mapping[str, int]

    def valid_dataset(self) -> Dataset:
        """The dataset. Raises InputError if there is none."""
        if self.dataset is None:
            raise InputError(self.findings)
        return self.dataset


def file_of(table: Table) -> str:
    """The file of a table in a folder, by which its findings are placed."""
    return f"{table.name}.csv"


def read_tables(
    grids: Mapping[str, Grid], as_of: date, local_bars: Collection[str] = (), found: Collection[Finding] = ()
) -> Ingested:
    """Type the cells of every table and check it all; ``found`` are findings made before, an error among them counts.

    Bad content never raises: every bad cell of every table is a finding.
    """
    findings = list(found)
    sheets = {}
    for name, table in TABLES.items():
        sheets[name], cell_findings = read_columns(grids[name], table, file_of(table))
        findings += [*grids[name].findings, *cell_findings]
    findings += _check(sheets, as_of, local_bars)
    dataset = None
    if not has_errors(findings):
        dataset = Dataset(**{name: in_canonical_order(TABLES[name], sheet.frame) for name, sheet in sheets.items()})
        dataset, told = filled_in(dataset, sheets["employees"].given)
        counts = count(dataset, Policy(as_of=as_of))
        findings += [*told, *check_unsaid(counts), *check_staffing(counts, sheets["posts"])]
    findings = [_without(local_bars, finding) for finding in findings]
    return Ingested(dataset, in_order(findings), {name: len(sheet.lines) for name, sheet in sheets.items()})


def check_dataset(dataset: Dataset, as_of: date, local_bars: Collection[str] = ()) -> tuple[Finding, ...]:
    """What is wrong between the cells, rows and tables of a dataset; lines are those it would be written to."""
    sheets = {name: sheet_of(table, getattr(dataset, name)) for name, table in TABLES.items()}
    return in_order([_without(local_bars, finding) for finding in _check(sheets, as_of, local_bars)])


def _without(local_bars: Collection[str], finding: Finding) -> Finding:
    """The finding without figures that hold a province's own bar, which got into a wrong column."""
    figures = {
        name: HIDDEN if isinstance(value, str) and any(bar in value for bar in local_bars) else value
        for name, value in finding.figures.items()
    }
    return finding if figures == finding.figures else replace(finding, figures=figures)


def _check(sheets: Mapping[str, Sheet], as_of: date, local_bars: Collection[str]) -> Iterator[Finding]:
    """Everything that is wrong between cells, rows and tables."""
    for sheet in sheets.values():
        yield from check_keys(sheet)
        yield from check_coordinates(sheet)
    yield from check_references(sheets)
    yield from check_places(sheets["units"], sheets["workplaces"])
    yield from check_units(sheets["units"])
    yield from check_posts(sheets["posts"], sheets["workplaces"])
    yield from check_persons(sheets["employees"])
    yield from check_employees(sheets["employees"], sheets["posts"], as_of, local_bars)
    yield from check_majors(sheets["employees"], sheets["fields"])
    yield from check_limits(sheets["limits"])
    yield from check_instructions(sheets["instructions"])
