"""The way from a draft to a decision: submitted, approved or returned, with what is on record of every move."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.access import Caller, Permission
from api.http.access import Called, needs
from api.http.pages import DEFAULT_LIMIT, After, Limit, PageView
from api.http.plans import PlanInScope
from api.http.problems import ProblemError
from api.http.service import Served, Service
from api.store.approvals import (
    NEXT,
    Approval,
    Standing,
    StepError,
    approvals_of,
    decide,
    find_approval,
    steps_of,
    submit,
    withdraw,
)
from api.store.consents import ConsentKind, Opinion, consents_of, missing, record
from api.store.frozen import Frozen

router = APIRouter(tags=["approvals"])

Seal = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Reason = Annotated[str, Field(min_length=1, max_length=1_000, pattern=r"^[^\x00]+$")]
Place = Annotated[int, Field(ge=1, le=2**31 - 1)]
_STEP = HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Decision(_Asked):
    """Yes to a plan; ``seal`` is that of what the approver has seen."""

    seal: Seal


class Return(_Asked):
    """No to a plan, and why. The reason is read by whoever reads the plan: it names no illness and no fault."""

    seal: Seal
    reason: Reason


class Withdrawal(_Asked):
    """A move that will not be made, by its place in the plan, and why."""

    move: Place
    reason: Reason


class ConsentRequest(_Asked):
    """One paper on record for some moves; ``opinion`` is what the person said at a meeting."""

    kind: ConsentKind
    moves: Annotated[list[Place], Field(min_length=1, max_length=500)]
    document: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
    on: date
    opinion: Opinion | None = None


class StepView(BaseModel):
    """A step on the ladder. ``account`` is the person who took it, empty for a program."""

    number: int
    standing: Standing
    at: datetime
    actor: str
    account: str
    reason: str
    withdrawn: int | None


class ConsentView(BaseModel):
    """What is on record of a move."""

    move: int
    kind: ConsentKind
    document: str
    on: date
    opinion: Opinion | None
    recorded_at: datetime
    recorded_by: str


class MissingView(BaseModel):
    """What is not on record of a move yet."""

    move: int
    kinds: list[ConsentKind]


class FrozenView(BaseModel):
    """What a submitted plan is held to: hashes of the plan, its tables, rules and request, the program's version."""

    plan_sha256: str
    base_sha256: str
    dataset_sha256: str
    policy_sha256: str
    run_sha256: str
    version: str

    @classmethod
    def of(cls, frozen: Frozen) -> FrozenView:
        """What is told of it."""
        return cls(**vars(frozen))


class ApprovalLine(BaseModel):
    """A submitted plan in a list; ``id`` is the plan's."""

    id: str
    province: str
    standing: Standing
    created_at: datetime
    seal: str

    @classmethod
    def of(cls, approval: Approval) -> ApprovalLine:
        """What is told of it."""
        told = {name: getattr(approval, name) for name in ("id", "province", "standing", "created_at")}
        return cls(**told, seal=approval.frozen.seal)


class ApprovalView(BaseModel):
    """Where a plan stands, where it may go from there, and what its decision waits for."""

    plan: str
    standing: Standing
    next: list[Standing]
    seal: str | None
    frozen: FrozenView | None
    steps: list[StepView]
    consents: list[ConsentView]
    missing: list[MissingView]


def require_person(caller: Caller) -> None:
    """Raises ProblemError (403) for a program: who decides has to have signed in."""
    if caller.account is None:
        raise ProblemError(HTTPStatus.FORBIDDEN, "person_needed")


@contextmanager
def steps_refused() -> Iterator[None]:
    """A step that cannot be taken is answered with 409 and where the plan stands."""
    try:
        yield
    except StepError as error:
        raise ProblemError(HTTPStatus.CONFLICT, error.code, standing=error.standing.value) from None


def view_of(service: Service, plan: str) -> ApprovalView:
    """Where a plan stands now."""
    approval = find_approval(service.database, plan)
    standing = Standing.DRAFT if approval is None else approval.standing
    with service.database.reading() as connection:
        left = missing(connection, plan)
    return ApprovalView(
        plan=plan,
        standing=standing,
        next=sorted(NEXT[standing]),
        seal=None if approval is None else approval.frozen.seal,
        frozen=None if approval is None else FrozenView.of(approval.frozen),
        steps=[StepView(**vars(step)) for step in steps_of(service.database, plan)],
        consents=[ConsentView(**vars(consent)) for consent in consents_of(service.database, plan)],
        missing=[MissingView(move=move, kinds=sorted(kinds)) for move, kinds in left.items()],
    )


@router.get("/approvals", summary="List submitted plans", **needs(Permission.READ, HTTPStatus.UNPROCESSABLE_ENTITY))
def list_all(
    caller: Called,
    service: Served,
    standing: Annotated[Standing | None, Query(description="Only plans that stand there.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> PageView[ApprovalLine]:
    """Plans that somebody has submitted, the newest first."""
    page = approvals_of(service.database, caller, standing, limit, after)
    return PageView(items=[ApprovalLine.of(approval) for approval in page.items], next=page.next)


@router.get(
    "/plans/{plan_id}/approval",
    summary="Where a plan stands",
    **needs(Permission.READ, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def show(stored: PlanInScope, service: Served) -> ApprovalView:
    """The ladder, every step that was taken, what is on record of the moves and what is not."""
    return view_of(service, stored.id)


@router.post("/plans/{plan_id}/approval/submit", summary="Submit a plan", **needs(Permission.PLAN, *_STEP))
def put_forward(stored: PlanInScope, caller: Called, service: Served) -> ApprovalView:
    """From now on the plan is held to its tables, scenario, rules and version. One that breaks rules is refused."""
    with steps_refused():
        submit(service.database, caller, stored.id)
    return view_of(service, stored.id)


@router.post("/plans/{plan_id}/approval/approve", summary="Approve a plan", **needs(Permission.APPROVE, *_STEP))
def approve(stored: PlanInScope, asked: Decision, caller: Called, service: Served) -> ApprovalView:
    """Of two who decide at once, one does, and the other is answered with 409."""
    require_person(caller)
    with steps_refused():
        decide(service.database, caller, stored.id, Standing.APPROVED, asked.seal, "")
    return view_of(service, stored.id)


@router.post("/plans/{plan_id}/approval/return", summary="Return a plan", **needs(Permission.APPROVE, *_STEP))
def send_back(stored: PlanInScope, asked: Return, caller: Called, service: Served) -> ApprovalView:
    """The reason is kept with the step, and its hash in the log."""
    require_person(caller)
    with steps_refused():
        decide(service.database, caller, stored.id, Standing.RETURNED, asked.seal, asked.reason)
    return view_of(service, stored.id)


@router.post("/plans/{plan_id}/approval/withdraw", summary="Withdraw a move", **needs(Permission.PLAN, *_STEP))
def drop(stored: PlanInScope, asked: Withdrawal, caller: Called, service: Served) -> ApprovalView:
    """The plan goes back for good: without that move another plan may be better, so another one is made."""
    with steps_refused():
        withdraw(service.database, caller, stored.id, asked.move, asked.reason)
    return view_of(service, stored.id)


@router.post("/plans/{plan_id}/approval/consents", summary="Record a paper", **needs(Permission.PLAN, *_STEP))
def record_consent(stored: PlanInScope, asked: ConsentRequest, caller: Called, service: Served) -> ApprovalView:
    """The written agreement of a unit, or the meeting with a person, for one move or for many."""
    if (asked.kind is ConsentKind.MEETING) is (asked.opinion is None):
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "opinion_of_meeting")
    if asked.on > date.today():
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "day_to_come")
    with steps_refused():
        record(service.database, caller, stored.id, asked.moves, asked.kind, asked.document, asked.on, asked.opinion)
    return view_of(service, stored.id)
