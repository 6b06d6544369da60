"""What a process is asked to solve, and the messages in which it answers as it gets on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimizer.arrays import Ints
from optimizer.engines.circulation import Arcs
from optimizer.engines.lot import MoveKeys
from optimizer.engines.rows import Rows

LOT_STAGE = -1
"""The lot's number among the stages."""

READY = "ready"
"""What a worker process sends when it waits for a job; any other text is the name of an error."""


@dataclass(frozen=True)
class Job:
    """A network to be solved within side rows: the arcs' costs in each stage, then the lot among equals.

    ``start`` is a flow within the rows, in which nobody moves. ``floors`` marks stages that are
    bottlenecks: an arc's height is minus its cost, and the stage's value is that of the highest arc
    not filled, never below the floor.
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
