"""Sweeps: runs along axes, whose answer is a curve of points instead of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter
from sqlalchemy import JSON, Column, Connection, ForeignKey, Integer, String, Table, insert, select

from api.store.columns import METADATA
from api.store.database import Database
from api.store.runs import Run
from scenarios.sweep import Point

POINTS = Table(
    "sweep_points",
    METADATA,
    Column("run", String(32), ForeignKey("runs.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("province", String(100), nullable=False),
    Column("point", JSON, nullable=False),
)

_POINT = TypeAdapter(Point)


def keep_points(connection: Connection, run: Run, points: Sequence[Point]) -> None:
    """Keep what a sweep found."""
    rows = [
        {"run": run.id, "number": number, "province": run.province, "point": _POINT.dump_python(point, mode="json")}
        for number, point in enumerate(points, start=1)
    ]
    if rows:
        connection.execute(insert(POINTS), rows)


def points_of(database: Database, run: str) -> Sequence[Point]:
    """The points of a sweep, in the order in which they were kept."""
    query = select(POINTS.c.point).where(POINTS.c.run == run).order_by(POINTS.c.number)
    with database.reading() as connection:
        return [_POINT.validate_python(point) for point in connection.execute(query).scalars()]
