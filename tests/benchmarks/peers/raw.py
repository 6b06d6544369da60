"""The unit of time: one SimpleMinCostFlow call, loaded in bulk, weighted by the upper tiers.

It knows no side rows, no lot and no proof, and writes no plan down.
"""

from __future__ import annotations

import time
from statistics import median

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from tests.benchmarks.program import Answer, Ints, Program

REPEATS = 3
MANY_ARCS = 2_000_000
"""From here on once is enough: a call takes seconds."""


def solve(program: Program, limit_seconds: float) -> Answer:
    """Median of a few calls; the call cannot be interrupted, so that the limit is the caller's."""
    del limit_seconds
    repeats = REPEATS if len(program.tail) < MANY_ARCS else 1
    runs = [_call(program) for _ in range(repeats)]
    status, flow, _ = runs[0]
    return Answer(
        "optimal" if status == SimpleMinCostFlow.OPTIMAL else status.name,
        flow,
        float(program.cost @ flow),
        median(seconds for _, _, seconds in runs),
        0.0,
        f"calls: {repeats}, side rows left out",
    )


def _call(program: Program) -> tuple[SimpleMinCostFlow.Status, Ints, float]:
    start = time.perf_counter()
    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(program.tail, program.head, program.capacity, program.cost)
    solver.set_nodes_supplies(np.arange(program.nodes), np.zeros(program.nodes, dtype=np.int64))
    status = solver.solve()
    flow = solver.flows(np.arange(len(program.tail)))
    return status, flow, time.perf_counter() - start
