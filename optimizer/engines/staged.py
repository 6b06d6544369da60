"""Lexicographic minimisation: stage after stage, each on the face left by those before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.engines.circulation import Arcs, Ints, Rows, potentials, reduced_costs, solve
from optimizer.engines.lot import lots
from optimizer.engines.uniqueness import is_unique

LOT_STAGE = -1
READY = "ready"
"""What a worker process sends when it waits for a job; any other text is the name of an error."""

SALTS = ("", "1", "2", "3", "4", "5", "6", "7")
"""Tried in turn until the lot leaves one plan; one is nearly always enough."""


@dataclass(frozen=True)
class MoveKeys:
    """Who goes where in which form, for the pairs' arcs, which begin at arc ``first``.

    ``person`` and ``post`` are row numbers into ``ids`` and ``codes``, ``form`` into ``forms``.
    """

    first: int
    ids: Sequence[str]
    codes: Sequence[str]
    forms: Sequence[str]
    person: Rows
    post: Rows
    form: NDArray[np.int8]
    reopens: NDArray[np.bool_]

    def lots(self, salt: str, arcs: Rows) -> Ints:
        """The lot of every arc in ``arcs``, 0 for arcs in between."""
        drawn = np.zeros(len(arcs), dtype=np.int64)
        moves = np.flatnonzero(arcs >= self.first)
        pairs = arcs[moves] - self.first
        keys = zip(
            (self.ids[row] for row in self.person[pairs].tolist()),
            (self.codes[row] for row in self.post[pairs].tolist()),
            (self.forms[row] for row in self.form[pairs].tolist()),
            ("reopens" if value else "" for value in self.reopens[pairs].tolist()),
            strict=True,
        )
        drawn[moves] = lots(salt, keys)
        return drawn

    def lots_on_face(self, salt: str, arcs: Arcs, costs: Sequence[Ints], stage_potentials: Sequence[Ints]) -> Ints:
        """The lot of every arc that no stage decides, 0 for the others: their lot does not matter."""
        undecided = np.ones(len(arcs.tail), dtype=bool)
        for cost, potential in zip(costs, stage_potentials, strict=False):
            undecided &= reduced_costs(arcs, cost, potential) == 0
        drawn = np.zeros(len(arcs.tail), dtype=np.int64)
        face = np.flatnonzero(undecided)
        drawn[face] = self.lots(salt, face)
        return drawn


@dataclass(frozen=True)
class Job:
    """A network to be solved: the arcs' costs in each stage, then the lot among equals."""

    arcs: Arcs
    costs: Sequence[Ints]
    keys: MoveKeys


@dataclass(frozen=True)
class StageResult:
    """The flow after a stage and the potentials that prove it; ``stage`` is LOT_STAGE for the lot."""

    stage: int
    flow: Ints
    potential: Ints
    salt: str = ""
    is_unique: bool = False


def solve_stages(job: Job) -> Iterator[StageResult]:
    """Yield the result of every stage as it is reached, the lot last.

    Raises SolverError if the solver fails or contradicts itself.
    """
    arcs = job.arcs
    free = np.ones(len(arcs.tail), dtype=bool)
    flow = np.zeros(len(arcs.tail), dtype=np.int64)
    for stage, cost in enumerate(job.costs):
        flow = solve(arcs, cost, free, flow)
        potential = potentials(arcs, cost, free, flow)
        free = free & (reduced_costs(arcs, cost, potential) == 0)
        yield StageResult(stage, flow, potential)
    yield _drawn(job, free, flow)


def _drawn(job: Job, face: NDArray[np.bool_], flow: Ints) -> StageResult:
    """The lot among the flows of the face; another salt where it leaves several."""
    arcs = job.arcs
    on_face = np.flatnonzero(face)
    for salt in SALTS:
        cost = np.zeros(len(arcs.tail), dtype=np.int64)
        cost[on_face] = job.keys.lots(salt, on_face)
        drawn = solve(arcs, cost, face, flow)
        potential = potentials(arcs, cost, face, drawn)
        left = face & (reduced_costs(arcs, cost, potential) == 0)
        unique = is_unique(arcs, left, drawn, np.arange(len(arcs.tail)) >= job.keys.first)
        if unique or salt == SALTS[-1]:
            break
    return StageResult(LOT_STAGE, drawn, potential, salt, unique)
