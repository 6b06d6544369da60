"""Everything that is measured on one instance, in this process; peers in processes of their own."""

from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.compiled import Compiled, compiled, timed, upper_tiers
from tests.benchmarks.families import SIZES, Instance, with_tiers
from tests.benchmarks.greedy import broken_limits, greedy
from tests.benchmarks.peers import PEERS
from tests.benchmarks.pipeline import measure_pipeline, start_worker
from tests.benchmarks.program import NO_FLOW, Answer, Program
from tests.benchmarks.record import Record
from tests.benchmarks.schedule import LIMIT_SECONDS, asks_what_if, limit_seconds_of, peers_of, repeats_of
from tests.benchmarks.what_if import what_if


def measure(instance: Instance) -> None:
    """Measure an instance and write its record, part after part."""
    record = Record(instance.name)
    start_worker()
    dataset, policy = instance.tables()
    record.add("instance", {**asdict(instance), **asdict(SIZES[instance.size])})
    one_solve = with_tiers(policy, upper_tiers(replace(dataset), policy))
    for name, chosen in (("one_solve", one_solve), ("staged", policy)):
        pipeline = measure_pipeline(dataset, chosen, repeats_of(instance), LIMIT_SECONDS)
        record.add_to("pipelines", name, asdict(pipeline))
    ours = compiled(replace(dataset), one_solve, LIMIT_SECONDS)
    program = ours.program()
    record.add("ours", _ours(ours, program))
    _measure_peers(record, instance, ours, program)
    if asks_what_if(instance):
        for name, chosen in (("one_solve", one_solve), ("staged", policy)):
            record.add_to("what_if", name, what_if(replace(dataset), chosen))


def _ours(ours: Compiled, program: Program) -> dict[str, object]:
    return {
        "tiers": ours.named(ours.values),
        "weights": ours.layout.stages[0].weight,
        "status": ours.status.value,
        "seconds": asdict(ours.seconds),
        "candidates": len(ours.problem.candidates),
        "pairs": len(ours.problem.pairs),
        "arcs": len(program.tail),
        "nodes": program.nodes,
        "side_rows": len(program.upper),
        "is_feasible": program.is_feasible(program.best),
    }


def _measure_peers(record: Record, instance: Instance, ours: Compiled, program: Program) -> None:
    with TemporaryDirectory() as folder:
        program.save(Path(folder) / "program.npz")
        for name in peers_of(instance):
            answer = _asked(name, Path(folder))
            said = {part: value for part, value in asdict(answer).items() if part != "flow"}
            said["bound"] = answer.bound if math.isfinite(answer.bound) else None
            record.add_to("peers", name, {**said, **ours.grade(program, answer)})
    seconds, flow = timed(lambda: greedy(ours.problem))
    values = ours.named(ours.problem.values(flow))
    record.add("greedy", {"seconds": seconds, "values": values, "broken_limits": broken_limits(ours.problem, flow)})


def _asked(name: str, folder: Path) -> Answer:
    """A peer's answer; one that outlives its limit by far is ended."""
    limit = limit_seconds_of(name)
    command = [sys.executable, "-m", "tests.benchmarks.peers", name, str(folder / "program.npz")]
    command += [str(folder / "answer.npz"), str(limit)]
    try:
        run = subprocess.run(command, timeout=2 * limit + 60, capture_output=True, text=True)
    except subprocess.TimeoutExpired as late:
        return Answer("ended from outside", NO_FLOW, -math.inf, late.timeout, 0.0, PEERS[name].title)
    if run.returncode:
        raise RuntimeError(f"{name}: {run.stderr.strip().splitlines()[-1:]}")
    return Answer.load(folder / "answer.npz")
