"""HiGHS through highspy: the linear relaxation by simplex, or the integer program.

Chosen by trial on these instances: simplex before ipm (seven times slower), presolve on, two
threads, costs on the seats and otherwise as they are (divided by 2^20 slower, by 2^30 wrong).
"""

from __future__ import annotations

import time

import highspy
import numpy as np

from tests.benchmarks.program import NO_FLOW, Answer, Program

ABSOLUTE_GAP = 0.999
"""Costs are whole numbers: a gap below one proves the optimum."""

WHOLE = 1e-6


def solve(program: Program, limit_seconds: float, *, is_whole: bool) -> Answer:
    """Optimum, best flow or bound by the time limit."""
    begin = time.perf_counter()
    solver = highspy.Highs()
    options: dict[str, bool | float | str] = {
        "output_flag": False,
        "threads": 2,
        "presolve": "on",
        "time_limit": limit_seconds,
    }
    if is_whole:
        options |= {"mip_rel_gap": 0.0, "mip_abs_gap": ABSOLUTE_GAP}
    else:
        options |= {"solver": "simplex"}
    for name, value in {**options, "output_flag": False}.items():
        if solver.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise ValueError(f"HiGHS refuses {name}={value}")
    solver.passModel(_model(program, is_whole))
    loaded = time.perf_counter()
    solver.run()
    seconds = time.perf_counter() - loaded
    status, info = solver.getModelStatus(), solver.getInfo()
    number = np.array(solver.getSolution().col_value)
    has_flow = len(number) > 0 and info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    whole = has_flow and bool((np.abs(number - np.rint(number)) < WHOLE).all())
    optimal = status == highspy.HighsModelStatus.kOptimal
    if optimal:
        said = "optimal" if whole else "bound"
    elif status == highspy.HighsModelStatus.kTimeLimit:
        said = "feasible" if whole and is_whole else "nothing"
    else:
        said = solver.modelStatusToString(status)
    bound = info.mip_dual_bound if is_whole else info.objective_function_value if optimal else -np.inf
    settings = ", ".join(f"{name}={value}" for name, value in options.items())
    flow = np.rint(number).astype(np.int64) if said in ("optimal", "feasible") else NO_FLOW
    return Answer(said, flow, bound, seconds, loaded - begin, settings)


def _model(program: Program, is_whole: bool) -> highspy.HighsLp:
    matrix, arcs = program.matrix, len(program.tail)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = arcs, matrix.shape[0]
    model.col_cost_ = program.seat_cost.astype(np.float64)
    model.col_lower_, model.col_upper_ = np.zeros(arcs), program.capacity.astype(np.float64)
    model.row_lower_, model.row_upper_ = program.row_lower, program.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data.astype(np.float64)
    if is_whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * arcs
    return model
