"""Whether a person is free and in service for the whole term of a move, told day by day."""

from __future__ import annotations

from datetime import date, timedelta

from optimizer.domain import Employee, Post
from optimizer.policy import Form, Policy
from tests.optimizer.judge.money import later

MONTHS_LEFT_FOR_TRANSFER = 18
REST_MONTHS = 12


def fits_term(policy: Policy, person: Employee, form: Form) -> bool:
    """Whether the term begins and ends while the person may serve it."""
    start = policy.starts_on or policy.as_of
    months = {Form.SECONDMENT: policy.term_months, Form.TRANSFER: policy.return_months}.get(form)
    end = None if months is None else later(start, months)
    if form is not Form.REASSIGNMENT and _is_taken(person, start, end):
        return False
    if form is Form.SECONDMENT and any(start < later(day, REST_MONTHS) for day in _returns(person, start)):
        return False
    return person.leaves_on is None or person.leaves_on >= _needed_until(form, start, end)


def may_try(policy: Policy, person: Employee, post: Post) -> bool:
    """Whether the person may be tried as a deputy and serves until the trial is over."""
    setting = policy.setting("trial_appointment")
    if not setting.on or not person.planned_leader or person.leader_rank or post.leader_rank != "deputy_head":
        return False
    ends = (policy.starts_on or policy.as_of) + timedelta(days=setting.values.get("trial_days", 90))
    return person.leaves_on is None or person.leaves_on >= ends


def _needed_until(form: Form, start: date, end: date | None) -> date:
    """The day until which the person has to be in service."""
    if form is not Form.TRANSFER:
        return end or start
    settled = later(start, MONTHS_LEFT_FOR_TRANSFER)
    return settled if end is None or end < settled else end


def _is_taken(person: Employee, start: date, end: date | None) -> bool:
    """Whether a secondment on record has a day in common with the term."""
    if not person.seconded_to_unit:
        return False
    starts_later = end is not None and person.seconded_from is not None and person.seconded_from > end
    is_over = person.seconded_until is not None and person.seconded_until < start
    return not (starts_later or is_over)


def _returns(person: Employee, start: date) -> list[date]:
    """Days on which the person came back from a secondment."""
    recorded = [] if person.last_return is None else [person.last_return]
    if person.seconded_to_unit and person.seconded_until is not None and person.seconded_until < start:
        recorded.append(person.seconded_until)
    return recorded
