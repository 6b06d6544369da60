"""Runs: plans asked for in the background, watched, cancelled."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response
from fastapi import Path as InPath
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from api.access import Caller, Permission
from api.http.access import Called, needs
from api.http.datasets import Id, dataset_in_scope
from api.http.language import Spoken
from api.http.pages import DEFAULT_LIMIT, After, Limit, PageView
from api.http.problems import FindingView, ProblemError
from api.http.scenarios import AnyId, scenario_in_scope
from api.http.service import Served, Service
from api.policy_file import policy_of
from api.store.datasets import policy_of_dataset
from api.store.plans import find_plan, load_plan, plan_of_run
from api.store.runs import (
    KeyReusedError,
    NewRun,
    Run,
    State,
    ask_to_cancel,
    events_of,
    find_run,
    runs_of,
    start_run,
)
from api.store.scenarios import changes_of
from optimizer.plan import TierValue
from optimizer.planning import Engine
from optimizer.rules.changes import Changes as Tier
from optimizer.text import Language, say

router = APIRouter(prefix="/runs", tags=["runs"])

LOOK_SECONDS = 0.3
"""How often a stream of events looks for new ones."""


IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key", pattern=r"^[\x21-\x7e]{1,200}$")]
"""What a client calls a request that it may send again."""


class RunRequest(BaseModel):
    """A plan of a dataset, or of a scenario. Without a policy the dataset's own is used, or the defaults.

    With a ``base`` plan the tier `changes` keeps the new plan as close to it as the tiers above allow.
    """

    model_config = ConfigDict(extra="forbid")

    dataset: AnyId | None = None
    scenario: AnyId | None = None
    base: AnyId | None = None
    policy: dict[str, JsonValue] | None = None
    engine: Engine = "flow"
    time_limit_seconds: Annotated[float, Field(gt=0, le=86_400)] | None = None


class Failure(BaseModel):
    """Why a run has no plan."""

    code: str
    title: str
    findings: list[FindingView]


class EventView(BaseModel):
    """A step of a run; ``stage`` is empty where the state is all that is new."""

    number: int
    at: datetime
    state: State
    stage: str


class RunView(BaseModel):
    """A run. ``events`` tell its stages, ``tiers`` the objectives of its plan with their proved bounds."""

    id: str
    province: str
    dataset: str
    policy: Mapping[str, Any]
    engine: str
    time_limit_seconds: float
    base: str | None
    scenario: str | None
    axes: list[dict[str, Any]] | None
    state: State
    attempts: int
    failure: Failure | None
    created_at: datetime
    created_by: str
    started_at: datetime | None
    ended_at: datetime | None
    cancel_asked_at: datetime | None
    plan: str | None
    events: list[EventView]
    tiers: list[TierValue]


class RunLine(BaseModel):
    """A run in a list."""

    id: str
    dataset: str
    state: State
    created_at: datetime
    created_by: str
    ended_at: datetime | None


@router.post(
    "",
    status_code=HTTPStatus.ACCEPTED,
    summary="Start a run",
    **needs(Permission.PLAN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def start(
    asked: RunRequest,
    caller: Called,
    service: Served,
    language: Spoken,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> RunView:
    """The run is accepted and kept; Location says where to watch it.

    The same `Idempotency-Key` with the same request answers with the first run again; with another one, 409.
    """
    return accepted(service, started(service, caller, asked, idempotency_key), language, response)


def started(
    service: Service,
    caller: Caller,
    asked: RunRequest,
    key: str | None,
    axes: Sequence[Mapping[str, Any]] | None = None,
) -> Run:
    """A run that is kept, of a plan or along axes. Raises ProblemError for what is not there or cannot be planned."""
    if (asked.dataset is None) == (asked.scenario is None):
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "one_base")
    dataset, base, changes = asked.dataset, asked.base, list[Mapping[str, Any]]()
    if asked.scenario is not None:
        what_if = scenario_in_scope(service, caller, asked.scenario)
        dataset, changes = what_if.dataset, [*changes_of(service.database, caller, what_if)]
    tables = dataset_in_scope(service, caller, dataset or "")
    given = asked.policy
    if given is None:
        given = tomllib.loads(policy_of_dataset(service.database, tables.id))
    used, findings = policy_of(given)
    if used is None:
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "findings", findings=findings)
    if base is not None and find_plan(service.database, caller, base) is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_found")
    if base is not None and Tier.id not in used.tier_order:
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "base_unused")
    new = NewRun(
        province=tables.province,
        dataset=tables.id,
        policy=used.model_dump(mode="json"),
        engine=asked.engine,
        time_limit_seconds=min(asked.time_limit_seconds or service.settings.run_seconds, service.settings.run_seconds),
        base=base,
        scenario=asked.scenario,
        changes=changes,
        axes=axes,
    )
    try:
        return start_run(service.database, caller, new, key)
    except KeyReusedError:
        raise ProblemError(HTTPStatus.CONFLICT, "key_reused") from None


def accepted(service: Service, run: Run, language: Language, response: Response) -> RunView:
    """A run that was just kept, and where to watch it."""
    response.headers["Location"] = f"/v1/runs/{run.id}"
    return _view(service, run, language)


@router.get("", summary="List runs", **needs(Permission.READ, HTTPStatus.UNPROCESSABLE_ENTITY))
def list_all(caller: Called, service: Served, limit: Limit = DEFAULT_LIMIT, after: After = None) -> PageView[RunLine]:
    """The newest first."""
    page = runs_of(service.database, caller, limit, after)
    items = [RunLine(**{name: getattr(run, name) for name in RunLine.model_fields}) for run in page.items]
    return PageView(items=items, next=page.next)


def run_in_scope(run_id: Annotated[Id, InPath()], caller: Called, service: Served) -> Run:
    """A run that the caller may see. Raises ProblemError (404) if there is none."""
    run = find_run(service.database, caller, run_id)
    if run is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_found")
    return run


RunInScope = Annotated[Run, Depends(run_in_scope)]
_OF_ONE = HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY


@router.get("/{run_id}", summary="One run", **needs(Permission.READ, *_OF_ONE))
def show(run: RunInScope, service: Served, language: Spoken) -> RunView:
    """Where a run stands."""
    return _view(service, run, language)


@router.post(
    "/{run_id}/cancel",
    status_code=HTTPStatus.ACCEPTED,
    summary="Cancel a run",
    **needs(Permission.PLAN, *_OF_ONE),
)
def cancel(run: RunInScope, caller: Called, service: Served, language: Spoken) -> RunView:
    """A run that waits is cancelled at once; one that runs stops soon and keeps its best plan; an ended one stays."""
    ask_to_cancel(service.database, caller, run.id)
    return _view(service, _again(service, caller, run), language)


async def _watched(run: RunInScope, service: Served) -> AsyncIterator[Run]:
    """A run, a slot held until its stream ends: each stream asks the database again and again."""
    with service.watching.one():
        yield run


@router.get(
    "/{run_id}/events",
    summary="Watch a run",
    response_class=EventSourceResponse,
    **needs(Permission.READ, *_OF_ONE),
)
async def watch(
    run: Annotated[Run, Depends(_watched)],
    service: Served,
    last_event_id: Annotated[int, Header(ge=0, le=2**31 - 1)] = 0,
) -> AsyncIterator[ServerSentEvent]:
    """Every event as it comes, by server-sent events, until the run ends; `Last-Event-ID` goes on where it broke."""
    after, ended = last_event_id, False
    while not ended:
        known = await run_in_threadpool(events_of, service.database, run.id)
        for event in known:
            if event.number > after:
                after = event.number
                data = EventView(**vars(event)).model_dump(mode="json")
                yield ServerSentEvent(id=str(event.number), event=event.state.value, data=data)
        ended = known[-1].state.is_final
        if not ended:
            await asyncio.sleep(LOOK_SECONDS)


def _again(service: Service, caller: Caller, run: Run) -> Run:
    return find_run(service.database, caller, run.id) or run


def _view(service: Service, run: Run, language: Language) -> RunView:
    plan = plan_of_run(service.database, run.id)
    return RunView(
        **{
            **{name: getattr(run, name) for name in RunView.model_fields if hasattr(run, name)},
            "failure": None if run.failure is None else _failure(run.failure, language),
            "plan": plan,
            "events": [EventView(**vars(event)) for event in events_of(service.database, run.id)],
            "tiers": [] if plan is None else list(load_plan(service.database, plan).objective),
        }
    )


def _failure(record: Mapping[str, Any], language: Language) -> Failure:
    return Failure(
        code=record["code"],
        title=say(f"problem.{record['code']}", language),
        findings=[FindingView.model_validate({**one, "sentence": one[language]}) for one in record["findings"]],
    )
