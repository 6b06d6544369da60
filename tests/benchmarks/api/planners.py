"""Planners who start what-ifs at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from api.client import Client, ServiceError
from api.http.plans import Check
from optimizer import ProofCheck
from scenarios.library import write_case
from tests.api.http.server import Server


@dataclass(frozen=True)
class Planned:
    """What became of as many what-ifs as were asked for."""

    asked: int
    finished: int
    clean: int
    plans: int
    begun_again: int
    seconds: float


def plan_at_once(server: Server, planners: int) -> Planned:
    """Every planner changes something else, starts it at the same time, and waits for it."""
    with service_of(server) as service:
        dataset = loaded_province(service)
    begin = time.monotonic()

    def plan(number: int) -> tuple[bool, bool, str | None, int]:
        with service_of(server) as planner:
            changes = {"policy": {"rules": {"max_distance": {"max_km": 30 + number}}}}
            scenario = planner.add_scenario(f"what-if {number}", changes, dataset=dataset)
            run = planner.wait(planner.start(scenario=scenario.id).id)
            if run.plan is None:
                return False, False, None, run.attempts
            check = _verified(planner, run.plan)
            is_clean = check.is_clean and check.proof is ProofCheck.CONFIRMED
            return run.state == "finished", is_clean, run.plan, run.attempts

    with ThreadPoolExecutor(planners) as pool:
        ended = list(pool.map(plan, range(planners)))
    return Planned(
        planners,
        sum(finished for finished, *_ in ended),
        sum(clean for _, clean, *_ in ended),
        len({plan for *_, plan, _ in ended} - {None}),
        sum(attempts > 1 for *_, attempts in ended),
        time.monotonic() - begin,
    )


def _verified(planner: Client, plan: str) -> Check:
    """A plan verified, however long others keep the slots."""
    while True:
        try:
            return planner.verify(plan)
        except ServiceError as error:
            if error.code != "busy":
                raise
            time.sleep(1)


def service_of(server: Server) -> Client:
    """The server under its administrator's token."""
    return Client(server.url, server.client.headers["Authorization"].removeprefix("Bearer "), timeout_seconds=600)


def loaded_province(service: Client) -> str:
    """Bắc Ninh's tables on the server."""
    with TemporaryDirectory() as folder:
        write_case("bac-ninh", Path(folder))
        (Path(folder) / "case.toml").unlink()
        return service.upload("Bắc Ninh", Path(folder), province="24").id
