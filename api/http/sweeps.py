"""Sweeps: a province planned for every value of a parameter, in the background."""

from __future__ import annotations

import math
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from api.access import Permission
from api.http.access import Called, needs
from api.http.language import Spoken
from api.http.problems import ProblemError
from api.http.runs import IdempotencyKey, RunInScope, RunRequest, RunView, accepted, started
from api.http.scenarios import AnyId
from api.http.service import Served
from api.store.runs import Run
from api.store.sweeps import points_of
from scenarios.sweep import AXES, MOVES, Axis, Point, curve_csv

router = APIRouter(prefix="/sweeps", tags=["sweeps"])

MOST_POINTS = 100
"""Points of a sweep over HTTP: the worker plans one after the other."""

Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]


class AxisRequest(BaseModel):
    """A parameter and its values, in the order of the curve."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[
        str,
        Field(
            pattern=r"^[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39}){0,4}$",
            description=f"`{MOVES}`, `{'`, `'.join(AXES)}`, or the path of a value of the policy.",
        ),
    ]
    values: Annotated[list[Number], Field(min_length=1, max_length=MOST_POINTS)]


class SweepRequest(BaseModel):
    """One axis or two on a dataset or a scenario; without a policy the dataset's own is used."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"dataset": "0" * 32, "axes": [{"name": "moves", "values": [10, 20, 30]}]}]},
    )

    dataset: AnyId | None = None
    scenario: AnyId | None = None
    policy: dict[str, JsonValue] | None = None
    axes: Annotated[list[AxisRequest], Field(min_length=1, max_length=2)]


class Curve(BaseModel):
    """The points of a sweep; none before it has ended."""

    axes: list[str]
    points: list[Point]


@router.post(
    "",
    status_code=HTTPStatus.ACCEPTED,
    summary="Start a sweep",
    **needs(Permission.PLAN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def start(
    asked: SweepRequest,
    caller: Called,
    service: Served,
    language: Spoken,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> RunView:
    """A sweep is a run like any other, watched and cancelled at its Location; its answer is at `/v1/sweeps/{id}`."""
    names = [axis.name for axis in asked.axes]
    points = math.prod(len(axis.values) for axis in asked.axes)
    repeats = len(set(names)) < len(names) or any(len(set(axis.values)) < len(axis.values) for axis in asked.axes)
    if points > MOST_POINTS or repeats:
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "bad_axes", most=MOST_POINTS)
    plain = RunRequest(dataset=asked.dataset, scenario=asked.scenario, policy=asked.policy)
    run = started(service, caller, plain, idempotency_key, [axis.model_dump() for axis in asked.axes])
    return accepted(service, run, language, response)


async def sweep_in_scope(run: RunInScope) -> Run:
    """A run that is a sweep. Raises ProblemError (404) for another one."""
    if run.axes is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_found")
    return run


SweepInScope = Annotated[Run, Depends(sweep_in_scope)]
_READ = needs(Permission.READ, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)


@router.get("/{run_id}", summary="The curve of a sweep", **_READ)
def curve(run: SweepInScope, service: Served) -> Curve:
    """Every point with its figures; none before the run has ended."""
    return Curve(axes=[axis["name"] for axis in run.axes or ()], points=list(points_of(service.database, run.id)))


@router.get("/{run_id}/csv", summary="The curve as CSV", response_class=Response, **_READ)
def curve_as_csv(run: SweepInScope, service: Served) -> Response:
    """The same points as `dieuphoi sweep` writes them."""
    axes = [Axis(axis["name"], tuple(axis["values"])) for axis in run.axes or ()]
    return Response(curve_csv(axes, points_of(service.database, run.id)), media_type="text/csv; charset=utf-8")
