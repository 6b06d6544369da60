"""A plan beside another one, and a plan made by hand beside the best of as many moves."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, File, Query, UploadFile
from pydantic import BaseModel

from api.access import Permission
from api.http.access import Called, needs
from api.http.datasets import Id
from api.http.language import Spoken
from api.http.plans import PlanInScope, plan_in_scope
from api.http.problems import FindingView, ProblemError
from api.http.service import Served, Service
from api.http.views import ViolationView
from api.store.plans import StoredPlan, load_plan
from api.stored_input import read_stored
from optimizer.by_hand import read_moves
from optimizer.edits import Scenario
from optimizer.facts import facts_of
from optimizer.plan import Plan, TierValue
from optimizer.planned import Planned
from optimizer.policy import Form
from scenarios.causes import causes_of, changes_of, is_base_of
from scenarios.compare import Arrivals, Comparison, Difference, Ways
from scenarios.compare import compare as compare_plans
from scenarios.figures import people_away
from scenarios.score import score

router = APIRouter(prefix="/plans", tags=["plans"])

MOST_CHANGES = 20
"""Changes of a scenario that are undone for one answer: the tables are planned as often."""


class Way(BaseModel):
    """A post that somebody takes, or a person who takes it, in a form, and how many people of a group."""

    code: str
    form: Form
    people: int


class PersonBeside(BaseModel):
    """Somebody whom either plan moves."""

    employee: str
    difference: Difference
    before: list[Way]
    after: list[Way]


class PostBeside(BaseModel):
    """A post that the plans fill differently; seats are None where the tables do not have it."""

    post: str
    before: list[Way]
    after: list[Way]
    vacant_before: int | None
    vacant_after: int | None


class CauseView(BaseModel):
    """What undoing one change of a scenario takes back: people moved as before, posts filled as before.

    Nothing is known of a change that the others need, or for which there was no time: ``could_be_undone`` is false.
    """

    change: str
    people: list[str]
    posts: list[str]
    could_be_undone: bool


class ComparisonView(BaseModel):
    """Two plans: objectives of both, everybody whom either moves, posts that they fill differently.

    ``causes`` are None unless they are asked for, and the other plan is of one scenario more than this one.
    """

    before: list[TierValue]
    after: list[TierValue]
    people: list[PersonBeside]
    posts: list[PostBeside]
    causes: list[CauseView] | None


class ScoredTier(BaseModel):
    """An objective of a plan made by hand and of the best plan of as many moves; lower is better."""

    tier: str
    unit: str
    by_hand: int
    best: int


class ScoreView(BaseModel):
    """What a plan made by hand breaks and is worth.

    ``most`` people are transferred or seconded by it, and by the best plan ``best_people`` at most so many.
    """

    is_clean: bool
    violations: list[ViolationView]
    findings: list[FindingView]
    most: int
    best_people: int
    best_is_proved: bool
    objective: list[ScoredTier]


@router.get(
    "/{plan_id}/compare/{other_id}",
    summary="Compare two plans",
    **needs(Permission.READ, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def compare(
    stored: PlanInScope,
    other_id: Id,
    caller: Called,
    service: Served,
    causes: Annotated[bool, Query(description="Undo the scenario's changes one at a time, and plan again.")] = False,
) -> ComparisonView:
    """Hold a plan against another one, which may be of other tables and another policy: what the other changes.

    Causes are searched for as long as a plan that is answered at once, all changes together.
    """
    other = plan_in_scope(other_id, caller, service)
    found = compare_plans(_planned(service, stored), _planned(service, other))
    scenario = _step(stored, other)
    if not causes or scenario is None or not is_base_of(found.before, found.after, scenario):
        scenario = None
    return ComparisonView(
        before=list(found.before.plan.objective),
        after=list(found.after.plan.objective),
        people=[
            PersonBeside(
                employee=pair.employee, difference=pair.difference, before=_ways(pair.before), after=_ways(pair.after)
            )
            for pair in found.people
        ],
        posts=[
            PostBeside(
                post=pair.post,
                before=_ways(pair.before),
                after=_ways(pair.after),
                vacant_before=pair.vacant_before,
                vacant_after=pair.vacant_after,
            )
            for pair in found.different_posts
        ],
        causes=None if scenario is None else _causes(service, found, scenario, other.base),
    )


def _step(stored: StoredPlan, other: StoredPlan) -> Scenario | None:
    """The scenario that another plan is of, and this one is not; None unless it is that one alone."""
    before, after = [*stored.changes], [*other.changes]
    return Scenario.model_validate(after[-1]) if after and after[:-1] == before else None


def _causes(service: Service, found: Comparison, scenario: Scenario, base: str | None) -> list[CauseView]:
    number = len(changes_of(scenario))
    if number > MOST_CHANGES:
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "many_changes", most=MOST_CHANGES)
    with service.slots.one():
        causes = causes_of(
            found,
            scenario,
            None if base is None else load_plan(service.database, base),
            processes=1,
            time_limit_seconds=service.settings.plan_seconds / max(number, 1),
        )
    return [
        CauseView(
            change=cause.change,
            people=sorted(cause.people),
            posts=sorted(cause.posts),
            could_be_undone=cause.could_be_undone,
        )
        for cause in causes
    ]


@router.post(
    "/{plan_id}/score",
    summary="Score a plan made by hand",
    **needs(
        Permission.PLAN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ),
)
def score_by_hand(
    stored: PlanInScope,
    moves: Annotated[UploadFile, File(description="CSV with columns of moves.csv: employee, to_post, form at least.")],
    service: Served,
    language: Spoken,
) -> ScoreView:
    """Verify moves against the tables and the policy of a plan, and find the best plan of as many moves.

    Nothing is kept. The search ends at the time limit of plans that are answered at once.
    """
    given = read_stored(service.database, stored)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "moves.csv"
        path.write_bytes(moves.file.read())
        made = read_moves(path, facts_of(given.dataset, given.policy))
    if made.plan is None:
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "findings", findings=made.findings)
    with service.slots.one():
        scored = score(given.dataset, made.plan, given.policy, time_limit_seconds=service.settings.plan_seconds)
    return ScoreView(
        is_clean=scored.verification.is_clean,
        violations=[ViolationView.of(violation, language) for violation in scored.verification.violations],
        findings=[FindingView.of(finding, language) for finding in made.findings],
        most=scored.most,
        best_people=people_away(scored.best),
        best_is_proved=scored.best.has_proof,
        objective=_tiers(scored.verification.objective, scored.best),
    )


def _tiers(by_hand: tuple[TierValue, ...], best: Plan) -> list[ScoredTier]:
    values = best.values
    return [ScoredTier(tier=tier.tier, unit=tier.unit, by_hand=tier.value, best=values[tier.tier]) for tier in by_hand]


def _planned(service: Service, stored: StoredPlan) -> Planned:
    given = read_stored(service.database, stored)
    return Planned.of(load_plan(service.database, stored.id), given.dataset, given.policy)


def _ways(ways: Ways | Arrivals) -> list[Way]:
    return [Way(code=code, form=form, people=people) for code, form, people in sorted(ways)]
