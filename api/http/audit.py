"""The audit log, for administrators to read. Nothing here or elsewhere changes a row of it."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.access import Permission
from api.http.access import Called, needs
from api.http.pages import DEFAULT_LIMIT, Limit
from api.http.service import Served
from api.store.audit import Act, entries_of

router = APIRouter(prefix="/audit", tags=["audit"])


class EntryView(BaseModel):
    """Something that was done: ids and hashes alone. ``account`` is empty where a program did it."""

    number: int
    at: datetime
    province: str
    actor: str
    account: str
    act: Act
    subject: str
    sha256: str
    seal: str


class EntryPage(BaseModel):
    """Some rows, the newest first; ``next`` is where the next page begins, None on the last one."""

    items: list[EntryView]
    next: int | None


@router.get("", summary="What was done", **needs(Permission.MANAGE, HTTPStatus.UNPROCESSABLE_ENTITY))
def list_all(
    caller: Called,
    service: Served,
    limit: Limit = DEFAULT_LIMIT,
    before: Annotated[int | None, Query(ge=1, le=2**62, description="`next` of the page before.")] = None,
) -> EntryPage:
    """Rows of the caller's province, the newest first. `dieuphoi audit verify` checks that none was tampered with."""
    found = [EntryView.model_validate(vars(entry)) for entry in entries_of(service.database, caller, limit + 1, before)]
    return EntryPage(items=found[:limit], next=found[limit - 1].number if found[limit:] else None)
