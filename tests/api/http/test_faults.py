"""Processes killed and databases locked in mid-run: every accepted run ends, once, and nothing is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from scenarios.library import write_case
from tests.api.conftest import province
from tests.api.databases import NewUrl, breaking_postgresql
from tests.api.http.server import Server, serving
from tests.api.http.test_runs import ended, start
from tests.api.http.uploads import files_of, upload

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def case_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Bắc Ninh: large enough to be caught in the act."""
    folder = tmp_path_factory.mktemp("case")
    write_case("bac-ninh", folder)
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "case.toml"}


@pytest.fixture(scope="module")
def server(new_url: NewUrl, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that carries out one run at a time, for all that it must outlive."""
    folder = tmp_path_factory.mktemp("server")
    with serving(folder, database_url=new_url(folder), runs_at_once=1) as running:
        yield running


def planned_for(server: Server, run: str) -> list[str]:
    """The plans that a run has."""
    plans = server.client.get("/v1/plans", params={"limit": 500}).json()["items"]
    return [plan["id"] for plan in plans if plan["run"] == run]


def large(server: Server, files: dict[str, bytes]) -> str:
    answer = upload(server.client, files, province="24")
    assert answer.is_success, answer.text
    id_: str = answer.json()["id"]
    return id_


def stages(told: dict[str, Any]) -> list[str]:
    return [event["stage"] for event in told["events"]]


def wait_for(client: httpx.Client, id_: str, reached: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        told: dict[str, Any] = client.get(f"/v1/runs/{id_}").json()
        if reached(told):
            return told
        time.sleep(0.05)
    raise AssertionError(told)


def worker_of(server: Server) -> psutil.Process:
    (worker,) = [
        child for child in psutil.Process(server.process.pid).children() if "worker" in " ".join(child.cmdline())
    ]
    return worker


def test_a_killed_worker_s_run_is_taken_up_again(server: Server, case_files: dict[str, bytes]) -> None:
    id_ = start(server.client, large(server, case_files)).json()["id"]
    wait_for(server.client, id_, lambda told: "compile" in stages(told))
    worker_of(server).kill()
    told = ended(server.client, id_)
    assert (told["state"], told["attempts"]) == ("finished", 2)
    assert planned_for(server, id_) == [told["plan"]]


def test_a_killed_server_leaves_no_worker_and_loses_no_run(
    new_url: NewUrl, tmp_path: Path, case_files: dict[str, bytes]
) -> None:
    url = new_url(tmp_path)
    with serving(tmp_path, database_url=url) as first:
        dataset = large(first, case_files)
        ids = [start(first.client, dataset).json()["id"] for _ in range(2)]
        wait_for(first.client, ids[0], lambda told: told["state"] == "running")
        worker = worker_of(first)
        os.kill(first.process.pid, signal.SIGKILL)
        worker.wait(10)
    token = first.client.headers["Authorization"].removeprefix("Bearer ")
    with serving(tmp_path, token=token, database_url=url) as second:
        assert [ended(second.client, id_)["state"] for id_ in ids] == ["finished"] * 2
        assert len(second.client.get("/v1/plans").json()["items"]) == 2


def test_a_cancelled_run_keeps_its_best_plan(server: Server, case_files: dict[str, bytes]) -> None:
    """The constraint model needs minutes for a province: it is stopped long before."""
    asked = {"dataset": large(server, case_files), "engine": "cp-sat", "time_limit_seconds": 300}
    id_ = server.client.post("/v1/runs", json=asked).json()["id"]
    wait_for(server.client, id_, lambda told: "solve" in stages(told))
    time.sleep(3)
    begun = time.monotonic()
    assert server.client.post(f"/v1/runs/{id_}/cancel").status_code == 202
    told = ended(server.client, id_)
    assert told["state"] == "stopped"
    assert time.monotonic() - begun < 30
    plan = server.client.get(f"/v1/plans/{told['plan']}").json()
    assert (plan["termination"]["status"], plan["violations"]) == ("stopped", [])


def test_a_run_that_waits_is_cancelled_at_once(server: Server, case_files: dict[str, bytes]) -> None:
    dataset = large(server, case_files)
    first, second = (start(server.client, dataset).json()["id"] for _ in range(2))
    wait_for(server.client, first, lambda told: told["state"] == "running")
    told = server.client.post(f"/v1/runs/{second}/cancel").json()
    assert (told["state"], told["plan"]) == ("cancelled", None)
    assert ended(server.client, first)["state"] == "finished"
    assert server.client.get(f"/v1/runs/{second}").json() == told


def test_a_locked_database_delays_and_loses_nothing(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        dataset = upload(server.client, files_of(province()), province="24").json()["id"]
        lock = sqlite3.connect(tmp_path / "data" / "dieuphoi.sqlite", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        # Reading goes on meanwhile.
        assert server.client.get(f"/v1/datasets/{dataset}").status_code == 200
        with ThreadPoolExecutor(1) as patient:
            answer = patient.submit(start, server.client, dataset)
            with pytest.raises(TimeoutError):
                answer.result(timeout=3)
            lock.execute("ROLLBACK")
        lock.close()
        assert answer.result().status_code == 202
        assert ended(server.client, answer.result().json()["id"])["state"] == "finished"


def test_a_postgresql_that_crashes_under_load_loses_nothing_accepted(tmp_path: Path) -> None:
    """What is asked for meanwhile is accepted, or refused with a problem; no answer is anything else."""
    with breaking_postgresql(tmp_path) as (url, break_down), serving(tmp_path, database_url=url) as server:
        dataset = upload(server.client, files_of(province()), province="24").json()["id"]
        with ThreadPoolExecutor(5) as planners:
            first = [answer.json()["id"] for answer in planners.map(lambda _: start(server.client, dataset), range(5))]
            wait_for(server.client, first[0], lambda told: told["state"] != "queued")
            breaking = planners.submit(break_down)
            answers = list(planners.map(lambda _: start(server.client, dataset), range(10)))
            breaking.result(30)
        assert {answer.status_code for answer in answers} <= {202, 503}
        assert all(answer.json()["code"] == "database_failed" for answer in answers if answer.status_code == 503)
        accepted = [*first, *(answer.json()["id"] for answer in answers if answer.status_code == 202)]
        assert [ended(server.client, id_)["state"] for id_ in accepted] == ["finished"] * len(accepted)
        runs = [plan["run"] for plan in server.client.get("/v1/plans", params={"limit": 500}).json()["items"]]
        # A crash between the commit and the answer may leave a run that nobody was told of.
        assert set(accepted) <= set(runs)
        assert len(runs) == len(set(runs))
