"""The documents of a plan: drafts at any time, and issued once it is approved, numbered as the user says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Permission
from api.http.access import Called, needs
from api.http.approvals import require_person, steps_refused
from api.http.papers import agreements_of, drafts_of, next_base, templates_of
from api.http.plans import PlanInScope
from api.http.problems import ProblemError
from api.http.service import Served
from api.pack_file import pack_file
from api.store.audit import Act, note_alone
from api.store.consents import consents_of
from api.store.issues import NewIssue, StoredIssue, find_issue, issue, pack_of, require_ready
from api.store.plans import load_plan
from optimizer.export.pack import Issue, Letterhead, Per, issued_documents, rendered, to_number

router = APIRouter(prefix="/plans/{plan_id}", tags=["documents"])

_ZIP = "application/zip"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_REPORT = "bao_cao_tuan"
_OF_ONE = HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY
Number = Annotated[str, Field(pattern=r"^[\w./-]{1,40}$", examples=["1234"])]


class IssueRequest(BaseModel):
    """The day of signing, and a number for each document that bears one: `GET .../documents` names them."""

    model_config = ConfigDict(extra="forbid")

    signed_on: date
    numbers: dict[str, Number]
    letterhead: Letterhead = Letterhead()
    per: Per = Per.UNIT


class IssueView(BaseModel):
    """An issued plan. ``sha256`` is that of the zip, ``next_dataset`` the version in which its moves are facts."""

    plan: str
    signed_on: date
    numbers: Mapping[str, str]
    sha256: str
    next_dataset: str

    @classmethod
    def of(cls, stored: StoredIssue) -> IssueView:
        """What is told of it."""
        return cls(**vars(stored))


class DocumentView(BaseModel):
    """A document of a pack, and whether it needs a number when it is issued."""

    name: str
    is_numbered: bool


@router.get("/documents", summary="Documents of a plan", **needs(Permission.DOCUMENTS, *_OF_ONE))
def names(stored: PlanInScope, service: Served, per: Annotated[Per, Query()] = Per.UNIT) -> list[DocumentView]:
    """Every document of the pack by the name of its file."""
    drafts = drafts_of(service, stored, load_plan(service.database, stored.id), Letterhead(), per)
    numbered = set(to_number(drafts))
    return [DocumentView(name=draft.name, is_numbered=draft.name in numbered) for draft in drafts]


@router.get(
    "/documents/zip",
    summary="The pack",
    response_class=Response,
    **needs(Permission.DOCUMENTS, *_OF_ONE, HTTPStatus.SERVICE_UNAVAILABLE),
)
def download(stored: PlanInScope, caller: Called, service: Served, per: Annotated[Per, Query()] = Per.UNIT) -> Response:
    """The documents as issued, byte for byte; before that drafts, marked as such. National ids are masked.

    Whoever takes them sees names, which is logged.
    """
    if find_issue(service.database, stored.id) is None:
        plan = load_plan(service.database, stored.id)
        with service.slots.one():
            content = pack_file(drafts_of(service, stored, plan, Letterhead(), per), templates_of(service), plan)
    else:
        content = pack_of(service.database, stored.id)
    sha256 = hashlib.sha256(content).hexdigest()
    note_alone(service.database, caller, Act.DOCUMENTS_TAKEN, stored.id, province=stored.province, sha256=sha256)
    return Response(content, media_type=_ZIP)


@router.get("/weekly-report", summary="Weekly report", response_class=Response, **needs(Permission.READ, *_OF_ONE))
def weekly_report(stored: PlanInScope, service: Served) -> Response:
    """The report of the week as a Word file: figures alone, nobody's name."""
    plan = load_plan(service.database, stored.id)
    drafts = [one for one in drafts_of(service, stored, plan, Letterhead(), Per.UNIT) if one.template == _REPORT]
    with service.slots.one():
        (content,) = rendered(drafts, templates_of(service))
    return Response(content, media_type=_DOCX)


@router.post("/approval/issue", summary="Issue a plan", **needs(Permission.APPROVE, *_OF_ONE))
def put_in_force(stored: PlanInScope, asked: IssueRequest, caller: Called, service: Served) -> IssueView:
    """Decisions numbered and dated, no longer drafts; the moves become facts of the next version of the tables.

    Refused until everything is on record of every move, and if anything is not as it was approved.
    """
    require_person(caller)
    with steps_refused(), service.database.reading() as connection:
        require_ready(connection, stored.id)
    if any(consent.on > asked.signed_on for consent in consents_of(service.database, stored.id)):
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "signed_too_early")
    plan = load_plan(service.database, stored.id)
    drafts = drafts_of(service, stored, plan, asked.letterhead, asked.per)
    if set(asked.numbers) != set(to_number(drafts)):
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "numbers_missing")
    papers = Issue(asked.signed_on, asked.numbers, agreements_of(service, stored, plan))
    with service.slots.one():
        content = pack_file(issued_documents(drafts, papers), templates_of(service), plan)
    new = NewIssue(asked.signed_on, asked.numbers, hashlib.sha256(content).hexdigest(), content)
    with steps_refused():
        return IssueView.of(issue(service.database, caller, stored.id, new, next_base(service, stored, plan)))


@router.get("/issue", summary="An issued plan", **needs(Permission.READ, *_OF_ONE))
def show(stored: PlanInScope, service: Served) -> IssueView:
    """Day, numbers and hash of what was issued; 404 before."""
    found = find_issue(service.database, stored.id)
    if found is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_found")
    return IssueView.of(found)
