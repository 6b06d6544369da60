"""A worker: hands queued runs to DBOS, and carries out those that DBOS gives it.

A run's row is written in one transaction by the server and is all that a worker needs; DBOS holds
the queue, so that of many workers one takes a run, and gives a dead worker's runs to the next of
its name. Its tables are in a file, or in a schema, of their own.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from dbos import DBOS, DBOSConfig
from sqlalchemy.exc import SQLAlchemyError

from api.jobs.carry_out import carry_out
from api.settings import Settings
from api.store import Database
from api.store.run_work import keep_alive, lost_runs, queued_runs

LOG = logging.getLogger("dieuphoi.jobs")
QUEUE = "runs"
JOBS_VERSION = "1"
"""Stays the same while a new build can go on with the jobs of an older one: DBOS leaves jobs of others alone."""

POLL_SECONDS = 0.25
ALIVE_SECONDS = 10.0
AGAIN_SECONDS = 2.0
LOST_AFTER = timedelta(seconds=60)
"""A worker not heard of for so long is taken for dead: its runs are given to others."""

NICER = 10
"""By how much a worker, and what it starts, comes after other processes."""

OLDEST_SQLITE = (3, 42)


def jobs_can_run(
    url: str,
    python: tuple[int, ...] = sys.version_info[:2],
    sqlite: tuple[int, ...] = sqlite3.sqlite_version_info,
) -> bool:
    """Whether DBOS runs on a database: on Python 3.12 and later its SQLite needs to be new enough.

    >>> jobs_can_run("sqlite:///a", (3, 12), (3, 40, 1)), jobs_can_run("sqlite:///a", (3, 11), (3, 40, 1))
    (False, True)
    >>> jobs_can_run("postgresql+psycopg://host/name", (3, 12), (3, 40, 1))
    True
    """
    return not url.startswith("sqlite") or python < (3, 12) or sqlite >= OLDEST_SQLITE


def work(settings: Settings, database: Database, name: str, wait: Callable[[float], bool]) -> None:
    """Carry out runs until ``wait``, which pauses for some seconds, says that it is time to end."""
    config: DBOSConfig = {
        "name": "dieuphoi",
        "system_database_url": settings.jobs_url,
        "application_version": JOBS_VERSION,
        "executor_id": name,
        "log_level": "WARNING",
        "enable_otlp": False,
    }
    DBOS(config=config)

    running: set[str] = set()

    @DBOS.step(name="carry_out")
    def step(run: str) -> None:
        running.add(run)
        try:
            _until_kept(database, run, name, settings.scheduler)
        finally:
            running.discard(run)

    @DBOS.workflow(name="run")
    def workflow(run: str) -> None:
        step(run)

    # Whoever reads a plan on the same machine is answered before the next one is searched for.
    os.nice(NICER)
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=settings.runs_at_once, polling_interval_sec=POLL_SECONDS)
    handed: set[str] = set()
    told = 0.0
    while not wait(POLL_SECONDS):
        try:
            if running and time.monotonic() - told > ALIVE_SECONDS:
                keep_alive(database, [*running])
                told = time.monotonic()
            waiting, lost = queued_runs(database), lost_runs(database, LOST_AFTER)
            for run in waiting:
                if run not in handed:
                    # A run that another worker has handed over is there already, under the same id.
                    DBOS.enqueue_workflow_with_options(
                        {"workflow_name": "run", "queue_name": QUEUE, "workflow_id": run}, run
                    )
            handed = set(waiting)
            for run in lost:
                DBOS.resume_workflow(run, queue_name=QUEUE)
        except SQLAlchemyError:
            # The database restarts or is busy; runs are where they were.
            continue
    DBOS.destroy(workflow_completion_timeout_sec=0)


def _until_kept(database: Database, run: str, name: str, scheduler: str | None) -> None:
    """Carry out a run; if the database fails, again once it is back."""
    again = False
    while True:
        try:
            carry_out(database, run, name, again=again, scheduler=scheduler)
        except SQLAlchemyError as error:
            LOG.warning("run %s: %s, tried again", run, type(error).__name__)
            again = True
            time.sleep(AGAIN_SECONDS)
        else:
            return
