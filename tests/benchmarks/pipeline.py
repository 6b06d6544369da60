"""From the dataset in memory to a verified plan, against one raw min-cost flow call."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import TypeVar

import numpy as np
import psutil

import optimizer
from optimizer.domain import Dataset
from optimizer.engines.circulation import solve
from optimizer.engines.relaxation import relax
from optimizer.engines.solution import Proof, Solution
from optimizer.facts import facts_of
from optimizer.plan import Status
from optimizer.planning import plan_of
from optimizer.policy import Policy
from optimizer.problem import compile_problem
from tests.benchmarks.instances import province

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Breakdown:
    """Seconds of every step, and of the whole pipeline as a user calls it.

    ``raw`` is one SimpleMinCostFlow call on the same arcs, loaded in bulk, weighted by the
    tiers of the first stage.
    """

    facts: float
    arcs: float
    network: float
    solve: float
    proof: float
    plan: float
    verify: float
    pipeline: float
    raw: float

    @property
    def ratio(self) -> float:
        """The whole pipeline in raw calls."""
        return self.pipeline / self.raw


@dataclass(frozen=True)
class Measured:
    """One instance: its size, what binds, median seconds and peak memory."""

    name: str
    seed: int
    people: int
    pairs: int
    nodes: int
    tiers_of_first_stage: int
    side_rows: int
    side_rows_exceeded: int
    status: str
    seconds: Breakdown
    peak_memory_mb: float

    def record(self) -> dict[str, object]:
        """As JSON."""
        return {**asdict(self), "ratio": self.seconds.ratio}


def measure(name: str, seed: int, dataset: Dataset, policy: Policy, repeats: int) -> Measured:
    """Median of ``repeats`` runs with a worker running, each on a dataset without anything remembered."""
    optimizer.plan(*province(60, 5, 5, seed))
    runs, status = [], ""
    for _ in range(repeats):
        fresh = replace(dataset)
        pipeline, status = timed(lambda fresh=fresh: _as_a_user(fresh, policy))
        runs.append(replace(_steps(replace(dataset), policy), pipeline=pipeline))
    problem = compile_problem(facts_of(dataset, policy))
    relaxation = relax(problem)
    moves = relaxation.network.pair_flow(relaxation.solve().flow)
    return Measured(
        name=name,
        seed=seed,
        people=len(dataset.employees),
        pairs=len(problem.pairs),
        nodes=relaxation.network.nodes,
        tiers_of_first_stage=len(relaxation.stages[0].tiers),
        side_rows=len(relaxation.nesting.side_rows),
        side_rows_exceeded=int((relaxation.nesting.side_rows.excess(moves) > 0).sum()),
        status=status,
        seconds=Breakdown(*(median(getattr(run, step) for run in runs) for step in asdict(runs[0]))),
        peak_memory_mb=peak_memory_mb(),
    )


def timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """Seconds and answer."""
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def _as_a_user(dataset: Dataset, policy: Policy) -> str:
    proposal = optimizer.plan(dataset, policy)
    assert optimizer.verify(dataset, proposal, policy).is_clean
    return proposal.termination.status.value


def _steps(dataset: Dataset, policy: Policy) -> Breakdown:
    """Each step once, by itself."""
    facts_seconds, facts = timed(lambda: facts_of(dataset, policy))
    arcs_seconds, problem = timed(lambda: compile_problem(facts))
    network_seconds, relaxation = timed(lambda: relax(problem))
    solve_seconds, relaxed = timed(relaxation.solve)
    proof_seconds, is_right = timed(lambda: relaxation.confirms(relaxed.flow, relaxed.potentials, relaxed.salt))
    assert is_right
    flow = relaxation.network.pair_flow(relaxed.flow)
    solution = Solution(
        flow,
        Status.OPTIMAL,
        "proved",
        problem.values(flow),
        relaxed.is_unique,
        relaxed.salt,
        Proof(relaxation.network.names, relaxed.flow, relaxed.potentials),
    )
    plan_seconds, proposal = timed(lambda: plan_of(problem, solution, "flow"))
    verify_seconds, _ = timed(lambda: optimizer.verify(dataset, proposal, policy))
    arcs, cost = relaxation.arcs(), relaxation.stage_costs[0]
    everything, nothing = np.ones(len(arcs.tail), dtype=bool), np.zeros(len(arcs.tail), dtype=np.int64)
    raw_seconds, _ = timed(lambda: solve(arcs, cost, everything, nothing))
    return Breakdown(
        facts_seconds,
        arcs_seconds,
        network_seconds,
        solve_seconds,
        proof_seconds,
        plan_seconds,
        verify_seconds,
        pipeline=0.0,
        raw=raw_seconds,
    )


def peak_memory_mb() -> float:
    """Highest resident memory so far of this process and its workers together, as Linux counts it."""
    processes = [psutil.Process(), *psutil.Process().children()]
    return sum(_high_water_kb(process.pid) for process in processes) / 1024


def _high_water_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
