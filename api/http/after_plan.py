"""What follows from a plan: why it is so, and the tables of the day after it was issued."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

import tomli_w
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict
from pydantic_core import to_jsonable_python

from api.access import Permission
from api.http.access import Called, needs
from api.http.datasets import DatasetView, new_dataset
from api.http.plans import PlanInScope
from api.http.problems import ProblemError
from api.http.service import Served
from api.http.tokens import Label
from api.store.datasets import keep_dataset
from api.store.plans import load_plan
from api.stored_input import read_stored
from optimizer.edits.issue import issued
from optimizer.edits.pass_time import on_day
from optimizer.explain import Budget, NotProvedError, explain_moves, explain_vacancies, relaxations, standing_of
from optimizer.facts import facts_of
from optimizer.policy import PlanDay

router = APIRouter(prefix="/plans", tags=["plans"])

SOLVED_AGAIN = 5
"""Times that a plan is solved again for one question, where limits across units leave paths a bound."""

_OF_ONE = HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY


class Explanations(BaseModel):
    """Why the plan is so, as `dieuphoi explain --json` tells it.

    ``behind`` is by how much the plan is worse than the best in each of ``tiers``; ``moves`` and
    ``vacancies`` hold computed reasons, ``relaxations`` what would fill each vacancy.
    """

    tiers: list[str]
    behind: list[int]
    moves: list[dict[str, Any]]
    vacancies: list[dict[str, Any]]
    relaxations: list[list[dict[str, Any]]]


class NextRequest(BaseModel):
    """The day on which the next round begins, and a name for its tables."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "2026", "as_of": "2026-10-20"}]})

    name: Label
    as_of: PlanDay


@router.get(
    "/{plan_id}/explanations",
    summary="Why the plan is so",
    **needs(Permission.READ, *_OF_ONE, HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE),
)
def explanations(
    stored: PlanInScope,
    service: Served,
    person: Annotated[str | None, Query(max_length=100, description="Moves of one employee only.")] = None,
) -> Explanations:
    """Every move and every vacant seat, or the moves of one person: what it would cost to do otherwise."""
    given = read_stored(service.database, stored)
    plan = load_plan(service.database, stored.id)
    asked = tuple(move for move in plan.moves if person in (None, move.employee))
    if person is not None and not asked:
        raise ProblemError(HTTPStatus.NOT_FOUND, "no_move")
    with service.slots.one():
        try:
            standing = standing_of(
                plan, facts_of(given.dataset, given.policy, None if given.base is None else given.base.moves)
            )
        except NotProvedError:
            raise ProblemError(HTTPStatus.CONFLICT, "not_proved") from None
        moves = explain_moves(standing, asked, Budget(SOLVED_AGAIN))
        vacancies = explain_vacancies(standing, standing.vacancies) if person is None and standing.has_prices else ()
        relaxed = relaxations(standing, vacancies)
    return Explanations(
        tiers=[tier.id for tier in standing.problem.tiers],
        behind=list(standing.behind),
        moves=to_jsonable_python(moves),
        vacancies=to_jsonable_python(vacancies),
        relaxations=to_jsonable_python(relaxed),
    )


@router.post(
    "/{plan_id}/next",
    status_code=HTTPStatus.CREATED,
    summary="The tables after a plan",
    **needs(Permission.PLAN, *_OF_ONE, also={HTTPStatus.OK: "These tables were there already."}),
)
def next_round(
    stored: PlanInScope, asked: NextRequest, caller: Called, service: Served, response: Response
) -> DatasetView:
    """Keep the tables as they are on a later day once the plan's moves were made: what the next round plans on."""
    given = read_stored(service.database, stored)
    if asked.as_of < given.policy.start:
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "too_early")
    tables = on_day(issued(given.dataset, load_plan(service.database, stored.id).moves), asked.as_of)
    policy = given.policy.model_copy(update={"as_of": asked.as_of, "starts_on": None})
    text = tomli_w.dumps(policy.model_dump(mode="json", exclude_none=True))
    kept, is_new = keep_dataset(
        service.database, caller, new_dataset(asked.name, stored.province, tables, text, asked.as_of, ())
    )
    response.status_code = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    response.headers["Location"] = f"/v1/datasets/{kept.id}"
    return DatasetView.of(kept)
