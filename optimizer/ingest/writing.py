"""A dataset to a folder of CSV files that reads back as the same dataset."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from optimizer.domain import TABLES, Dataset
from optimizer.domain.dataset import python_values


def write_folder(dataset: Dataset, folder: Path) -> None:
    """Write every table as ``<table>.csv``, those without rows as a header alone.

    UTF-8, all columns, rows in canonical order, lists joined by semicolons and pairs by
    colons: equal datasets give equal bytes, and :func:`read_folder` gives the dataset back.
    So texts are written as they are, one that a spreadsheet would run as a formula too:
    reading warns of it, and exports made for people take its force.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in TABLES.items():
        frame = getattr(dataset, name)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(table.columns)
            columns = ([cell_text(value) for value in python_values(table, frame, column)] for column in table.columns)
            writer.writerows(zip(*columns, strict=True))


def cell_text(value: object) -> str:
    """A value as the text of its cell.

    >>> [cell_text(value) for value in (None, True, 3, 0.1, date(2025, 10, 20), (("ACC", 0.6),), ["A", "B"])]
    ['', 'true', '3', '0.1', '2025-10-20', 'ACC:0.6', 'A;B']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return ";".join(
            ":".join(map(cell_text, part)) if isinstance(part, tuple) else cell_text(part) for part in value
        )
    return str(value)
