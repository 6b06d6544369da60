"""Lexicographic minimisation: stage after stage, each on the face left by those before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from optimizer.arrays import Ints
from optimizer.engines.circulation import Arcs, reduced_costs
from optimizer.engines.closing import close
from optimizer.engines.exact import is_only
from optimizer.engines.job import LOT_STAGE, Bound, Found, Job, Message, StageResult
from optimizer.engines.rows import Face
from optimizer.engines.sifting import optimum
from optimizer.engines.uniqueness import is_unique

UNIQUE_EFFORT = 10.0
"""Most effort spent on telling whether the lot left one plan, where the network alone does not tell."""

SALTS = ("", "1", "2", "3", "4", "5", "6", "7")
"""Tried in turn until the lot leaves one plan; one is nearly always enough."""


def solve_stages(job: Job, tell: Callable[[Message], None]) -> None:
    """Tell the result of every stage as it is reached, the lot last; ends after a stage that is not proved.

    Raises SolverError if the solver fails or contradicts itself.
    """
    face = Face(np.ones(len(job.arcs.tail), dtype=bool), job.rows, job.start)
    for stage, cost in enumerate(job.costs):
        if stage in job.floors:
            face, result = _bottleneck(job.arcs, -cost, job.floors[stage], face, stage, tell)
        else:
            face, result = _stage(job.arcs, cost, face, stage, tell)
        tell(result)
        if result.gap:
            return
    for salt in SALTS:
        cost = job.keys.lots(salt, face.free)
        drawn, result = _stage(job.arcs, cost, face, len(job.costs), tell)
        unique = not result.gap and _is_unique(job, drawn)
        if unique or result.gap or salt == SALTS[-1]:
            tell(replace(result, stage=LOT_STAGE, salt=salt, is_unique=unique))
            return


def _stage(arcs: Arcs, cost: Ints, face: Face, stage: int, tell: Callable[[Message], None]) -> tuple[Face, StageResult]:
    """The cheapest flow of a face: by the network alone if its optimum keeps the rows."""
    relaxed = optimum(arcs, cost, face.free, face.flow)
    rows, flow = face.rows, relaxed.flow
    if rows.are_kept(flow):
        none = np.zeros(len(rows), dtype=np.int64)
        free = face.free & (reduced_costs(arcs, cost, relaxed.potential) == 0)
        return Face(free, rows, flow), StageResult(stage, flow, 0, 1, none, relaxed.potential)
    tell(Bound(stage, flow))
    closed = close(arcs, cost, face, relaxed, lambda plan: tell(Found(plan)))
    return closed.face, StageResult(
        stage, closed.face.flow, closed.cost - closed.least, closed.scale, closed.multipliers, closed.potential
    )


def _bottleneck(
    arcs: Arcs, height: Ints, floor: int, face: Face, stage: int, tell: Callable[[Message], None]
) -> tuple[Face, StageResult]:
    """The lowest level above which every arc can be filled, by bisection over the heights there are.

    A level is proved too low by an optimum that leaves arcs above it unfilled.
    """
    levels = np.unique(np.append(height[height > floor], floor)).tolist()
    lowest, highest = 0, len(levels) - 1
    best = None
    while best is None or lowest < highest:
        middle = (lowest + highest) // 2
        above = height > levels[middle]
        reached, result = _stage(arcs, np.where(above, -1, 0), face, stage, tell)
        if (result.flow[above] == arcs.capacity[above]).all():
            best, highest = (reached, result), middle
        elif result.gap:
            return reached, result
        else:
            lowest = middle + 1
    face, result = best
    return face, replace(result, potential=None)


def _is_unique(job: Job, face: Face) -> bool:
    """Whether the flow's moves are the only ones left: by the network alone if that tells, else within the rows."""
    is_move = job.arcs.is_move
    if is_unique(job.arcs, face.free, face.flow, is_move):
        return True
    return len(face.rows) > 0 and is_only(job.arcs, face, is_move, UNIQUE_EFFORT)
