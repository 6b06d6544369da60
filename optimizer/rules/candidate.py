"""One employee, one post, one form, with all a rule may ask about."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from optimizer.facts import Facts
from optimizer.fit import fields_of
from optimizer.policy import Form
from optimizer.rules.pair_rule import Candidate
from optimizer.rules.trial_appointment import TrialAppointment


def candidate_of(facts: Facts, employee_id: str, post_code: str, form: Form) -> Candidate:
    """The candidate as the readable rules see it. Raises KeyError for an unknown id or code."""
    return candidates_named(facts, [(employee_id, post_code, form)])[0]


def candidates_named(facts: Facts, named: Sequence[tuple[str, str, Form]]) -> list[Candidate]:
    """Many candidates at once, by employee id, post code and form, with the policy's terms.

    Raises KeyError for an unknown id or code.
    """
    dataset, policy, trial = facts.dataset, facts.policy, TrialAppointment()
    employee_rows = np.array([dataset.employee_row[employee] for employee, _, _ in named], dtype=np.intp)
    post_rows = np.array([dataset.post_row[post] for _, post, _ in named], dtype=np.intp)
    employees = dataset.employees_named([employee for employee, _, _ in named])
    posts = dataset.posts_named([post for _, post, _ in named])
    return [
        Candidate(
            employee=employee,
            post=post,
            form=form,
            sender=dataset.unit_by_code[employee.unit],
            receiver=dataset.unit_by_code[post.unit],
            start=policy.start,
            end=trial.end_of(employee, post, form, policy) or policy.end_of(form),
            km=None if math.isnan(km) else km,
            minutes=None if math.isnan(minutes) else minutes,
            fit=facts.fits.fit(fields_of(employee.field, employee.other_fields), post.field),
            dataset=dataset,
        )
        for employee, post, (_, _, form), km, minutes in zip(
            employees,
            posts,
            named,
            facts.journeys.km(employee_rows, post_rows).tolist(),
            facts.journeys.minutes(employee_rows, post_rows).tolist(),
            strict=True,
        )
    ]
