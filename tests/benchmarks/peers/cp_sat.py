"""CP-SAT on the same rows.

Chosen by trial on provinces of 2,000 people: the network's rows before the limits' own, and
of the parameters those that leave the network its shape and trust its linear relaxation.
"""

from __future__ import annotations

import time

import numpy as np
from ortools.sat.python import cp_model

from tests.benchmarks.program import NO_FLOW, Answer, Program

NETWORK_SETTINGS = {
    "cp_model_presolve": False,
    "linearization_level": 2,
    "cp_model_probing_level": 0,
    "symmetry_level": 0,
}

STATUS = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "feasible", cp_model.UNKNOWN: "nothing"}


def solve(program: Program, limit_seconds: float, *, workers: int, is_hinted: bool = False) -> Answer:
    """Optimum, or best flow and bound by the time limit."""
    begin = time.perf_counter()
    model = cp_model.CpModel()
    numbers = [model.new_int_var(0, most, "") for most in program.capacity.tolist()]
    matrix = program.matrix.tocsr()
    upper = [0] * program.nodes + program.upper.tolist()
    for row, most in enumerate(upper):
        members = slice(matrix.indptr[row], matrix.indptr[row + 1])
        total = cp_model.LinearExpr.weighted_sum(
            [numbers[arc] for arc in matrix.indices[members].tolist()], matrix.data[members].tolist()
        )
        model.add_linear_constraint(total, 0 if row < program.nodes else cp_model.INT_MIN, most)
    model.minimize(cp_model.LinearExpr.weighted_sum(numbers, program.seat_cost.tolist()))
    if is_hinted:
        for number, value in zip(numbers, program.best.tolist(), strict=True):
            model.add_hint(number, value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = 1
    solver.parameters.max_time_in_seconds = limit_seconds
    for name, value in NETWORK_SETTINGS.items():
        setattr(solver.parameters, name, value)
    loaded = time.perf_counter()
    status = solver.solve(model)
    seconds = time.perf_counter() - loaded
    said = STATUS.get(status, solver.status_name(status))
    flow = NO_FLOW
    if said in ("optimal", "feasible"):
        flow = np.array([solver.value(number) for number in numbers], dtype=np.int64)
    network = ", ".join(f"{name}={value}" for name, value in NETWORK_SETTINGS.items())
    settings = f"num_workers={workers}, hint={is_hinted}, {network}, time_limit={limit_seconds}"
    return Answer(said, flow, solver.best_objective_bound, seconds, loaded - begin, settings)
