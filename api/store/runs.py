"""Runs: plans asked for, carried out by workers. The row is the truth; a final state is never changed again.

::

    queued -> running -> finished    the plan is there
       |         |-----> stopped     cancelled while it ran: the best plan so far is there
       |         |-----> failed      no plan; the code says why
       |-> cancelled                 before it began: no plan
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Float,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    UniqueConstraint,
    case,
    func,
    insert,
    select,
    update,
)

from api.access import Caller
from api.store.audit import Act, note
from api.store.columns import METADATA, UtcTime, now
from api.store.database import Database
from api.store.pages import Page, page_of
from api.store.scope import in_scope


class State(StrEnum):
    """Where a run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        """Whether it stays so."""
        return self not in (State.QUEUED, State.RUNNING)


RUNS = Table(
    "runs",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("province", String(100), nullable=False),
    Column("dataset", String(32), ForeignKey("datasets.id"), nullable=False),
    Column("policy", JSON, nullable=False),
    Column("engine", String(20), nullable=False),
    Column("time_limit_seconds", Float, nullable=False),
    Column("base", String(32)),
    Column("scenario", String(32)),
    Column("changes", JSON, nullable=False),
    Column("axes", JSON(none_as_null=True)),
    Column("state", String(20), nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("worker", String(80)),
    Column("seen_at", UtcTime),
    Column("failure", JSON),
    Column("idempotency_key", String(200)),
    Column("request_sha256", String(64), nullable=False),
    Column("created_at", UtcTime, nullable=False, index=True),
    Column("created_by", String(16), ForeignKey("tokens.id"), nullable=False),
    Column("started_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("cancel_asked_at", UtcTime),
    UniqueConstraint("created_by", "idempotency_key"),
)

EVENTS = Table(
    "run_events",
    METADATA,
    Column("run", String(32), ForeignKey("runs.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("province", String(100), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("state", String(20), nullable=False),
    Column("stage", String(80), nullable=False),
)

_NOT_TOLD = ("idempotency_key", "request_sha256", "seen_at")
SHOWN = [column for column in RUNS.c if column.name not in _NOT_TOLD]
"""Columns of a :class:`Run`."""


@dataclass(frozen=True)
class Run:
    """What is told of a run. ``policy`` is whole, its day stated; ``failure`` has a code and findings.

    ``base`` is a plan to stay close to, ``changes`` the scenarios on the dataset, the lowest
    first, as they were when ``scenario`` was asked for, ``axes`` what a sweep goes along.
    """

    id: str
    province: str
    dataset: str
    policy: Mapping[str, Any]
    engine: str
    time_limit_seconds: float
    base: str | None
    scenario: str | None
    changes: Sequence[Mapping[str, Any]]
    axes: Sequence[Mapping[str, Any]] | None
    state: State
    attempts: int
    worker: str | None
    failure: Mapping[str, Any] | None
    created_at: datetime
    created_by: str
    started_at: datetime | None
    ended_at: datetime | None
    cancel_asked_at: datetime | None


@dataclass(frozen=True)
class NewRun:
    """A run to start; see :class:`Run`."""

    province: str
    dataset: str
    policy: Mapping[str, Any]
    engine: str
    time_limit_seconds: float
    base: str | None = None
    scenario: str | None = None
    changes: Sequence[Mapping[str, Any]] = ()
    axes: Sequence[Mapping[str, Any]] | None = None

    @property
    def sha256(self) -> str:
        """Fingerprint, by which a repeated request is told from another one under the same key."""
        return hashlib.sha256(json.dumps(vars(self), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Event:
    """A step of a run: the state it is in, and the stage that began, empty if the state is all that is new."""

    number: int
    at: datetime
    state: State
    stage: str


class KeyReusedError(ValueError):
    """An idempotency key came with another request than the first time."""


def start_run(database: Database, caller: Caller, given: NewRun, key: str | None) -> Run:
    """A new run, queued; under a key that was used before, the run of then.

    Raises KeyReusedError if that one was asked for otherwise.
    """
    with database.writing() as connection:
        if key is not None:
            database.take_turns(connection, f"runs:{caller.token}:{key}")
            same = (RUNS.c.created_by == caller.token, RUNS.c.idempotency_key == key)
            if found := connection.execute(select(RUNS.c.id, RUNS.c.request_sha256).where(*same)).one_or_none():
                if found.request_sha256 != given.sha256:
                    raise KeyReusedError(key)
                return run_of(connection.execute(select(*SHOWN).where(RUNS.c.id == found.id)).one())
        id_ = uuid4().hex
        connection.execute(
            insert(RUNS).values(
                **vars(given),
                id=id_,
                state=State.QUEUED,
                attempts=0,
                idempotency_key=key,
                request_sha256=given.sha256,
                created_at=now(),
                created_by=caller.token,
            )
        )
        tell(connection, id_, State.QUEUED)
        note(connection, caller, Act.RUN_STARTED, id_, province=given.province, sha256=given.sha256)
        return run_of(connection.execute(select(*SHOWN).where(RUNS.c.id == id_)).one())


def find_run(database: Database, caller: Caller, id_: str) -> Run | None:
    """A run in the caller's scope."""
    with database.reading() as connection:
        row = connection.execute(select(*SHOWN).where(RUNS.c.id == id_, in_scope(RUNS, caller))).one_or_none()
    return None if row is None else run_of(row)


def runs_of(database: Database, caller: Caller, limit: int, after: str | None) -> Page[Run]:
    """Runs in the caller's scope, the newest first."""
    with database.reading() as connection:
        page = page_of(connection, RUNS, SHOWN, [in_scope(RUNS, caller)], limit, after)
    return Page([run_of(row) for row in page.items], page.next)


def events_of(database: Database, id_: str) -> Sequence[Event]:
    """What happened in a run, in order: at least that it was queued."""
    query = select(EVENTS).where(EVENTS.c.run == id_).order_by(EVENTS.c.number)
    with database.reading() as connection:
        return [Event(row.number, row.at, State(row.state), row.stage) for row in connection.execute(query)]


def ask_to_cancel(database: Database, caller: Caller, id_: str) -> None:
    """A run that waits is cancelled at once; one that runs stops soon, and keeps its best plan."""
    is_queued = RUNS.c.state == State.QUEUED
    asked = (
        update(RUNS)
        .where(RUNS.c.id == id_, RUNS.c.state.in_([State.QUEUED, State.RUNNING]), RUNS.c.cancel_asked_at.is_(None))
        .values(
            cancel_asked_at=now(),
            ended_at=case((is_queued, now()), else_=None),
            state=case((is_queued, State.CANCELLED.value), else_=RUNS.c.state),
        )
        .returning(RUNS.c.state, RUNS.c.province)
    )
    with database.writing() as connection:
        run = connection.execute(asked).one_or_none()
        if run is None:
            return
        if run.state == State.CANCELLED:
            tell(connection, id_, State.CANCELLED)
        note(connection, caller, Act.RUN_CANCELLED, id_, province=run.province)


def tell(connection: Connection, id_: str, state: State, stage: str = "") -> None:
    """Add an event, its number the next one: whoever else adds one waits for the run's row."""
    locked = select(RUNS.c.province).where(RUNS.c.id == id_).with_for_update()
    province = connection.execute(locked).scalar_one()
    last = connection.execute(select(func.max(EVENTS.c.number)).where(EVENTS.c.run == id_)).scalar_one()
    connection.execute(
        insert(EVENTS).values(run=id_, number=(last or 0) + 1, province=province, at=now(), state=state, stage=stage)
    )


def run_of(row: Row[Any]) -> Run:
    """What is told of a row with the columns :data:`SHOWN`."""
    values = row._asdict()
    return Run(**{**values, "state": State(values["state"])})
