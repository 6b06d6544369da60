"""Scenarios: what differs from a dataset, or from another scenario, under a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, Column, Connection, ForeignKey, Integer, Row, String, Table, insert, select, update

from api.access import Caller
from api.store.columns import METADATA, UtcTime, now
from api.store.database import Database
from api.store.pages import Page, page_of
from api.store.scope import in_scope

SCENARIOS = Table(
    "scenarios",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("province", String(100), nullable=False),
    Column("name", String(200), nullable=False),
    Column("dataset", String(32), ForeignKey("datasets.id"), nullable=False),
    Column("parent", String(32), ForeignKey("scenarios.id")),
    Column("changes", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False, index=True),
    Column("created_by", String(16), ForeignKey("tokens.id"), nullable=False),
)


@dataclass(frozen=True)
class StoredScenario:
    """A scenario. ``parent`` is the one it stands on, if any; ``revision`` counts its edits, from 1."""

    id: str
    province: str
    name: str
    dataset: str
    parent: str | None
    changes: Mapping[str, Any]
    revision: int
    created_at: datetime
    created_by: str


@dataclass(frozen=True)
class NewScenario:
    """A scenario to keep."""

    province: str
    name: str
    dataset: str
    parent: str | None
    changes: Mapping[str, Any]


def keep_scenario(database: Database, caller: Caller, given: NewScenario) -> StoredScenario:
    """Keep a new scenario."""
    values = {**vars(given), "id": uuid4().hex, "revision": 1, "created_at": now(), "created_by": caller.token}
    with database.writing() as connection:
        connection.execute(insert(SCENARIOS).values(**values))
        return _stored(connection.execute(select(SCENARIOS).where(SCENARIOS.c.id == values["id"])).one())


def edit_scenario(
    database: Database, id_: str, revision: int, name: str, changes: Mapping[str, Any]
) -> StoredScenario | None:
    """Put other changes in the place of a scenario's; None if somebody else did since that revision."""
    edited = (
        update(SCENARIOS)
        .where(SCENARIOS.c.id == id_, SCENARIOS.c.revision == revision)
        .values(name=name, changes=changes, revision=revision + 1)
        .returning(SCENARIOS)
    )
    with database.writing() as connection:
        row = connection.execute(edited).one_or_none()
    return None if row is None else _stored(row)


def find_scenario(database: Database, caller: Caller, id_: str) -> StoredScenario | None:
    """A scenario in the caller's scope."""
    with database.reading() as connection:
        return _find(connection, caller, id_)


def scenarios_of(database: Database, caller: Caller, limit: int, after: str | None) -> Page[StoredScenario]:
    """Scenarios in the caller's scope, the newest first."""
    with database.reading() as connection:
        page = page_of(connection, SCENARIOS, [*SCENARIOS.c], [in_scope(SCENARIOS, caller)], limit, after)
    return Page([_stored(row) for row in page.items], page.next)


def changes_of(database: Database, caller: Caller, scenario: StoredScenario) -> Sequence[Mapping[str, Any]]:
    """The changes of a scenario after those of all it stands on, the lowest first."""
    changes = [scenario.changes]
    with database.reading() as connection:
        below = scenario.parent
        while below is not None and (found := _find(connection, caller, below)) is not None:
            changes.append(found.changes)
            below = found.parent
    return changes[::-1]


def _find(connection: Connection, caller: Caller, id_: str) -> StoredScenario | None:
    row = connection.execute(select(SCENARIOS).where(SCENARIOS.c.id == id_, in_scope(SCENARIOS, caller))).one_or_none()
    return None if row is None else _stored(row)


def _stored(row: Row[Any]) -> StoredScenario:
    return StoredScenario(**row._asdict())
