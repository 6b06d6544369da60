"""Fields of expertise and rules: what plans are made of, for programs that ask."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from api.access import Permission
from api.http.access import needs
from api.http.etags import NOT_MODIFIED, has_current, not_modified, quoted
from api.http.problems import ProblemError
from optimizer.domain import Field
from optimizer.export import rulebook_json
from optimizer.export.rule_view import RulebookView, RuleView, rule_view
from optimizer.policy import PlanDay, Policy
from optimizer.rules import RULES
from scenarios.library.tables import fields as library_fields

router = APIRouter(tags=["rules"])


@router.get("/fields", summary="Fields of expertise", **needs(Permission.READ))
def fields() -> list[Field]:
    """The fields of commune posts that the library knows, and who else may serve in each; tables may have others."""
    return list(library_fields())


@router.get(
    "/rules",
    summary="Every rule on a day",
    response_model=RulebookView,
    **needs(Permission.READ, HTTPStatus.UNPROCESSABLE_ENTITY, also=NOT_MODIFIED),
)
def rules(request: Request, as_of: PlanDay | None = None) -> Response:
    """The rulebook under the default policy, by default today: sources, days in force, parameters, where each lives."""
    text = _rulebook(as_of or date.today())
    etag = hashlib.sha256(text).hexdigest()
    if has_current(request, etag):
        return not_modified(etag)
    return Response(text, media_type="application/json", headers={"ETag": quoted(etag)})


@router.get(
    "/rules/{rule_id}",
    summary="One rule on a day",
    **needs(Permission.READ, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def rule(rule_id: str, as_of: PlanDay | None = None) -> RuleView:
    """A rule by its id, as a policy names it."""
    for known in RULES:
        if known.id == rule_id:
            return rule_view(known, Policy(as_of=as_of or date.today()))
    raise ProblemError(HTTPStatus.NOT_FOUND, "not_found")


@lru_cache(maxsize=32)
def _rulebook(day: date) -> bytes:
    return rulebook_json(Policy(as_of=day)).encode()
