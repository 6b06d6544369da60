"""``POST /v1/plan``: tables and policy in, plan out, nothing kept."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool

from api.access import Permission
from api.http.access import needs
from api.http.language import Spoken
from api.http.plan_request import PlanRequest
from api.http.problems import ProblemError
from api.http.service import Served
from api.http.views import ProposalView
from api.json_rows import write_records
from api.policy_file import policy_of
from api.proposal import Proposal, propose, valid_tables
from optimizer.ingest import InputError

router = APIRouter(tags=["plan"])


@router.post(
    "/plan",
    summary="Plan the tables of the request",
    response_model_exclude={"plan": {"certificate"}},
    **needs(
        Permission.PLAN,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ),
)
async def plan(request: Request, asked: PlanRequest, language: Spoken, service: Served) -> ProposalView:
    """Answer with a verified plan; nothing of the request is kept.

    The search ends at the time limit with the best plan found, and as soon as the client leaves.
    """
    settings = service.settings
    if asked.rows > settings.max_rows:
        raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_many_rows", most=settings.max_rows)
    seconds = min(asked.time_limit_seconds or settings.plan_seconds, settings.plan_seconds)
    stop = Event()
    with service.slots.one():
        watch = asyncio.create_task(_stop_when_gone(request, stop))
        try:
            proposal = await run_in_threadpool(_propose, asked, seconds, stop)
        except InputError as error:
            raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "findings", findings=error.findings) from None
        finally:
            watch.cancel()
    return ProposalView.of(proposal, language)


async def _stop_when_gone(request: Request, stop: Event) -> None:
    while not await request.is_disconnected():
        await asyncio.sleep(0.2)
    stop.set()


def _propose(asked: PlanRequest, seconds: float, stop: Event) -> Proposal:
    policy, policy_findings = policy_of(asked.policy)
    with TemporaryDirectory() as folder:
        write_records(asked.tables, Path(folder))
        dataset, findings = valid_tables(Path(folder), policy, policy_findings)
    assert policy is not None
    return propose(dataset, policy, findings, engine=asked.engine, time_limit_seconds=seconds, should_stop=stop.is_set)
