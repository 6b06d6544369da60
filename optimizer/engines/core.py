"""Side rows: bound from the network, a repaired plan, reduced-cost fixing, and CP-SAT on the core."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from optimizer.engines.circulation import Ints, reduced_costs
from optimizer.engines.cp_sat import solve_cp_sat
from optimizer.engines.relaxation import Relaxation, Relaxed
from optimizer.engines.solution import Solution
from optimizer.plan import Status

CORE_SECONDS = 60.0
"""Most time spent on closing the gap that side rows leave; the plan found by then says its bounds."""


def solve_core(
    relaxation: Relaxation,
    relaxed: Relaxed,
    bounds: tuple[int | None, ...],
    *,
    deadline: float | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_stage: Callable[[tuple[str, ...]], None] | None = None,
) -> Solution:
    """An optimum within the side rows, given the network's optimum beyond them.

    Pairs whose reduced cost exceeds the gap between the repaired plan and the bound keep
    their flow in every better plan; what is left is small enough for CP-SAT.
    """
    problem = relaxation.problem
    repaired = _repaired(relaxation, deadline, should_stop)
    stopped = should_stop is not None and should_stop()
    if not relaxed.is_complete or stopped:
        status, detail = (Status.STOPPED, "stop_asked") if stopped else (Status.FEASIBLE, "time_limit")
        return Solution(repaired, status, detail, _holding(bounds, problem.values(repaired)), False, "")
    if on_stage is not None:
        on_stage(("side_rows",))
    fixed = _fixed(relaxation, relaxed, problem.values(repaired))
    flow = relaxation.network.pair_flow(relaxed.flow)
    solution = solve_cp_sat(
        problem,
        least=np.where(fixed, flow, 0),
        most=np.where(fixed, flow, problem.capacity),
        hint=repaired,
        floor=bounds,
        deadline=min(deadline or math.inf, time.monotonic() + CORE_SECONDS),
        should_stop=should_stop,
    )
    if solution.status is Status.INFEASIBLE:
        raise RuntimeError("the repaired plan is feasible, yet the core is not")
    known = tuple(ours if theirs is None else theirs for ours, theirs in zip(bounds, solution.bounds, strict=True))
    shown = _holding(known, problem.values(solution.flow))
    return Solution(solution.flow, solution.status, solution.detail, shown, solution.is_unique, solution.salt)


def _holding(bounds: tuple[int | None, ...], values: tuple[int, ...]) -> tuple[int | None, ...]:
    """The bounds that hold for a plan: below the first tier that misses its bound, none was proved."""
    first_open = next((tier for tier, bound in enumerate(bounds) if bound != values[tier]), len(bounds))
    return tuple(bound if tier <= first_open else None for tier, bound in enumerate(bounds))


def _repaired(relaxation: Relaxation, deadline: float | None, should_stop: Callable[[], bool] | None) -> Ints:
    """A choice within all rows: members that exceed a row are closed and the network solved again."""
    problem, rows = relaxation.problem, relaxation.nesting.side_rows
    closed = np.zeros(len(problem.pairs), dtype=bool)
    while True:
        answer = relaxation.solve(closed=closed, deadline=deadline, should_stop=should_stop)
        flow = relaxation.network.pair_flow(answer.flow)
        excess = rows.excess(flow)
        if (excess <= 0).all():
            return flow
        for row in np.flatnonzero(excess > 0):
            members = rows.pair[(rows.row == row) & (rows.coefficient > 0)]
            used = members[flow[members] > 0]
            # Kept are the first used members, in canonical order, that fit the row by themselves.
            fits = np.cumsum(flow[used]) <= rows.upper[row]
            closed[np.setdiff1d(members, used[fits])] = True


def _fixed(relaxation: Relaxation, relaxed: Relaxed, incumbent: tuple[int, ...]) -> NDArray[np.bool_]:
    """Pairs that keep the network's flow in every plan at least as good as the incumbent.

    Compared lexicographically, stage by stage: moving flow on an arc costs its tuple of
    reduced costs, and no better plan can lose more than the incumbent's distance to the bound.
    """
    network, arcs = relaxation.network, relaxation.arcs()
    bound = relaxation.problem.values(network.pair_flow(relaxed.flow))
    decided = np.zeros(len(arcs.tail), dtype=np.int8)
    direction = np.zeros(len(arcs.tail), dtype=np.int64)
    stages = zip(relaxation.stages, relaxation.stage_costs, relaxed.potentials, strict=False)
    for stage, cost, potential in stages:
        gap = sum(
            weight * (incumbent[tier] - bound[tier]) for tier, weight in zip(stage.tiers, stage.weight, strict=True)
        )
        reduced = reduced_costs(arcs, cost, potential.values)
        # The first stage that prices an arc says which way its flow can move; later ones may win some back.
        direction = np.where(direction == 0, np.sign(reduced), direction)
        loss = direction * reduced
        verdict = np.sign(loss - gap).astype(np.int8)
        decided = np.where(decided == 0, verdict, decided)
    return decided[network.between :] > 0
