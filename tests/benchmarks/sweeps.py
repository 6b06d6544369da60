"""``python -m tests.benchmarks.sweeps [POINTS] [SIZE]``: a sweep on two cores against one after the other."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import numpy as np

from optimizer.domain import Dataset
from optimizer.policy import Policy
from scenarios.sweep import MOVES, Axis, curve_csv, sweep
from tests.benchmarks.families import SIZES, Instance
from tests.benchmarks.pipeline import start_worker

GOAL = 0.7
"""Share of the time one after the other that two cores may take."""

CORES = 2


def seconds_of(dataset: Dataset, policy: Policy, axes: Sequence[Axis], processes: int) -> tuple[float, str]:
    """Seconds of a sweep and its curve; raises ValueError if a point has no plan."""
    begin = time.perf_counter()
    ended = list(sweep(dataset, policy, axes, processes=processes))
    seconds = time.perf_counter() - begin
    points = [done.answer for done in ended if done.answer is not None]
    if len(points) < len(ended):
        raise ValueError("a point has no plan")
    return seconds, curve_csv(axes, points)


def main(points: str = "200", size: str = "2k") -> None:
    """Measure one sweep over the number of moves, up to one for every vacant seat, and print it."""
    start_worker()
    dataset, policy = Instance("room", size, 1).tables()
    numbers = np.linspace(0, SIZES[size].vacancies, int(points)).astype(int)
    axes = [Axis(MOVES, tuple(float(number) for number in np.unique(numbers)))]
    alone, curve = seconds_of(dataset, policy, axes, 1)
    together, same = seconds_of(dataset, policy, axes, CORES)
    if curve != same:
        raise ValueError("the curves differ")
    print(f"room {size}, {points} points: one after the other {alone:.1f} s, on {CORES} cores {together:.1f} s")
    print(f"{together / alone:.2f} of the time (goal {GOAL:g})")


if __name__ == "__main__":
    main(*sys.argv[1:])
