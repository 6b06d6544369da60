"""What a plan comes to, in a line of figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.plan import Plan
from optimizer.policy import Form


@dataclass(frozen=True)
class Figures:
    """A plan in numbers of people, seats and đồng.

    ``people_away`` are those who leave their unit; ``tiers`` is the whole objective vector, lower is better.
    """

    tiers: Mapping[str, int]
    people_moved: int
    people_away: int
    vacant_seats: int
    cost_vnd: int
    status: str
    has_proof: bool


def figures_of(plan: Plan) -> Figures:
    """Count and measure a plan."""
    return Figures(
        tiers=dict(plan.values),
        people_moved=sum(move.count for move in plan.moves),
        people_away=people_away(plan),
        vacant_seats=sum(vacancy.seats for vacancy in plan.unfilled),
        cost_vnd=sum(move.cost_vnd for move in plan.moves),
        status=plan.termination.status.value,
        has_proof=plan.has_proof,
    )


def people_away(plan: Plan) -> int:
    """People whom a plan transfers or seconds."""
    return sum(move.count for move in plan.moves if move.form is not Form.REASSIGNMENT)
