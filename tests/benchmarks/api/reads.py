"""Reads at a steady pace while two runs solve."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx
import numpy as np
import psutil

from tests.api.http.server import Server
from tests.benchmarks.api.planners import loaded_province, service_of

PER_SECOND = 100
SECONDS = 20


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
            return asyncio.run(_read(server, paths))
        finally:
            for run in runs:
                service.cancel(run)
            for run in runs:
                service.wait(run)


async def _read(server: Server, paths: Mapping[str, str]) -> Reads:
    took: defaultdict[str, list[float]] = defaultdict(list)
    failed = 0
    # Given up before the server, after five seconds, closes a connection that is about to be used.
    limits = httpx.Limits(max_connections=100, keepalive_expiry=2)
    async with httpx.AsyncClient(
        base_url=server.url, headers=server.client.headers, timeout=60, limits=limits
    ) as client:

        async def ask(name: str, path: str, due: float) -> None:
            nonlocal failed
            await asyncio.sleep(due - time.perf_counter())
            answer = await client.get(path)
            took[name].append(time.perf_counter() - due)
            failed += answer.status_code != 200

        spent = _cpu_seconds(server)
        begin = time.perf_counter() + 0.5
        names = [*paths]
        number = PER_SECOND * SECONDS
        turns = [names[turn % len(names)] for turn in range(number)]
        async with asyncio.TaskGroup() as group:
            for turn, name in enumerate(turns):
                group.create_task(ask(name, paths[name], begin + turn / PER_SECOND))
    every = [seconds for of_path in took.values() for seconds in of_path]
    cpu_ms = 1000 * (_cpu_seconds(server) - spent) / number
    return Reads(number, failed, cpu_ms, Milliseconds.of(every), {name: Milliseconds.of(took[name]) for name in names})


def _cpu_seconds(server: Server) -> float:
    spent = psutil.Process(server.process.pid).cpu_times()
    return spent.user + spent.system
