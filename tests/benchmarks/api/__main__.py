"""``python -m tests.benchmarks.api``: a server of its own under load, its figures beside the goals."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.api.http.server import serving
from tests.benchmarks.api.lists import Streamed, keep_long_plan, stream
from tests.benchmarks.api.planners import Planned, plan_at_once
from tests.benchmarks.api.reads import PER_SECOND, Reads, read_while_solving

READ_GOAL_MS = 50
MEMORY_GOAL_MB = 5
PLANNERS = 20
MOVES = (1_000, 10_000)


def main() -> None:
    """Measure and print."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores; load before: {load}\n")
    with TemporaryDirectory() as path:
        folder = Path(path)
        with serving(folder, requests_per_second=10_000) as server:
            token = server.client.headers["Authorization"].removeprefix("Bearer ")
            for line in _told(read_while_solving(server), plan_at_once(server, PLANNERS)):
                print(line, flush=True)
        plans = [keep_long_plan(folder / "data", number) for number in MOVES]
        with serving(folder, token=token) as server:
            # The first list warms the server up.
            _, *streamed = [stream(server, plan) for plan in (plans[0], *plans)]
    print(_told_of_lists(streamed))


def _told(reads: Reads, planned: Planned) -> Iterator[str]:
    yield f"reads at {PER_SECOND} a second while two runs solve ({reads.number} requests, {reads.failed} failed):"
    for name, figures in (("all", reads.all), *reads.by_path.items()):
        yield f"  {name:28} p50 {figures.p50_ms:6.1f} ms   p95 {figures.p95_ms:6.1f} ms"
    yield f"  of the server's processor: {reads.cpu_ms:.1f} ms a request"
    yield _goal(f"p95 under {READ_GOAL_MS} ms", reads.failed == 0 and reads.all.p95_ms < READ_GOAL_MS)
    yield (
        f"{planned.asked} planners at once: {planned.finished} finished, {planned.clean} clean with a confirmed proof, "
        f"{planned.plans} different plans, {planned.begun_again} begun again; last one after {planned.seconds:.1f} s"
    )
    is_each_once = planned.asked == planned.finished == planned.clean == planned.plans
    yield _goal("all verified, none lost, none twice", is_each_once and not planned.begun_again)


def _told_of_lists(streamed: list[Streamed]) -> str:
    lines = [f"a list of {one.moves:,} moves: {one.seconds:.2f} s, at most {one.grown_mb:+.1f} MB" for one in streamed]
    is_constant = streamed[-1].grown_mb - streamed[0].grown_mb < MEMORY_GOAL_MB
    return "\n".join((*lines, _goal(f"ten times as many moves take less than {MEMORY_GOAL_MB} MB more", is_constant)))


def _goal(goal: str, is_met: bool) -> str:
    return f"goal: {goal}: {'met' if is_met else 'MISSED'}"


if __name__ == "__main__":
    main()
