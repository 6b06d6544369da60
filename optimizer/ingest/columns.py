"""Texts of a grid to typed columns.

Every distinct text of a column is validated once: even a column of 200,000 rows may hold
few. Row models have no rule across columns, so the answer is that of validating row by
row; a test holds both to one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from optimizer.arrays import Mask
from optimizer.domain import Table
from optimizer.domain.dataset import typed_frame
from optimizer.findings import Finding
from optimizer.ingest.cell_reader import CellReader, Fault
from optimizer.ingest.csv_file import Grid
from optimizer.ingest.reporting import NO_FIGURES
from optimizer.ingest.sheet import Sheet


def read_columns(grid: Grid, table: Table, file: str) -> tuple[Sheet, list[Finding]]:
    """The grid as a sheet of typed columns, with a finding for every cell that cannot be read.

    A column that is not in the grid holds its default.
    """
    rows = len(grid.lines)
    values: dict[str, Sequence[object]] = {}
    unread: dict[str, Mask] = {}
    faults: dict[str, tuple[Sequence[str], Mapping[str, Fault]]] = {}
    for name in table.row.model_fields:
        reader = CellReader.of(table.row, name)
        column = reader.column
        if column not in grid.columns:
            values[column] = [reader.neutral] * rows
            if reader.is_required:
                unread[column] = np.ones(rows, dtype=np.bool_)
            continue
        texts = [text.strip() for text in grid.columns[column]]
        cells = {text: reader.read(text) for text in set(texts)}
        values[column] = [cells[text][0] for text in texts]
        fault_of = {text: fault for text, (_, fault) in cells.items() if fault is not None}
        if fault_of:
            faults[column] = texts, fault_of
            is_unread = {text for text, fault in fault_of.items() if not fault.is_read}
            unread[column] = np.fromiter((text in is_unread for text in texts), dtype=np.bool_, count=rows)
    is_complete = grid.is_complete and not any(np.any(unread.get(column, False)) for column in table.key)
    given = frozenset(grid.columns)
    sheet = Sheet(table, file, typed_frame(table, values), grid.lines, unread, is_complete, given)
    return sheet, [finding for column in faults for finding in _findings(sheet, column, *faults[column])]


def _findings(sheet: Sheet, column: str, texts: Sequence[str], faults: Mapping[str, Fault]) -> Iterator[Finding]:
    """Findings of one column, code by code. A fault without a code is reported by another check."""
    for severity, code in sorted({(fault.severity, fault.code) for fault in faults.values() if fault.code}):
        alike = {text for text, fault in faults.items() if (fault.severity, fault.code) == (severity, code)}
        where = np.fromiter((text in alike for text in texts), dtype=np.bool_, count=len(texts))
        yield from sheet.findings(where, severity, code, column, lambda row: faults[texts[row]].figures or NO_FIGURES)
