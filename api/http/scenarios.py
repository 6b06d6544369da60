"""Scenarios: what-if on a dataset or on another scenario, kept, edited, derived, checked without planning."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from api.access import Caller, Permission
from api.http.access import Called, needs
from api.http.datasets import Id, dataset_in_scope
from api.http.etags import quoted
from api.http.language import Spoken
from api.http.pages import DEFAULT_LIMIT, After, Limit, PageView
from api.http.problems import FindingView, ProblemError
from api.http.service import Served, Service
from api.http.tokens import Label
from api.policy_file import policy_of
from api.store.datasets import policy_of_dataset
from api.store.scenarios import (
    NewScenario,
    StoredScenario,
    changes_of,
    edit_scenario,
    find_scenario,
    keep_scenario,
    scenarios_of,
)
from api.stored_input import Made, read_stored
from optimizer.edits import Scenario
from optimizer.ingest import InputError

router = APIRouter(prefix="/scenarios", tags=["scenarios"])

AnyId = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]


class Changes(Scenario):
    """What differs from the base: day, profile, policy, edits, as in a scenario's file."""

    policy: Mapping[str, JsonValue] = Field(default_factory=dict)


class ScenarioRequest(BaseModel):
    """A scenario on a dataset, or derived from another one: one of the two is named."""

    model_config = ConfigDict(extra="forbid")

    name: Label
    dataset: AnyId | None = None
    parent: AnyId | None = None
    changes: Changes

    @model_validator(mode="after")
    def _stands_on_one(self) -> ScenarioRequest:
        if (self.dataset is None) == (self.parent is None):
            raise PydanticCustomError("one_base", "name a dataset or a parent")
        return self


class ScenarioEdit(BaseModel):
    """What takes the place of a scenario's name and changes."""

    model_config = ConfigDict(extra="forbid")

    name: Label
    changes: Changes


class ScenarioView(BaseModel):
    """A scenario; ``changes`` are its own, those of its parents come before them."""

    id: str
    province: str
    name: str
    dataset: str
    parent: str | None
    changes: dict[str, Any]
    revision: int
    created_at: datetime
    created_by: str

    @classmethod
    def of(cls, stored: StoredScenario) -> ScenarioView:
        """What is told of a scenario."""
        return cls.model_validate(vars(stored))


def scenario_in_scope(service: Service, caller: Caller, id_: str) -> StoredScenario:
    """A scenario that the caller may see. Raises ProblemError (404) if there is none."""
    stored = find_scenario(service.database, caller, id_)
    if stored is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_found")
    return stored


def _named(scenario_id: Annotated[Id, InPath()], caller: Called, service: Served) -> StoredScenario:
    return scenario_in_scope(service, caller, scenario_id)


InScope = Annotated[StoredScenario, Depends(_named)]
_OF_ONE = HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY


@router.post("", status_code=201, summary="Keep a scenario", **needs(Permission.PLAN, *_OF_ONE))
def create(asked: ScenarioRequest, caller: Called, service: Served, response: Response) -> ScenarioView:
    """Nothing is applied yet: `/check` tells what is wrong with it, a run plans it."""
    if asked.parent is not None:
        parent = scenario_in_scope(service, caller, asked.parent)
        dataset, province = parent.dataset, parent.province
    else:
        found = dataset_in_scope(service, caller, asked.dataset or "")
        dataset, province = found.id, found.province
    given = NewScenario(province, asked.name, dataset, asked.parent, _record(asked.changes))
    kept = keep_scenario(service.database, caller, given)
    response.headers["Location"] = f"/v1/scenarios/{kept.id}"
    response.headers["ETag"] = quoted(str(kept.revision))
    return ScenarioView.of(kept)


@router.get("", summary="List scenarios", **needs(Permission.READ, HTTPStatus.UNPROCESSABLE_ENTITY))
def list_all(
    caller: Called, service: Served, limit: Limit = DEFAULT_LIMIT, after: After = None
) -> PageView[ScenarioView]:
    """The newest first."""
    page = scenarios_of(service.database, caller, limit, after)
    return PageView(items=[ScenarioView.of(stored) for stored in page.items], next=page.next)


@router.get("/{scenario_id}", summary="One scenario", **needs(Permission.READ, *_OF_ONE))
def show(stored: InScope, response: Response) -> ScenarioView:
    """The ETag is its revision, to be edited under."""
    response.headers["ETag"] = quoted(str(stored.revision))
    return ScenarioView.of(stored)


@router.put(
    "/{scenario_id}",
    summary="Edit a scenario",
    **needs(Permission.PLAN, *_OF_ONE, HTTPStatus.PRECONDITION_FAILED),
)
def edit(
    stored: InScope,
    asked: ScenarioEdit,
    service: Served,
    response: Response,
    if_match: Annotated[str, Header(pattern=r'^"[0-9]{1,9}"$', description="The ETag that the edit starts from.")],
) -> ScenarioView:
    """Runs that were started keep the changes of then; scenarios derived from it stand on the new ones."""
    edited = edit_scenario(service.database, stored.id, int(if_match.strip('"')), asked.name, _record(asked.changes))
    if edited is None:
        raise ProblemError(HTTPStatus.PRECONDITION_FAILED, "edited_meanwhile")
    response.headers["ETag"] = quoted(str(edited.revision))
    return ScenarioView.of(edited)


@router.post("/{scenario_id}/check", summary="Check a scenario without planning", **needs(Permission.READ, *_OF_ONE))
def check(stored: InScope, caller: Called, service: Served, language: Spoken) -> list[FindingView]:
    """Apply it to its dataset, and answer with everything that is found, errors too."""
    policy, found = policy_of(tomllib.loads(policy_of_dataset(service.database, stored.dataset)))
    if policy is None:
        return [FindingView.of(finding, language) for finding in found]
    made = Made(stored.dataset, policy.model_dump(mode="json"), changes_of(service.database, caller, stored), base=None)
    try:
        findings = read_stored(service.database, made).findings
    except InputError as error:
        findings = error.findings
    return [FindingView.of(finding, language) for finding in findings]


def _record(changes: Changes) -> Mapping[str, Any]:
    return changes.model_dump(mode="json", exclude_unset=True)
