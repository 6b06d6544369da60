"""The flow engine: exact min-cost circulation, stage by stage; side rows on a small core."""

from __future__ import annotations

from collections.abc import Callable

from optimizer.engines.core import solve_core
from optimizer.engines.relaxation import relax
from optimizer.engines.solution import Proof, Solution
from optimizer.plan import Status
from optimizer.problem.problem import Problem


class ProofError(RuntimeError):
    """The solver's answer did not pass the independent checker: a defect, never a plan."""


def solve_flow(
    problem: Problem,
    *,
    deadline: float | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_stage: Callable[[tuple[str, ...]], None] | None = None,
) -> Solution:
    """Minimise the tiers in order, then draw the lot; every optimum passes the checker.

    ``deadline`` is a :func:`time.monotonic` time. Cut short, the best choice so far is
    returned with the bounds proved until then.

    Raises ProofError, SolverError, WorkerDiedError or CostRangeError.
    """
    relaxation = relax(problem)
    relaxed = relaxation.solve(deadline=deadline, should_stop=should_stop, on_stage=on_stage)
    if relaxed.is_complete and not relaxation.confirms(relaxed.flow, relaxed.potentials, relaxed.salt):
        raise ProofError("reduced costs contradict the flow")
    flow = relaxation.network.pair_flow(relaxed.flow)
    values = problem.values(flow)
    proved = {tier for stage in relaxed.potentials for tier in stage.tiers}
    bounds = tuple(value if tier in proved else None for tier, value in enumerate(values))
    if (relaxation.nesting.side_rows.excess(flow) > 0).any():
        return solve_core(relaxation, relaxed, bounds, deadline=deadline, should_stop=should_stop, on_stage=on_stage)
    if relaxed.is_complete:
        proof = Proof(relaxation.network.names, relaxed.flow, relaxed.potentials)
        return Solution(flow, Status.OPTIMAL, "proved", bounds, relaxed.is_unique, relaxed.salt, proof)
    stopped = should_stop is not None and should_stop()
    status, detail = (Status.STOPPED, "stop_asked") if stopped else (Status.FEASIBLE, "time_limit")
    return Solution(flow, status, detail, bounds, False, "")
