"""A move with everything that the tables and the policy say of it."""

from __future__ import annotations

from optimizer.domain import SENDER_KIND
from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.rules import Candidate
from optimizer.rules.cost import Cost
from optimizer.rules.form import LEGAL_BASIS, PAYER


def move_of(candidate: Candidate, facts: Facts, people: int) -> Move:
    """So many people of a row going to a post in a form, from the candidate's start to its end."""
    employee, post, form = candidate.employee, candidate.post, candidate.form
    zone = candidate.receiver.hardship_zone
    price = Cost().vnd(form, candidate.km, zone, candidate.start, candidate.end, facts.policy)
    return Move(
        employee=employee.id,
        to_post=post.code,
        form=form,
        sender_kind=SENDER_KIND[candidate.sender.kind],
        from_unit=employee.unit,
        from_post=employee.post,
        to_unit=post.unit,
        field=post.field,
        start=candidate.start,
        end=candidate.end,
        km=candidate.km,
        minutes=0 if candidate.minutes is None else int(candidate.minutes),
        distance_source=facts.journeys.source(
            facts.dataset.employee_row[employee.id], facts.dataset.post_row[post.code]
        ),
        cost_vnd=price * people,
        payer=PAYER[form],
        legal_basis=LEGAL_BASIS[form],
        fit=round(candidate.fit, 4),
        volunteer=employee.volunteer,
        count=people,
    )
