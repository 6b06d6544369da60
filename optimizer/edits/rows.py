"""Rows of a dataset with some cells exchanged."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from optimizer.domain import Dataset
from optimizer.domain.cells import Row

SomeRow = TypeVar("SomeRow", bound=Row)


def with_cells(row: SomeRow, **cells: object) -> SomeRow:
    """The row with some cells exchanged, held to the row's model again.

    Raises pydantic.ValidationError if a cell cannot hold its value.
    """
    names = type(row).model_fields
    given = {info.alias or name: cells.get(name, getattr(row, name)) for name, info in names.items()}
    return type(row).model_validate(given)


def with_unit(dataset: Dataset, code: str, **cells: object) -> Dataset:
    """The dataset with some cells of one unit exchanged."""
    return dataset.replace(
        units=[with_cells(row, **cells) if row.code == code else row for row in dataset.unit_by_code.values()]
    )


def with_post(dataset: Dataset, code: str, **cells: object) -> Dataset:
    """The dataset with some cells of one post exchanged."""
    return dataset.replace(
        posts=[with_cells(row, **cells) if row.code == code else row for row in dataset.post_by_code.values()]
    )


def without_codes(codes: tuple[str, ...], gone: Collection[str]) -> tuple[str, ...]:
    """The codes that are still there, in their order."""
    return tuple(code for code in codes if code not in gone)
