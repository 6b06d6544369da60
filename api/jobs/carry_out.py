"""One run from its row to its plan. Done twice, by two workers even, it leaves one plan."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from api.proposal import Proposal, propose
from api.store import Database
from api.store.plans import keep_plan
from api.store.runs import Run, State, begin_run, end_run, is_to_stop, note_stage
from api.stored_input import read_stored
from optimizer.findings import Severity
from optimizer.ingest import InputError
from optimizer.plan import Status
from optimizer.text import LANGUAGES

MOST_ATTEMPTS = 5
"""Times a run is begun: one that ends its worker each time is given up."""

LOOK_SECONDS = 0.5
"""How often a running run looks whether it is to stop."""

LOG = logging.getLogger("dieuphoi.jobs")


def carry_out(database: Database, id_: str, worker: str) -> None:
    """Plan, verify and keep a run; it ends in a final state unless this process dies.

    Raises SQLAlchemyError if the database fails: the run can be begun again.
    """
    run = begin_run(database, id_, worker)
    if run is None:
        return
    if run.attempts > MOST_ATTEMPTS:
        _fail(database, run, "worker_lost")
        return
    try:
        proposal = _propose(database, run)
    except InputError as error:
        findings = [
            {
                "severity": finding.severity.value,
                "code": finding.code,
                "file": finding.file,
                "row": finding.row,
                "column": finding.column,
                **{language: finding.sentence(language) for language in LANGUAGES},
            }
            for finding in error.findings
            if finding.severity is Severity.ERROR
        ]
        _fail(database, run, "findings", findings)
        return
    except SQLAlchemyError:
        # Without the database nothing can be told; the caller tries again.
        raise
    except Exception as error:
        # Whatever it was, somebody waits for the run to end. The message may hold people, so it is not logged.
        LOG.error("run %s: %s", run.id, type(error).__name__)
        _fail(database, run, "run_failed")
        return
    stopped = proposal.plan.termination.status is Status.STOPPED
    with database.writing() as connection:
        if end_run(connection, run.id, State.STOPPED if stopped else State.FINISHED):
            keep_plan(connection, run, proposal)


def _propose(database: Database, run: Run) -> Proposal:
    note_stage(database, run.id, "read")
    dataset, policy, findings = read_stored(database, run.dataset, run.policy)
    return propose(
        dataset,
        policy,
        findings,
        engine="cp-sat" if run.engine == "cp-sat" else "flow",
        time_limit_seconds=run.time_limit_seconds,
        should_stop=_asked_to_stop(database, run.id),
        on_progress=lambda stage: note_stage(database, run.id, stage),
    )


def _asked_to_stop(database: Database, id_: str) -> Callable[[], bool]:
    """Whether a run is to stop, looked up at most every :data:`LOOK_SECONDS`."""
    looked, asked = 0.0, False

    def should_stop() -> bool:
        nonlocal looked, asked
        if not asked and time.monotonic() - looked > LOOK_SECONDS:
            looked, asked = time.monotonic(), is_to_stop(database, id_)
        return asked

    return should_stop


def _fail(database: Database, run: Run, code: str, findings: list[dict[str, str | int | None]] | None = None) -> None:
    with database.writing() as connection:
        end_run(connection, run.id, State.FAILED, {"code": code, "findings": findings or []})
