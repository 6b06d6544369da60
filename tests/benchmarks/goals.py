"""The goals of the engine as data, each measured as a median over seeds."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from tests.benchmarks.families import BUDGETS, DONORS

Parts = Mapping[str, Any]


@dataclass(frozen=True)
class Goal:
    """A figure of one record, and what its median per family and size should be.

    ``figure`` raises KeyError on a record that lacks what it needs: the goal does not ask there.
    """

    title: str
    families: tuple[str, ...]
    figure: Callable[[Parts], float]
    at_most: float = math.inf
    at_least: float = -math.inf

    def is_met(self, value: float) -> bool:
        """Whether a median meets it."""
        return self.at_least <= value <= self.at_most

    @property
    def bound(self) -> str:
        """As a table shows it."""
        return f"≤ {self.at_most:g}" if self.at_most < math.inf else f"≥ {self.at_least:g}"


@dataclass(frozen=True)
class Outcome:
    """A goal on one family and size: the median over so many seeds."""

    goal: Goal
    family: str
    size: str
    value: float
    seeds: int

    @property
    def is_met(self) -> bool:
        """Whether it is met."""
        return self.goal.is_met(self.value)


def raw(parts: Parts) -> float:
    """Seconds of the raw call."""
    seconds: float = parts["peers"]["raw"]["seconds"]
    return seconds


def in_seconds(pipeline: str) -> Callable[[Parts], float]:
    """A whole pipeline in seconds."""
    return lambda parts: float(parts["pipelines"][pipeline]["seconds"]["whole"])


def in_raw_calls(pipeline: str) -> Callable[[Parts], float]:
    """The same in raw calls."""
    return lambda parts: in_seconds(pipeline)(parts) / raw(parts)


def what_if_in_raw_calls(pipeline: str) -> Callable[[Parts], float]:
    """The median change solved again, in raw calls."""
    return lambda parts: median(parts["what_if"][pipeline].values()) / raw(parts)


def times_faster_than(peer: str) -> Callable[[Parts], float]:
    """A peer's seconds to its proof, or to the time limit, in seconds of ours to proof; 0 without ours."""

    def figure(parts: Parts) -> float:
        theirs, ours = parts["peers"][peer]["seconds"], parts["ours"]
        return theirs / ours["seconds"]["to_proof"] if ours["status"] == "optimal" else 0.0

    return figure


def of_whole_nation(figure: Callable[[Parts], float]) -> Callable[[Parts], float]:
    """A figure of the nation, infinite if any province has no clean plan."""

    def checked(parts: Parts) -> float:
        said = parts["national"]
        return math.inf if said["failed"] or said["with_violations"] else figure(said)

    return checked


LOOSE_AND_TIGHT = tuple(DONORS)
NATION = ("national",)

GOALS: tuple[Goal, ...] = (
    Goal("pipeline in one solve, raw calls", LOOSE_AND_TIGHT, in_raw_calls("one_solve"), at_most=2.5),
    Goal("pipeline staged, raw calls", LOOSE_AND_TIGHT, in_raw_calls("staged"), at_most=3.5),
    Goal("what-if in one solve, raw calls", LOOSE_AND_TIGHT, what_if_in_raw_calls("one_solve"), at_most=2.0),
    Goal("what-if staged, raw calls", LOOSE_AND_TIGHT, what_if_in_raw_calls("staged"), at_most=3.0),
    Goal(
        "proof before HiGHS MIP (or its limit), times", LOOSE_AND_TIGHT, times_faster_than("highs-mip"), at_least=20.0
    ),
    Goal(
        "budget: proof before HiGHS MIP (or its limit), times",
        tuple(BUDGETS),
        times_faster_than("highs-mip"),
        at_least=4.0,
    ),
    Goal("nation, seconds", NATION, of_whole_nation(lambda said: said["seconds"]), at_most=20.0),
    Goal("nation, GB", NATION, of_whole_nation(lambda said: said["peak_memory_mb"] / 1024), at_most=1.5),
)

SCALING = Goal("scaling exponent in arcs", LOOSE_AND_TIGHT, lambda parts: math.nan, at_most=1.2)
"""A figure of all sizes and seeds of a family together."""


def outcomes(records: Mapping[str, Parts]) -> Iterator[Outcome]:
    """Every goal on every family and size that was measured."""
    for goal in GOALS:
        found: dict[tuple[str, str], list[float]] = defaultdict(list)
        for parts in records.values():
            family, size = parts["instance"].get("family", "national"), parts["instance"].get("size", "")
            if family in goal.families:
                found[family, size] += _figure(goal, parts)
        for (family, size), values in found.items():
            if values:
                yield Outcome(goal, family, size, median(values), len(values))
    for family in SCALING.families:
        yield from _scaling(records, family)


def _figure(goal: Goal, parts: Parts) -> tuple[float, ...]:
    """The goal's figure of one record, or none where a part it needs was not measured."""
    try:
        return (goal.figure(parts),)
    except KeyError:
        return ()


def _scaling(records: Mapping[str, Parts], family: str) -> Iterator[Outcome]:
    """Least squares of log seconds on log arcs, for both pipelines; one size alone tells nothing."""
    measured = [parts for parts in records.values() if parts["instance"].get("family") == family and "ours" in parts]
    if len({parts["instance"]["size"] for parts in measured}) < 2:
        return
    for pipeline in ("one_solve", "staged"):
        points = [(parts["ours"]["arcs"], in_seconds(pipeline)(parts)) for parts in measured]
        arcs, seconds = np.log(np.array(points, dtype=np.float64)).T
        slope = float(np.polyfit(arcs, seconds, 1)[0])
        yield Outcome(SCALING, family, pipeline, slope, len(points))
