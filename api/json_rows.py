"""Rows of JSON as the tables of a folder, so that they are read, and found wrong, as files are."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from optimizer.ingest import cell_text

Cell = str | int | float | bool | None
Record = Mapping[str, Cell | Sequence[str]]


def write_records(tables: Mapping[str, Sequence[Record]], folder: Path) -> None:
    """Write ``<table>.csv`` for every table that has rows; a column stands where any row names it.

    A finding's line is then the row's place in its table, counted from 2.
    """
    for name, records in tables.items():
        if not records:
            continue
        columns = list(dict.fromkeys(column for record in records for column in record))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([cell_text(record.get(column)) for column in columns] for record in records)
