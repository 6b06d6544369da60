"""From the dataset in memory to a verified plan, as a user calls it."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

import psutil

import optimizer
from optimizer.domain import Dataset
from optimizer.policy import Policy
from tests.benchmarks.instances import province


@dataclass(frozen=True)
class PipelineSeconds:
    """Seconds of a whole pipeline and of its steps; ``plan`` is the engine and the writing down."""

    facts: float
    arcs: float
    plan: float
    verify: float
    whole: float


@dataclass(frozen=True)
class Pipeline:
    """Median seconds, how the search ended and the objective vector, each tier with its bound."""

    seconds: PipelineSeconds
    repeats: int
    status: str
    detail: str
    moves: int
    tiers: tuple[tuple[str, int, int | None], ...]
    peak_memory_mb: float


def start_worker() -> None:
    """Plan a hamlet, so that imports and the start of the worker process are not measured."""
    optimizer.plan(*province(60, 5, 5, 1))


def measure_pipeline(dataset: Dataset, policy: Policy, repeats: int, time_limit_seconds: float) -> Pipeline:
    """Median of several runs, each on a dataset without anything remembered.

    Raises ValueError if verification finds a violation.
    """
    runs = []
    for _ in range(repeats):
        fresh = replace(dataset)
        at: dict[str, float] = {}
        start = time.perf_counter()
        proposal = optimizer.plan(
            fresh,
            policy,
            time_limit_seconds=time_limit_seconds,
            on_progress=partial(_note, at),
        )
        planned = time.perf_counter()
        is_clean = optimizer.verify(fresh, proposal, policy).is_clean
        end = time.perf_counter()
        if not is_clean:
            raise ValueError("the plan has violations")
        runs.append(
            PipelineSeconds(
                at["compile"] - start, at["solve"] - at["compile"], planned - at["solve"], end - planned, end - start
            )
        )
    return Pipeline(
        PipelineSeconds(**{step: median(asdict(run)[step] for run in runs) for step in asdict(runs[0])}),
        repeats,
        proposal.termination.status.value,
        proposal.termination.detail,
        len(proposal.moves),
        tuple((tier.tier, tier.value, tier.bound) for tier in proposal.objective),
        peak_memory_mb(),
    )


def _note(at: dict[str, float], step: str) -> None:
    at.setdefault(step, time.perf_counter())


def peak_memory_mb() -> float:
    """Highest resident memory so far of this process and its workers together, as Linux counts it."""
    processes = [psutil.Process(), *psutil.Process().children()]
    return sum(_high_water_kb(process.pid) for process in processes) / 1024


def _high_water_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
