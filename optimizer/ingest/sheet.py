"""One table as read from its file: typed columns, and which line every row stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.arrays import Mask
from optimizer.domain import Table
from optimizer.findings import Finding, Severity
from optimizer.ingest.reporting import NO_FIGURES, Figures, at_lines


@dataclass(frozen=True)
class Sheet:
    """A table in the order of its file.

    ``given`` are the columns that the file has. Cells that could not be read hold a neutral value
    and are marked in ``unread``, by column. ``is_complete`` is False when rows or the key of the
    table could not be read: a code that seems missing may then only be unread.
    """

    table: Table
    file: str
    frame: pd.DataFrame
    lines: NDArray[np.int64]
    unread: Mapping[str, Mask]
    is_complete: bool
    given: frozenset[str]

    def readable(self, *columns: str) -> Mask:
        """Rows in which all these columns were read, so that a check may rely on them."""
        mask = np.ones(len(self.lines), dtype=np.bool_)
        for column in columns:
            if column in self.unread:
                mask &= ~self.unread[column]
        return mask

    def findings(
        self, where: Mask | pd.Series, severity: Severity, code: str, column: str | None, figures: Figures = NO_FIGURES
    ) -> list[Finding]:
        """One finding for every row marked. ``figures`` may be a function of the row number."""
        rows = np.flatnonzero(np.asarray(where))

        def of_position(position: int) -> Mapping[str, object]:
            return figures(int(rows[position])) if callable(figures) else figures

        return at_lines(self.file, self.lines[rows], severity, code, column, of_position)

    def errors(self, where: Mask | pd.Series, code: str, column: str, figures: Figures = NO_FIGURES) -> list[Finding]:
        """Findings that keep a plan from starting."""
        return self.findings(where, Severity.ERROR, code, column, figures)

    def warnings(self, where: Mask | pd.Series, code: str, column: str, figures: Figures = NO_FIGURES) -> list[Finding]:
        """Findings that a planner should look at."""
        return self.findings(where, Severity.WARNING, code, column, figures)


def sheet_of(table: Table, frame: pd.DataFrame) -> Sheet:
    """A table of a dataset as the sheet of a file in which every cell was read; the header is line 1."""
    lines = np.arange(2, len(frame) + 2, dtype=np.int64)
    return Sheet(table, f"{table.name}.csv", frame, lines, {}, True, frozenset(table.columns))
