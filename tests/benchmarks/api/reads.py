"""Reads at a steady pace while two runs solve."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import cycle, repeat
from queue import SimpleQueue

import numpy as np
import psutil

from tests.api.http.server import Server
from tests.benchmarks.api.planners import loaded_province, service_of

PER_SECOND = 100
SECONDS = 20
CONNECTIONS = 16
"""Kept open by the client, which is the plain one of the standard library: its work is not to hide the server's."""


@dataclass(frozen=True)
class Milliseconds:
    """How long answers took, from when they were due to be asked for."""

    p50_ms: float
    p95_ms: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Milliseconds:
        return cls(*(1000 * np.percentile(seconds, [50, 95])).tolist())


@dataclass(frozen=True)
class Reads:
    """``cpu_ms`` is the server's own time for one request, which other work on the machine does not change."""

    number: int
    failed: int
    cpu_ms: float
    all: Milliseconds
    by_path: Mapping[str, Milliseconds]


def read_while_solving(server: Server) -> Reads:
    """Ask for what a planner looks at, in turn; the constraint model keeps two runs busy meanwhile."""
    with service_of(server) as service:
        dataset = loaded_province(service)
        plan = service.wait(service.start(dataset).id).plan
        assert plan is not None
        runs = [service.start(dataset, engine="cp-sat", time_limit_seconds=600).id for _ in range(2)]
        while {service.run(run).state for run in runs} != {"running"}:
            time.sleep(0.1)
        # Reading and compiling come before the search.
        time.sleep(5)
        paths = {
            "a plan": f"/v1/plans/{plan}",
            "50 secondments": f"/v1/plans/{plan}/secondments",
            "moves of a field": f"/v1/plans/{plan}/moves?field=IT",
            "vacant seats": f"/v1/plans/{plan}/vacant-seats",
            "a run": f"/v1/runs/{runs[0]}",
            "runs": "/v1/runs",
            "a dataset": f"/v1/datasets/{dataset}",
        }
        try:
            return _read(server, paths)
        finally:
            for run in runs:
                service.cancel(run)
            for run in runs:
                service.wait(run)


def _read(server: Server, paths: Mapping[str, str]) -> Reads:
    connections: SimpleQueue[HTTPConnection] = SimpleQueue()
    headers = {"Authorization": server.client.headers["Authorization"]}

    def ask(name: str, due: float) -> tuple[float, bool]:
        connection = connections.get()
        connection.request("GET", paths[name], headers=headers)
        answer = connection.getresponse()
        answer.read()
        connections.put(connection)
        return time.perf_counter() - due, answer.status == HTTPStatus.OK

    for _ in range(CONNECTIONS):
        connections.put(HTTPConnection(server.client.base_url.host, server.client.base_url.port, timeout=60))
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        # Connections are open, and their threads there, before the first request counts: as in a client's pool.
        list(pool.map(ask, [*paths] * CONNECTIONS, repeat(0.0)))
        spent, begin = _cpu_seconds(server), time.perf_counter()
        asked = []
        for turn, name in zip(range(PER_SECOND * SECONDS), cycle(paths)):
            due = begin + turn / PER_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            asked.append((name, pool.submit(ask, name, due)))
        ended = [(name, *answer.result()) for name, answer in asked]
        cpu_ms = 1000 * (_cpu_seconds(server) - spent) / len(ended)
    return Reads(
        len(ended),
        sum(not is_answered for *_, is_answered in ended),
        cpu_ms,
        Milliseconds.of([took for _, took, _ in ended]),
        {name: Milliseconds.of([took for path, took, _ in ended if path == name]) for name in paths},
    )


def _cpu_seconds(server: Server) -> float:
    spent = psutil.Process(server.process.pid).cpu_times()
    return spent.user + spent.system
