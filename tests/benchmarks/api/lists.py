"""Long lists, sent as they are read."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

import optimizer
from api.access import Keys, read_key_file
from api.proposal import Proposal
from api.store import open_database
from api.store.plans import keep_plan
from tests.api.conftest import province
from tests.api.http.server import Server
from tests.api.stored import POLICY, new_caller, new_run


@dataclass(frozen=True)
class Streamed:
    """A list that was read to its end, and by how much the server grew meanwhile."""

    moves: int
    seconds: float
    grown_mb: float


def keep_long_plan(data: Path, number: int) -> str:
    """A plan of so many moves, put into the database of a server that does not run; its id."""
    database = open_database(f"sqlite:///{data / 'dieuphoi.sqlite'}", Keys.of(read_key_file(data / "key")))
    plan = optimizer.plan(province(), POLICY)
    moves = tuple(replace(plan.moves[0], employee=f"E{place:06}") for place in range(number))
    run = new_run(database, new_caller(database))
    with database.writing() as connection:
        id_ = keep_plan(connection, run, Proposal(replace(plan, moves=moves), (), ()))
    database.close()
    return id_


def stream(server: Server, plan: str) -> Streamed:
    """Read a list a line at a time while the server's memory is watched."""
    process = psutil.Process(server.process.pid)
    before = process.memory_info().rss
    most, done = before, threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.wait(0.005):
            most = max(most, process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    begin = time.monotonic()
    with server.client.stream("GET", f"/v1/plans/{plan}/moves/csv") as answer:
        lines = sum(1 for _ in answer.iter_lines())
    seconds = time.monotonic() - begin
    done.set()
    watcher.join()
    return Streamed(lines - 1, seconds, (most - before) / 1e6)
