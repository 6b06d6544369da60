"""What workers do with runs: take those that wait, tell how far they are, end them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, case, func, select, update

from api.store.columns import now
from api.store.database import Database
from api.store.runs import RUNS, SHOWN, Run, State, run_of, tell


def queued_runs(database: Database) -> Sequence[str]:
    """Runs that wait, the oldest first."""
    query = select(RUNS.c.id).where(RUNS.c.state == State.QUEUED).order_by(RUNS.c.created_at)
    with database.reading() as connection:
        return connection.execute(query).scalars().all()


def lost_runs(database: Database, silent: timedelta) -> Sequence[str]:
    """Runs whose worker has not been heard of for a while."""
    query = select(RUNS.c.id).where(RUNS.c.state == State.RUNNING, RUNS.c.seen_at < now() - silent)
    with database.reading() as connection:
        return connection.execute(query).scalars().all()


def begin_run(database: Database, id_: str, worker: str, *, again: bool = False) -> Run | None:
    """Mark a run as running, or as running again; None if it is in a final state.

    A worker that tries ``again``, the database having failed it, is no further attempt.
    """
    begun = (
        update(RUNS)
        .where(RUNS.c.id == id_, RUNS.c.state.in_([State.QUEUED, State.RUNNING]))
        .values(
            state=State.RUNNING,
            attempts=case((RUNS.c.attempts == 0, 1), else_=RUNS.c.attempts + (0 if again else 1)),
            worker=worker,
            seen_at=now(),
            started_at=func.coalesce(RUNS.c.started_at, now()),
        )
        .returning(*SHOWN)
    )
    with database.writing() as connection:
        row = connection.execute(begun).one_or_none()
        if row is None:
            return None
        tell(connection, id_, State.RUNNING)
        return run_of(row)


def note_stage(database: Database, id_: str, stage: str) -> None:
    """Tell that a stage of a run began, unless the run has ended: another worker may have been faster."""
    with database.writing() as connection:
        state = connection.execute(select(RUNS.c.state).where(RUNS.c.id == id_).with_for_update()).scalar_one()
        if state == State.RUNNING:
            tell(connection, id_, State.RUNNING, stage)


def keep_alive(database: Database, ids: Collection[str]) -> None:
    """Tell that the worker of some runs lives."""
    with database.writing() as connection:
        connection.execute(update(RUNS).where(RUNS.c.id.in_(ids)).values(seen_at=now()))


def is_to_stop(database: Database, id_: str) -> bool:
    """Whether a run was asked to stop."""
    with database.reading() as connection:
        return connection.execute(select(RUNS.c.cancel_asked_at).where(RUNS.c.id == id_)).scalar_one() is not None


def end_run(connection: Connection, id_: str, state: State, failure: Mapping[str, Any] | None = None) -> bool:
    """Put a running run into a final state; False if somebody else did before."""
    ended = (
        update(RUNS)
        .where(RUNS.c.id == id_, RUNS.c.state == State.RUNNING)
        .values(state=state, failure=failure, ended_at=now())
    )
    if connection.execute(ended).rowcount != 1:
        return False
    tell(connection, id_, state)
    return True
