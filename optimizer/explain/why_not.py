"""Why a plan does not place a person in a post: the rules that refuse it, or what it would cost."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from optimizer.domain import Instruction, Order
from optimizer.explain.demands import limits_in_the_way
from optimizer.explain.effect import Effect
from optimizer.explain.effects import Budget, of_forcing
from optimizer.explain.orders import answer_order
from optimizer.explain.standing import Standing
from optimizer.plan import FullLimit, RefusedMove


class Verdict(StrEnum):
    """What keeps a person from a post.

    The plan places them there; rules refuse it; nobody is needed in the post; the person's own
    seat may not be emptied; limits leave no room, whoever else stays; it only costs something; or
    that was not found out.
    """

    PLANNED = "planned"
    REFUSED = "refused"
    NOT_NEEDED = "not_needed"
    NEEDED_WHERE_THEY_ARE = "needed_where_they_are"
    NO_ROOM = "no_room"
    COSTS = "costs"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class WhyNot:
    """The answer for one person and one post.

    ``refusals`` are told for REFUSED, in the order of the rules; ``limits`` that this one
    move would break by itself, or else as one more than the plan's, for NO_ROOM; ``effect`` for COSTS.
    """

    employee: str
    post: str
    verdict: Verdict
    refusals: tuple[RefusedMove, ...] = ()
    limits: tuple[FullLimit, ...] = ()
    effect: Effect | None = None


def why_not(standing: Standing, employee: str, post: str, budget: Budget) -> WhyNot:
    """Why a person does not take a post. Raises KeyError for an unknown id or code."""
    facts, dataset = standing.facts, standing.facts.dataset
    person, seat = dataset.employee_row[employee], dataset.post_row[post]
    if any((move.employee, move.to_post) == (employee, post) for move in standing.plan.moves):
        return WhyNot(employee, post, Verdict.PLANNED)
    answer = answer_order(Instruction(order=Order.FORCE, employee=employee, post=post), facts)
    if not len(answer.allowed):
        return WhyNot(employee, post, Verdict.REFUSED, refusals=answer.refusals)
    counts, held = facts.counts, int(dataset.employee_post[person])
    if not counts.is_needed[seat] or not counts.open_seats[seat]:
        return WhyNot(employee, post, Verdict.NOT_NEEDED)
    candidates = standing.problem.candidates
    if not ((candidates.employee == person) & (candidates.post == seat)).any():
        assert held >= 0
        return WhyNot(employee, post, Verdict.NEEDED_WHERE_THEY_ARE)
    effect = of_forcing(standing, employee, post, budget)
    if effect is not None:
        return WhyNot(employee, post, Verdict.COSTS, effect=effect)
    asked = candidates.taken((candidates.employee == person) & (candidates.post == seat))
    made = standing.layout.network.pair_flow(standing.flow)
    # Limits without room for this one move, whoever else stays, are reason enough.
    alone = limits_in_the_way(standing.problem, np.zeros_like(made), asked)
    limits = alone or limits_in_the_way(standing.problem, made, asked)
    # Without prices nothing but a search tells, and a search may have given up.
    return WhyNot(employee, post, Verdict.NO_ROOM if standing.has_prices else Verdict.NOT_KNOWN, limits=limits)
