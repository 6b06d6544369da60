"""What does not fit together in the table of limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import cast

import numpy as np

from optimizer.domain import Limit, LimitSubject
from optimizer.domain.dataset import rows_of
from optimizer.findings import Finding
from optimizer.ingest.sheet import Sheet


def check_limits(limits: Sheet) -> Iterator[Finding]:
    """A limit has a number, people are kept of a unit's whole payroll or field, and no demand is beyond a limit."""
    frame = limits.frame
    numbers = ("keep", "at_most", "at_least")
    is_bare = frame[list(numbers)].isna().all(axis=1) & limits.readable(*numbers)
    yield from limits.errors(is_bare, "limit_without_number", "keep")
    is_arrival = frame["subject"] == str(LimitSubject.ARRIVAL)
    yield from limits.errors(is_arrival & frame["keep"].notna(), "keep_on_arrival", "keep")
    is_narrowed = (frame["form"] != "") | (frame["kind"] != "") | (frame["other_unit"] != "")
    is_odd = ~is_arrival & frame["keep"].notna() & ((frame["unit"] == "") | is_narrowed)
    yield from limits.errors(is_odd & limits.readable("unit"), "keep_of_some_moves", "keep")
    is_inside = (frame["unit"] != "") & (frame["unit"] == frame["other_unit"])
    yield from limits.errors(is_inside, "limit_within_a_unit", "other_unit")
    yield from _check_demands(limits)


def _check_demands(limits: Sheet) -> Iterator[Finding]:
    """A demand is beyond a limit if all the moves it asks for count there, too, and are more than allowed."""
    rows = np.flatnonzero(limits.readable(*limits.table.columns)).tolist()
    limit_of = dict(zip(rows, cast("list[Limit]", rows_of(limits.table, limits.frame.iloc[rows])), strict=True))
    allowed = {limit.cells: (limit.at_most, row) for row, limit in limit_of.items() if limit.at_most is not None}
    beyond: dict[int, Mapping[str, object]] = {}
    for row, limit in limit_of.items():
        # Rows that count the same moves and perhaps others: their cells are the same or empty.
        wider = [allowed[cells] for cells in product(*({cell, ""} for cell in limit.cells)) if cells in allowed]
        at_most, at_row = min(wider, default=(limit.at_least or 0, row))
        if limit.at_least and limit.at_least > at_most:
            beyond[row] = {"at_least": limit.at_least, "at_most": at_most, "line": int(limits.lines[at_row])}
    is_beyond = np.isin(np.arange(len(limits.lines)), list(beyond))
    yield from limits.errors(is_beyond, "demand_beyond_limit", "at_least", beyond.__getitem__)
