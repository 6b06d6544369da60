"""Lexicographic minimisation: stage after stage, each on the face left by those before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.engines.circulation import Arcs, Indices, Ints, reduced_costs
from optimizer.engines.closing import close
from optimizer.engines.exact import is_only
from optimizer.engines.lot import lots
from optimizer.engines.rows import Face, Rows
from optimizer.engines.sifting import optimum
from optimizer.engines.uniqueness import is_unique

LOT_STAGE = -1

UNIQUE_EFFORT = 10.0
"""Most effort spent on telling whether the lot left one plan, where the network alone does not tell."""

READY = "ready"
"""What a worker process sends when it waits for a job; any other text is the name of an error."""

SALTS = ("", "1", "2", "3", "4", "5", "6", "7")
"""Tried in turn until the lot leaves one plan; one is nearly always enough."""


@dataclass(frozen=True)
class MoveKeys:
    """Who goes where in which form, for the arcs that are moves, which are a network's last.

    ``person`` and ``post`` are row numbers into ``ids`` and ``codes``, ``form`` into ``forms``.
    """

    ids: Sequence[str]
    codes: Sequence[str]
    forms: Sequence[str]
    person: Indices
    post: Indices
    form: NDArray[np.int8]
    reopens: NDArray[np.bool_]

    def lots(self, salt: str, undecided: NDArray[np.bool_]) -> Ints:
        """The lot of every move marked among a network's arcs, 0 for all other arcs: their lot does not matter."""
        first = len(undecided) - len(self.person)
        moves = np.flatnonzero(undecided[first:])
        keys = zip(
            (self.ids[row] for row in self.person[moves].tolist()),
            (self.codes[row] for row in self.post[moves].tolist()),
            (self.forms[row] for row in self.form[moves].tolist()),
            ("reopens" if value else "" for value in self.reopens[moves].tolist()),
            strict=True,
        )
        drawn = np.zeros(len(undecided), dtype=np.int64)
        drawn[first + moves] = lots(salt, keys)
        return drawn


@dataclass(frozen=True)
class Job:
    """A network to be solved within side rows: the arcs' costs in each stage, then the lot among equals.

    ``start`` is a flow within the rows, in which nobody moves. ``floors`` marks stages that are
    bottlenecks: their cost is that of the dearest arc not filled, ``-cost``, and never lower than
    the floor.
    """

    arcs: Arcs
    costs: Sequence[Ints]
    keys: MoveKeys
    rows: Rows
    start: Ints
    floors: Mapping[int, int]


@dataclass(frozen=True)
class Found:
    """A better plan on the way."""

    flow: Ints


@dataclass(frozen=True)
class Bound:
    """The network's optimum of a stage where it exceeds side rows: no plan is better."""

    stage: int
    flow: Ints


@dataclass(frozen=True)
class StageResult:
    """The flow after a stage, and what proves it; ``stage`` is LOT_STAGE for the lot.

    ``gap`` is how far a better plan could lie below in the stage's cost; 0 means proved.
    Without side rows in the way, and mostly with them, ``potential`` proves it together with
    the ``multipliers`` of the rows, both in ``scale``-ths of a unit of cost.
    """

    stage: int
    flow: Ints
    gap: int
    scale: int
    multipliers: Ints
    potential: Ints | None
    salt: str = ""
    is_unique: bool = False


Message = Found | Bound | StageResult


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
