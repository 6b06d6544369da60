"""Plans: who moves where, what stays vacant, the counts before and after, verified afresh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from http import HTTPStatus
from itertools import islice
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi import Path as InPath
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

import optimizer
from api.access import Permission
from api.http.access import Called, needs
from api.http.datasets import Id
from api.http.etags import NOT_MODIFIED, has_current, not_modified, quoted
from api.http.language import Spoken
from api.http.moves_workbook import WORKBOOK, moves_workbook
from api.http.pages import DEFAULT_LIMIT, After, Limit, PageView
from api.http.problems import ProblemError
from api.http.service import Served
from api.http.views import ViolationView
from api.store.plans import (
    MoveFilter,
    StoredPlan,
    every_move,
    find_plan,
    load_plan,
    moves_after,
    plans_of,
    text_of_plan,
)
from api.stored_input import read_stored
from optimizer.export import ledger_json
from optimizer.export.tables import MOVE_COLUMNS, csv_text
from optimizer.ledger import By, ledger_of
from optimizer.plan import Move, Plan, ProofCheck, Provenance, Termination, TierValue, VacantSeats
from optimizer.policy import Form
from optimizer.pricing import Scope

router = APIRouter(prefix="/plans", tags=["plans"])

ListName = Literal["moves", "secondments", "transfers", "reassignments"]
_FORM: Mapping[ListName, Form | None] = {
    "moves": None,
    "secondments": Form.SECONDMENT,
    "transfers": Form.TRANSFER,
    "reassignments": Form.REASSIGNMENT,
}
_PART = 500


class PlanLine(BaseModel):
    """A plan in a list."""

    id: str
    run: str
    dataset: str
    created_at: datetime


class PlanView(BaseModel):
    """A plan without its lists."""

    id: str
    province: str
    run: str
    dataset: str
    base: str | None
    created_at: datetime
    termination: Termination
    objective: list[TierValue]
    provenance: Provenance
    people: dict[Form, int]
    vacant_seats: int
    violations: list[ViolationView]


class MovePage(BaseModel):
    """Some moves in the plan's order; ``next`` is where the next page begins, None on the last one."""

    items: list[Move]
    next: int | None


class Check(BaseModel):
    """What a fresh verification says of a plan, its proof, and the moves held against the proof's prices."""

    is_clean: bool
    violations: list[ViolationView]
    proof: ProofCheck
    priced: Scope
    priced_moves: int


def plan_in_scope(plan_id: Annotated[Id, InPath()], caller: Called, service: Served) -> StoredPlan:
    """A plan that the caller may see. Raises ProblemError (404) if there is none."""
    stored = find_plan(service.database, caller, plan_id)
    if stored is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_found")
    return stored


async def wanted_moves(
    which: ListName,
    unit: Annotated[str | None, Query(max_length=100, description="Unit that people come from or go to.")] = None,
    field: Annotated[str | None, Query(max_length=100, description="Field of the post taken.")] = None,
    form: Form | None = None,
    person: Annotated[str | None, Query(max_length=100, description="Id of an employee.")] = None,
) -> MoveFilter | None:
    """The filter of a list; None if it asks for a form that the list does not have."""
    of_list = _FORM[which]
    if of_list is not None and form not in (None, of_list):
        return None
    # No database takes a text with a zero byte, and nothing has one in its name.
    if any(text is not None and "\0" in text for text in (unit, field, person)):
        return None
    return MoveFilter(of_list or form, unit, field, person)


PlanInScope = Annotated[StoredPlan, Depends(plan_in_scope)]
Wanted = Annotated[MoveFilter | None, Depends(wanted_moves)]
_OF_ONE = HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY
_READ = needs(Permission.READ, *_OF_ONE)
_READ_ONCE = needs(Permission.READ, *_OF_ONE, also=NOT_MODIFIED)


@router.get("", summary="List plans", **needs(Permission.READ, HTTPStatus.UNPROCESSABLE_ENTITY))
def list_all(caller: Called, service: Served, limit: Limit = DEFAULT_LIMIT, after: After = None) -> PageView[PlanLine]:
    """The newest first."""
    page = plans_of(service.database, caller, limit, after)
    items = [PlanLine(**{name: getattr(stored, name) for name in PlanLine.model_fields}) for stored in page.items]
    return PageView(items=items, next=page.next)


@router.get("/{plan_id}", summary="One plan", **_READ)
def show(stored: PlanInScope, service: Served, language: Spoken) -> PlanView:
    """How the search ended, the objectives with their bounds, where the plan comes from, how many people move."""
    plan = load_plan(service.database, stored.id)
    return PlanView(
        **{name: getattr(stored, name) for name in PlanLine.model_fields},
        province=stored.province,
        base=stored.base,
        termination=plan.termination,
        objective=list(plan.objective),
        provenance=plan.provenance,
        people={form: sum(move.count for move in plan.moves if move.form is form) for form in Form},
        vacant_seats=sum(vacant.seats for vacant in plan.unfilled),
        violations=[
            ViolationView(rule=one["rule"], subject=one["subject"], sentence=one[language]) for one in stored.violations
        ],
    )


@router.get("/{plan_id}/file", summary="A plan whole", response_model=Plan, **_READ_ONCE)
def whole(stored: PlanInScope, service: Served, request: Request) -> Response:
    """The plan as `dieuphoi plan` writes it to plan.json, byte for byte."""
    if has_current(request, stored.id):
        return not_modified(stored.id)
    return Response(
        text_of_plan(service.database, stored.id),
        media_type="application/json",
        headers={"ETag": quoted(stored.id)},
    )


@router.get("/{plan_id}/vacant-seats", summary="Seats that stay vacant", **_READ)
def vacant_seats(stored: PlanInScope, service: Served) -> list[VacantSeats]:
    """Every post with vacant seats, and the cause."""
    return list(load_plan(service.database, stored.id).unfilled)


@router.get("/{plan_id}/counts", summary="Quota, payroll, working strength", response_class=Response, **_READ_ONCE)
def counts(stored: PlanInScope, service: Served, request: Request, by: By = By.UNIT) -> Response:
    """Counts before and after the plan by unit, department or field, with checked totals: JSON of `dieuphoi ledger`."""
    etag = f"{stored.id}-{by.value}"
    if has_current(request, etag):
        return not_modified(etag)
    given = read_stored(service.database, stored)
    text = ledger_json(ledger_of(given.dataset, given.policy, load_plan(service.database, stored.id), by))
    return Response(text, media_type="application/json", headers={"ETag": quoted(etag)})


@router.post("/{plan_id}/verify", summary="Verify a plan afresh", **_READ)
def verify(stored: PlanInScope, service: Served, language: Spoken) -> Check:
    """Count violations from the tables, and check the proof with the independent checker."""
    given = read_stored(service.database, stored)
    plan = load_plan(service.database, stored.id)
    with service.slots.one():
        verification = optimizer.verify(given.dataset, plan, given.policy, base=given.base, price_every_move=True)
        proof = optimizer.check_proof(given.dataset, plan, given.policy, base=given.base)
    return Check(
        is_clean=verification.is_clean,
        violations=[ViolationView.of(violation, language) for violation in verification.violations],
        proof=proof,
        priced=verification.pricing.scope,
        priced_moves=verification.pricing.moves,
    )


@router.get("/{plan_id}/{which}", summary="Moves", response_model=MovePage, **_READ_ONCE)
def moves(
    stored: PlanInScope,
    wanted: Wanted,
    service: Served,
    request: Request,
    response: Response,
    limit: Limit = DEFAULT_LIMIT,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="`next` of the page before.")] = 0,
) -> Any:
    """All moves, or those of one form, by unit, field, form or person."""
    if has_current(request, stored.id):
        return not_modified(stored.id)
    response.headers["ETag"] = quoted(stored.id)
    found = [] if wanted is None else list(moves_after(service.database, stored.id, wanted, limit + 1, after))
    return {"items": [record for _, record in found[:limit]], "next": found[limit - 1][0] if found[limit:] else None}


@router.get("/{plan_id}/{which}/xlsx", summary="Moves as a workbook", response_class=Response, **_READ)
def moves_xlsx(stored: PlanInScope, wanted: Wanted, service: Served, which: ListName, language: Spoken) -> Response:
    """All moves that are wanted, headed in words."""
    found = iter(()) if wanted is None else every_move(service.database, stored.id, wanted)
    return Response(
        moves_workbook(found, language),
        media_type=WORKBOOK,
        headers={"Content-Disposition": f'attachment; filename="{which}.xlsx"'},
    )


@router.get("/{plan_id}/{which}/csv", summary="Moves as CSV", response_class=Response, **_READ)
def moves_csv(stored: PlanInScope, wanted: Wanted, service: Served, which: ListName) -> Response:
    """All moves that are wanted, for a spreadsheet, however many: they are sent as they are read."""
    found = iter(()) if wanted is None else every_move(service.database, stored.id, wanted)
    return StreamingResponse(
        _csv_lines(found),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{which}.csv"'},
    )


def _csv_lines(records: Iterator[Mapping[str, Any]]) -> Iterator[str]:
    """The text of :func:`optimizer.export.moves_csv`, some moves at a time."""
    yield csv_text(MOVE_COLUMNS, [])
    while part := list(islice(records, _PART)):
        yield csv_text(MOVE_COLUMNS, [[record[name] for name in MOVE_COLUMNS] for record in part]).partition("\n")[2]
