"""The flow engine: exact min-cost circulation, stage by stage, within side rows."""

from __future__ import annotations

from collections.abc import Callable

from optimizer.engines.job import LOT_STAGE
from optimizer.engines.layout import Answer, Layout, lay_out
from optimizer.engines.solution import Potentials, Proof, Solution
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
    is_isolated: bool = True,
) -> Solution:
    """Minimise the tiers in order, then draw the lot; every optimum passes the checker.

    ``deadline`` is a :func:`time.monotonic` time. Cut short, the best choice so far is
    returned with the bounds proved until then. Without ``is_isolated`` the stages run in this
    process, where nothing cuts them short.

    Raises ProofError, SolverError, WorkerDiedError or CostRangeError.
    """
    layout = lay_out(problem)
    answer = layout.solve(deadline=deadline, should_stop=should_stop, on_stage=on_stage, is_isolated=is_isolated)
    return solution_of(layout, answer, is_stopped=should_stop is not None and should_stop())


def solution_of(layout: Layout, answer: Answer, *, is_stopped: bool = False) -> Solution:
    """Read an answer of the stages: what is chosen and what is proved about it.

    Raises ProofError if the independent checker contradicts.
    """
    flow, bounds = layout.network.pair_flow(answer.flow), layout.bounds(answer)
    if answer.is_complete:
        lot, proof = answer.stages[-1], _proof(layout, answer)
        if proof is not None and not layout.confirms(proof.flow, proof.potentials, lot.salt):
            raise ProofError("reduced costs contradict the flow")
        return Solution(flow, Status.OPTIMAL, "proved", bounds, lot.is_unique, lot.salt, proof)
    proved = {tier for result in answer.stages if not result.gap for tier in layout.tiers_of(result.stage)}
    if not is_stopped and proved.issuperset(tier.id for tier in layout.problem.tiers):
        # Every tier is proved; only among equals the lot may not be the lowest.
        return Solution(flow, Status.OPTIMAL, "proved_but_lot", bounds, False, "")
    if is_stopped:
        return Solution(flow, Status.STOPPED, "stop_asked", bounds, False, "")
    # A stage that left a gap ended the search by itself, whatever time was left.
    gave_up = bool(answer.stages) and answer.stages[-1].gap > 0
    return Solution(flow, Status.FEASIBLE, "search_limit" if gave_up else "time_limit", bounds, False, "")


def _proof(layout: Layout, answer: Answer) -> Proof | None:
    """What the checker reads; None where a stage was closed by search in a core, not by potentials alone."""
    parts = []
    for result in answer.stages:
        if result.potential is None:
            return None
        is_lot = result.stage == LOT_STAGE
        tiers, weights = ((), (1,)) if is_lot else _stage(layout, result.stage)
        parts.append(Potentials(tiers, result.potential, weights, result.multipliers, result.scale))
    return Proof(layout.network.names, layout.row_names, answer.flow, tuple(parts))


def _stage(layout: Layout, stage: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return layout.stages[stage].tiers, layout.stages[stage].weight
