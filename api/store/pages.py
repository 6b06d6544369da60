"""Long lists, a page at a time, the newest first: what is added meanwhile moves no page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, select, tuple_

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some items, and the id after which the next page begins; None on the last one."""

    items: Sequence[Item]
    next: str | None


def page_of(
    connection: Connection,
    table: Table,
    columns: Sequence[Column[Any]],
    conditions: Sequence[ColumnElement[bool]],
    limit: int,
    after: str | None,
) -> Page[Row[tuple[Any, ...]]]:
    """Rows of a table with ``id`` and ``created_at`` that follow the row ``after``; none if that row is not there."""
    place = tuple_(table.c.created_at, table.c.id)
    query = select(*columns).where(*conditions).order_by(table.c.created_at.desc(), table.c.id.desc())
    if after is not None:
        last = connection.execute(
            select(table.c.created_at, table.c.id).where(table.c.id == after, *conditions)
        ).one_or_none()
        if last is None:
            return Page([], None)
        query = query.where(place < tuple_(last.created_at, last.id, types=[table.c.created_at.type, table.c.id.type]))
    rows = connection.execute(query.limit(limit + 1)).all()
    return Page(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)
