"""One run from its row to its plan, or to the curve of a sweep. Done twice, by two workers even, it leaves one."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from api.jobs.points import Sweep, in_turn, on_cluster
from api.proposal import propose
from api.store import Database
from api.store.datasets import FindingRecord, record_of
from api.store.plans import keep_plan
from api.store.run_work import begin_run, end_run, is_to_stop, note_stage
from api.store.runs import Run, State
from api.store.sweeps import keep_points
from api.stored_input import Input, read_stored
from optimizer.findings import Severity
from optimizer.ingest import InputError
from optimizer.plan import Status
from scenarios.sweep import Axis, Base, changed, grid

MOST_ATTEMPTS = 5
"""Times a run is begun: one that ends its worker each time is given up."""

LOOK_SECONDS = 0.5
"""How often a running run looks whether it is to stop."""

LOG = logging.getLogger("dieuphoi.jobs")

Keep = Callable[[Connection], object]
"""Writes what a run found into the transaction that ends it."""


def carry_out(database: Database, id_: str, worker: str, *, again: bool = False, scheduler: str | None = None) -> None:
    """Plan, verify and keep a run; it ends in a final state unless this process dies.

    Points of a sweep are planned by the Dask cluster of a ``scheduler``, if its address is given. Raises
    SQLAlchemyError if the database fails: the run can be begun ``again``.
    """
    run = begin_run(database, id_, worker, again=again)
    if run is None:
        return
    if run.attempts > MOST_ATTEMPTS:
        _fail(database, run, "worker_lost")
        return
    try:
        state, keep = _propose(database, run) if run.axes is None else _sweep(database, run, scheduler)
    except InputError as error:
        errors = [record_of(finding) for finding in error.findings if finding.severity is Severity.ERROR]
        _fail(database, run, "findings", errors)
        return
    except SQLAlchemyError:
        # Without the database nothing can be told; the caller tries again.
        raise
    except Exception as error:
        # Whatever it was, somebody waits for the run to end. The message may hold people, so it is not logged.
        LOG.error("run %s: %s", run.id, type(error).__name__)
        _fail(database, run, "run_failed")
        return
    with database.writing() as connection:
        if end_run(connection, run.id, state):
            keep(connection)


def _propose(database: Database, run: Run) -> tuple[State, Keep]:
    """The plan of a run."""
    given = _read(database, run)
    proposal = propose(
        given.dataset,
        given.policy,
        given.findings,
        base=given.base,
        engine="cp-sat" if run.engine == "cp-sat" else "flow",
        time_limit_seconds=run.time_limit_seconds,
        should_stop=_asked_to_stop(database, run.id),
        on_progress=lambda stage: note_stage(database, run.id, stage),
    )
    stopped = proposal.plan.termination.status is Status.STOPPED
    return State.STOPPED if stopped else State.FINISHED, lambda connection: keep_plan(connection, run, proposal)


def _sweep(database: Database, run: Run, scheduler: str | None) -> tuple[State, Keep]:
    """The curve of a run along axes; one that is stopped keeps the points it has.

    Raises InputError if a value cannot be the policy's, before the first point is planned.
    """
    given = _read(database, run)
    base = Base(given.dataset, given.policy)
    points = grid([Axis(axis["name"], tuple(axis["values"])) for axis in run.axes or ()])
    for values in points.values():
        changed(base, values)
    sweep = Sweep(base, points, time.monotonic() + run.time_limit_seconds, _asked_to_stop(database, run.id))

    def tell(name: str) -> None:
        note_stage(database, run.id, name[:80])

    found = list(in_turn(sweep, tell) if scheduler is None else on_cluster(scheduler, sweep, tell))
    state = State.FINISHED if len(found) == len(points) else State.STOPPED
    return state, lambda connection: keep_points(connection, run, found)


def _read(database: Database, run: Run) -> Input:
    note_stage(database, run.id, "read")
    return read_stored(database, run)


def _asked_to_stop(database: Database, id_: str) -> Callable[[], bool]:
    """Whether a run is to stop, looked up at most every :data:`LOOK_SECONDS`."""
    looked, asked = 0.0, False

    def should_stop() -> bool:
        nonlocal looked, asked
        if not asked and time.monotonic() - looked > LOOK_SECONDS:
            looked, asked = time.monotonic(), is_to_stop(database, id_)
        return asked

    return should_stop


def _fail(database: Database, run: Run, code: str, findings: Sequence[FindingRecord] = ()) -> None:
    with database.writing() as connection:
        end_run(connection, run.id, State.FAILED, {"code": code, "findings": [*findings]})
