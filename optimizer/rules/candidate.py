"""One employee, one post, one form, with all a rule may ask about."""

from __future__ import annotations

import math

import numpy as np

from optimizer.facts import Facts
from optimizer.fit import fields_of
from optimizer.policy import Form
from optimizer.rules.base import Candidate


def candidate_of(facts: Facts, employee_id: str, post_code: str, form: Form) -> Candidate:
    """The candidate as the readable rules see it. Raises KeyError for an unknown id or code."""
    dataset = facts.dataset
    employee, post = dataset.employee(employee_id), dataset.post_by_code[post_code]
    rows = np.array([dataset.employee_row[employee_id]]), np.array([dataset.post_row[post_code]])
    return Candidate(
        employee=employee,
        post=post,
        form=form,
        sender=dataset.unit_by_code[employee.unit],
        receiver=dataset.unit_by_code[post.unit],
        km=_known(facts.journeys.km(*rows)[0]),
        minutes=_known(facts.journeys.minutes(*rows)[0]),
        fit=facts.fits.fit(fields_of(employee.field, employee.other_fields), post.field),
        dataset=dataset,
    )


def _known(number: np.float64) -> float | None:
    return None if math.isnan(number) else float(number)
