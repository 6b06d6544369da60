"""Sweeps: the same province planned for every value of a parameter, or every point of a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

import optimizer
from optimizer.domain import Dataset
from optimizer.edits import SCENARIO_FILE, Scenario
from optimizer.edits.scenario import merged
from optimizer.export.tables import csv_text
from optimizer.findings import Finding, Severity, has_errors
from optimizer.ingest import InputError
from optimizer.policy import Policy
from optimizer.rules import check_policy
from scenarios.cluster import in_cluster
from scenarios.figures import Figures, figures_of
from scenarios.parallel import Done, in_parallel
from scenarios.score import capped

MOVES = "moves"
"""The axis of a limit on the people transferred or seconded by the whole plan."""

AXES: Mapping[str, str] = {
    "max_distance": "rules.max_distance.max_km",
    "budget": "rules.allowance_budget.max_vnd",
    "sender_share": "rules.sender_share.share",
}
"""Short names of values of the policy; any other value is named by its path."""

FIGURES = ("weighted_fill", "people_moved", "people_away", "vacant_seats", "cost_vnd", "status", "has_proof")
"""Columns of a curve after those of its axes."""


@dataclass(frozen=True)
class Axis:
    """A parameter and its values: :data:`MOVES`, a name of :data:`AXES`, or the path of a value of the policy."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Point:
    """Values of the axes, in their order, and what the plan comes to."""

    values: tuple[float, ...]
    figures: Figures


@dataclass(frozen=True)
class Base:
    """The tables and the policy that all points share."""

    dataset: Dataset
    policy: Policy


Values = Mapping[str, float]
"""One value per axis, by name."""


def grid(axes: Sequence[Axis]) -> dict[str, Values]:
    """Every point of a grid by its name, the last axis running fastest.

    >>> list(grid([Axis("moves", (10, 20)), Axis("max_distance", (60,))]))
    ['moves=10, max_distance=60', 'moves=20, max_distance=60']
    """
    points = product(*([(axis.name, value) for value in axis.values] for axis in axes))
    return {", ".join(f"{name}={value:g}" for name, value in point): dict(point) for point in points}


def sweep(
    dataset: Dataset,
    policy: Policy,
    axes: Sequence[Axis],
    *,
    processes: int | None = None,
    scheduler: str | None = None,
) -> Iterator[Done[Point]]:
    """Plan every point of the axes' grid and yield each as soon as it has ended, in any order.

    In so many ``processes`` of this machine (by default one per core), or on the Dask cluster
    whose ``scheduler`` is given by its address; the answers are the same. Raises InputError if a
    value cannot be the policy's.
    """
    base, points = Base(dataset, policy), grid(axes)
    for values in points.values():
        changed(base, values)
    if scheduler is None:
        yield from in_parallel(
            {name: partial(point_of, base, values) for name, values in points.items()}, processes=processes
        )
    else:
        yield from in_cluster(scheduler, point_of, base, points)


def point_of(
    base: Base,
    values: Values,
    *,
    time_limit_seconds: float | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Point:
    """One point, planned; the status of its figures tells whether the search was cut short."""
    dataset, policy = changed(base, values)
    # Points without a limit are spread over processes for planning already.
    is_limited = time_limit_seconds is not None or should_stop is not None
    plan = optimizer.plan(
        dataset, policy, time_limit_seconds=time_limit_seconds, should_stop=should_stop, is_isolated=is_limited
    )
    return Point(tuple(values.values()), figures_of(plan))


def changed(base: Base, values: Values) -> tuple[Dataset, Policy]:
    """The tables and the policy of a point. Raises InputError if a value cannot be the policy's."""
    settings: dict[str, Any] = {}
    for name, value in values.items():
        if name != MOVES:
            settings = merged(settings, _setting(name, value))
    edited = Scenario(policy=settings).apply(base.dataset, base.policy)
    findings = (*edited.findings, *check_policy(edited.policy))
    if has_errors(findings):
        raise InputError(findings)
    dataset = capped(base.dataset, edited.policy, _people(values[MOVES])) if MOVES in values else base.dataset
    return dataset, edited.policy


def _people(value: float) -> int:
    """A number of people. Raises InputError if there can be no such number."""
    whole = float(value).is_integer()
    if whole and value >= 0:
        return int(value)
    code = "negative_number" if whole else "not_a_whole_number"
    raise InputError((Finding(Severity.ERROR, code, SCENARIO_FILE, None, MOVES, {"value": value}),))


def _setting(name: str, value: float) -> dict[str, Any]:
    """A value of the policy as nested tables; a rule that is given a value is on.

    >>> _setting("budget", 1e9)
    {'rules': {'allowance_budget': {'max_vnd': 1000000000, 'on': True}}}
    """
    path = AXES.get(name, name).split(".")
    number = int(value) if float(value).is_integer() else value
    inner: dict[str, Any] = {path[-1]: number}
    if path[0] == "rules":
        inner["on"] = True
    for part in reversed(path[:-1]):
        inner = {part: inner}
    return inner


def curve_csv(axes: Sequence[Axis], points: Sequence[Point]) -> str:
    """Points as CSV in the order of the grid, whatever the order in which they ended."""
    rank = {tuple(values.values()): place for place, values in enumerate(grid(axes).values())}
    rows = (
        (
            *point.values,
            point.figures.tiers.get(FIGURES[0]),
            *(getattr(point.figures, name) for name in FIGURES[1:]),
        )
        for point in sorted(points, key=lambda point: rank[point.values])
    )
    return csv_text((*(axis.name for axis in axes), *FIGURES), rows)
