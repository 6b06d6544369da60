"""A folder of CSV files to a dataset, or to everything that is wrong with it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from optimizer.domain import TABLES, Table
from optimizer.findings import Finding, Severity
from optimizer.ingest.csv_file import Grid, no_grid, read_grid
from optimizer.ingest.tables import Ingested, file_of, read_tables

COMPANIONS = ("policy.toml", "case.toml")
"""Files that belong beside the tables: the policy, and the sources of a case."""

MAX_BYTES = 1_000_000_000
"""Largest file that is opened."""


def read_folder(folder: Path, as_of: date, local_bars: Collection[str] = ()) -> Ingested:
    """Read ``<table>.csv`` for every table and check it all; dates are judged on the day ``as_of``.

    ``local_bars`` are the codes that employees' ``blocks`` may hold besides i to vii. Bad
    content never raises: every bad cell of every file is a finding.
    """
    if not folder.is_dir():
        return Ingested(None, (Finding(Severity.ERROR, "no_folder", folder.name or "."),), {})
    grids = {name: _read_file(folder / file_of(table), table, file_of(table)) for name, table in TABLES.items()}
    return read_tables(grids, as_of, local_bars, tuple(_unknown_files(folder)))


def _unknown_files(folder: Path) -> Iterator[Finding]:
    """Files that no table is read from; hidden ones are none of our business."""
    expected = [file_of(table) for table in TABLES.values()]
    for path in sorted(folder.iterdir()):
        if path.name in expected or path.name in COMPANIONS or path.name.startswith("."):
            continue
        nearest = difflib.get_close_matches(path.name.casefold(), expected, n=1, cutoff=0.8)
        if nearest:
            yield Finding(Severity.WARNING, "misspelt_file", path.name, figures={"proposal": nearest[0]})
        else:
            yield Finding(Severity.INFO, "unknown_file", path.name)


def _read_file(path: Path, table: Table, file: str) -> Grid:
    if not path.exists():
        if table.required:
            return no_grid(Finding(Severity.ERROR, "missing_file", file))
        return no_grid(is_complete=True)
    try:
        if path.stat().st_size > MAX_BYTES:
            return no_grid(Finding(Severity.ERROR, "too_many_bytes", file, figures={"most": MAX_BYTES}))
        content = path.read_bytes()
    except OSError:
        return no_grid(Finding(Severity.ERROR, "unreadable_file", file))
    return read_grid(content, table, file)
