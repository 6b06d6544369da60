"""The points of a sweep that is a run: one after the other in this process, or spread over a Dask cluster."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from optimizer.plan import Status
from scenarios.cluster import in_cluster
from scenarios.sweep import Base, Point, Values, point_of

Tell = Callable[[str], None]
"""Is told the name of a point: here when it begins, of a cluster when its answer is there."""


class PointFailedError(RuntimeError):
    """A point has no answer: its process died, or raised what is not the tables' fault."""


@dataclass(frozen=True)
class Sweep:
    """What is planned for which values by name, until when (``time.monotonic``), and whether it is to stop before."""

    base: Base
    points: Mapping[str, Values]
    until: float
    should_stop: Callable[[], bool]

    @property
    def is_over(self) -> bool:
        """Whether no further point is to be planned."""
        return self.seconds_left <= 0 or self.should_stop()

    @property
    def seconds_left(self) -> float:
        """Seconds that are left for all points together."""
        return self.until - time.monotonic()


def in_turn(sweep: Sweep, tell: Tell) -> Iterator[Point]:
    """Points in the order of the grid, until the sweep is over. One that was stopped half-way is none."""
    for name, values in sweep.points.items():
        if sweep.is_over:
            return
        tell(name)
        point = point_of(sweep.base, values, time_limit_seconds=sweep.seconds_left, should_stop=sweep.should_stop)
        if point.figures.status == Status.STOPPED:
            return
        yield point


def on_cluster(scheduler: str, sweep: Sweep, tell: Tell) -> Iterator[Point]:
    """The same points in the order of the grid, as many as a cluster answered with before the sweep was over.

    Raises PointFailedError, OSError if no scheduler answers.
    """
    piece = partial(point_of, time_limit_seconds=sweep.seconds_left)
    answered: dict[str, Point] = {}
    for done in in_cluster(scheduler, piece, sweep.base, sweep.points, should_stop=lambda: sweep.is_over):
        if done.answer is None:
            raise PointFailedError(done.name)
        answered[done.name] = done.answer
        tell(done.name)
    yield from (answered[name] for name in sweep.points if name in answered)
