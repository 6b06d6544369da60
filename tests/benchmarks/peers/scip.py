"""SCIP through MathOpt, the model handed over as one message."""

from __future__ import annotations

import time
from datetime import timedelta

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from tests.benchmarks.program import NO_FLOW, Answer, Program

ABSOLUTE_GAP = 0.999


def solve(program: Program, limit_seconds: float) -> Answer:
    """Optimum, or best flow and bound by the time limit."""
    begin = time.perf_counter()
    model = mathopt.Model.from_model_proto(_message(program))
    parameters = mathopt.SolveParameters(
        time_limit=timedelta(seconds=limit_seconds), relative_gap_tolerance=0.0, absolute_gap_tolerance=ABSOLUTE_GAP
    )
    loaded = time.perf_counter()
    result = mathopt.solve(model, mathopt.SolverType.GSCIP, params=parameters)
    seconds = time.perf_counter() - loaded
    said = result.termination.reason.name.lower().replace("no_solution_found", "nothing")
    flow = NO_FLOW
    if result.has_primal_feasible_solution():
        numbers = result.variable_values(model.variables())
        flow = np.rint(np.array(numbers)).astype(np.int64)
    settings = f"relative_gap_tolerance=0, absolute_gap_tolerance={ABSOLUTE_GAP}, time_limit={limit_seconds}"
    return Answer(said, flow, result.dual_bound(), seconds, loaded - begin, settings)


def _message(program: Program) -> model_pb2.ModelProto:
    matrix, arcs = program.matrix.tocsr(), len(program.tail)
    message = model_pb2.ModelProto()
    message.variables.ids.extend(range(arcs))
    message.variables.lower_bounds.extend([0.0] * arcs)
    message.variables.upper_bounds.extend(program.capacity.astype(float).tolist())
    message.variables.integers.extend([True] * arcs)
    priced = np.flatnonzero(cost := program.seat_cost)
    message.objective.linear_coefficients.ids.extend(priced.tolist())
    message.objective.linear_coefficients.values.extend(cost[priced].astype(float).tolist())
    message.linear_constraints.ids.extend(range(matrix.shape[0]))
    message.linear_constraints.lower_bounds.extend(program.row_lower.tolist())
    message.linear_constraints.upper_bounds.extend(program.row_upper.tolist())
    matrix.sort_indices()
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    message.linear_constraint_matrix.row_ids.extend(rows.tolist())
    message.linear_constraint_matrix.column_ids.extend(matrix.indices.tolist())
    message.linear_constraint_matrix.coefficients.extend(matrix.data.astype(float).tolist())
    return message
