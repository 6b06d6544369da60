"""Rows that must be one: the same code twice, the same person twice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.arrays import Mask
from optimizer.findings import Finding
from optimizer.ingest.sheet import Sheet

_DIGITS_OF_IDENTITIES = (9, 12)
"""Digits of an old identity card and of today's personal identification number."""


def check_keys(sheet: Sheet) -> Iterator[Finding]:
    """Every row after the first with the same key."""
    key = sheet.table.key
    code = "duplicate_id" if len(key) == 1 else "duplicate_row"
    where, first = _repeats([sheet.frame[column] for column in key], sheet.readable(*key))
    yield from sheet.errors(where, code, key[0], lambda row: {"first": int(sheet.lines[first[row]])})


def check_persons(employees: Sheet) -> Iterator[Finding]:
    """Two rows for one person, and identities given to groups. No identity or name is repeated."""
    frame = employees.frame
    identity = identities(frame)
    has_identity = (identity != "").to_numpy()
    where, first = _repeats([identity], has_identity)
    yield from employees.errors(
        where, "duplicate_person", "national_id", lambda row: {"first": int(employees.lines[first[row]])}
    )
    yield from employees.errors(has_identity & (frame["count"] > 1), "group_with_identity", "count")
    is_odd = has_identity & ~(identity.str.len().isin(_DIGITS_OF_IDENTITIES) & identity.str.isdecimal())
    yield from employees.warnings(is_odd, "odd_identity", "national_id")
    is_named = ((frame["name"] != "") & frame["birth_date"].notna()).to_numpy() & ~has_identity
    namesakes, namesake = _repeats([frame["name"].str.casefold(), frame["birth_date"]], is_named)
    yield from employees.warnings(
        namesakes, "possible_duplicate_person", "name", lambda row: {"first": int(employees.lines[namesake[row]])}
    )


def identities(employees: pd.DataFrame) -> pd.Series:
    """National ids without what people write between the digits; empty where none is given."""
    return employees["national_id"].str.replace(r"[\s.\-]", "", regex=True)


def _repeats(keys: list[pd.Series], where: Mask) -> tuple[Mask, NDArray[np.intp]]:
    """Which of the marked rows repeat the keys of an earlier one, and for every row the first with its keys."""
    first = np.arange(len(where))
    rows = pd.Series(first)[where]
    first[where] = rows.groupby([key[where] for key in keys], sort=False).transform("first")
    return first < np.arange(len(where)), first
