"""The calendar of terms, and the decisions to end a secondment or to extend it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.access import Permission
from api.http.access import Called, needs
from api.http.datasets import Id, dataset_in_scope
from api.http.papers import next_version
from api.http.problems import ProblemError
from api.http.service import Served, Service
from api.store.datasets import StoredDataset, policy_of_dataset
from api.store.terms import Decided, StoredDecision, TermDecision, decide_term, decisions_that_led_to
from api.stored_input import Input, Made, read_stored
from optimizer.edits.end_term import with_last_day
from optimizer.months import months_after
from optimizer.policy import Form, PlanDay
from optimizer.rules.secondment_term import SecondmentTerm
from optimizer.terms import Due, calendar

router = APIRouter(prefix="/calendar", tags=["calendar"])
_OF_ONE = HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY


class TermView(BaseModel):
    """A secondment on record: its last day, the day to be reminded from, and whether somebody has to decide now."""

    employee: str
    form: Form
    from_unit: str
    to_unit: str
    to_post: str
    end: date
    last_day: date
    alert_on: date
    due: Due
    count: int


class TermRequest(BaseModel):
    """A decision on somebody's secondment: its last day from now on, and the paper it rests on."""

    model_config = ConfigDict(extra="forbid")

    dataset: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    employee: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]+$")]
    decision: TermDecision
    until: date
    document: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]


class DecisionView(BaseModel):
    """A decision on record; ``next_dataset`` is the version in which it is a fact."""

    dataset: str
    employee: str
    decision: TermDecision
    until: date
    document: str
    next_dataset: str
    created_at: datetime
    created_by: str

    @classmethod
    def of(cls, stored: StoredDecision) -> DecisionView:
        """What is told of it."""
        told = {**vars(stored.decided), **vars(stored)}
        return cls(**{name: told[name] for name in cls.model_fields})


class CalendarView(BaseModel):
    """The terms of a version on a day, the next to end first, and the decisions that made it what it is."""

    as_of: date
    terms: list[TermView]
    decisions: list[DecisionView]


@router.get("", summary="Terms that end", **needs(Permission.READ, *_OF_ONE))
def show(
    dataset: Annotated[Id, Query()],
    caller: Called,
    service: Served,
    as_of: Annotated[PlanDay | None, Query(description="Day looked at; by default that of the version.")] = None,
) -> CalendarView:
    """Secondments on record, overdue ones too: by their last day somebody decides to end or to extend them."""
    stored = dataset_in_scope(service, caller, dataset)
    given = _given(service, stored, _settings(service, stored))
    policy = given.policy.model_copy(update={"as_of": as_of or stored.as_of})
    terms = [
        TermView(
            **{name: getattr(ending, name) for name in TermView.model_fields if name not in ("alert_on", "due")},
            alert_on=ending.alert_on(policy),
            due=ending.due(policy),
        )
        for ending in calendar(given.dataset, policy)
    ]
    decisions = decisions_that_led_to(service.database, stored.id)
    return CalendarView(as_of=policy.as_of, terms=terms, decisions=[DecisionView.of(one) for one in decisions])


@router.post(
    "/decisions",
    status_code=201,
    summary="End or extend a secondment",
    **needs(Permission.PLAN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def decide(asked: TermRequest, caller: Called, service: Served) -> DecisionView:
    """The sender's decision goes on record, and is a fact of the next version of the tables.

    A secondment is not extended beyond the term that the rules allow, counted from its first day.
    """
    stored = dataset_in_scope(service, caller, asked.dataset)
    settings = _settings(service, stored)
    given = _given(service, stored, settings)
    tables, policy = given.dataset, given.policy
    if not tables.has_employee(asked.employee):
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "no_such_term")
    (person,) = tables.employees_named([asked.employee])
    first, last = person.seconded_from, person.seconded_until
    is_longer = last is not None and asked.until > last
    if last is None or is_longer is not (asked.decision is TermDecision.EXTEND):
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "no_such_term")
    most = SecondmentTerm().max_months(policy)
    if is_longer and (first is None or asked.until > months_after(first, most)):
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "term_too_long", most=most)
    base = next_version(
        service, stored.id, settings, lambda dataset: with_last_day(dataset, asked.employee, asked.until)
    )
    decided = Decided(asked.employee, asked.decision, asked.until, asked.document)
    return DecisionView.of(decide_term(service.database, caller, stored, decided, base))


def _given(service: Service, stored: StoredDataset, settings: Mapping[str, object]) -> Input:
    """A version under its policy."""
    return read_stored(service.database, Made(stored.id, settings, changes=(), base=None))


def _settings(service: Service, stored: StoredDataset) -> dict[str, object]:
    """The policy that a version came with, on the day that it was judged on."""
    return {**tomllib.loads(policy_of_dataset(service.database, stored.id)), "as_of": stored.as_of}
