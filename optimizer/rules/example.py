"""The smallest case a rule can be shown on: one person, two communes, one post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from optimizer.domain import Dataset, Employee, Instruction, Post, Unit
from optimizer.facts import facts_of
from optimizer.policy import Form, Policy
from optimizer.rules.base import PairRule, Refusal
from optimizer.rules.candidate import candidate_of

EXAMPLE_DAY = date(2026, 9, 1)
"""The day examples are looked at on; every instrument cited by a rule is in force."""


def asked(
    rule: PairRule,
    employee: Mapping[str, object] | None = None,
    post: Mapping[str, object] | None = None,
    form: Form = Form.TRANSFER,
    *,
    settings: Mapping[str, object] | None = None,
    instructions: Iterable[Instruction] = (),
) -> Refusal | None:
    """What a rule says to a person of commune A for a post of commune B, 30 km to the north.

    ``employee`` and ``post`` give cells that matter, ``settings`` the rule's parameters; all
    else has its default. Rows are validated like those of a file. The person is ``E``, the
    post ``P``; in a reassignment the post is in the person's own commune.
    """
    unit = "A" if form is Form.REASSIGNMENT else "B"
    dataset = Dataset.of(
        units=[
            Unit.model_validate({"code": "A", "name": "Xã A", "kind": "commune", "latitude": 21.0, "longitude": 106.0}),
            Unit.model_validate({"code": "B", "name": "Xã B", "kind": "commune", "latitude": 21.2, "longitude": 106.0}),
        ],
        posts=[Post.model_validate({"code": "P", "unit": unit, **(post or {})})],
        employees=[Employee.model_validate({"id": "E", "unit": "A", **(employee or {})})],
        instructions=instructions,
    )
    policy = Policy.model_validate({"as_of": EXAMPLE_DAY, "rules": {rule.id: settings or {}}})
    return rule.refuse(candidate_of(facts_of(dataset, policy), "E", "P", form), policy)


def refuses(
    rule: PairRule,
    employee: Mapping[str, object] | None = None,
    post: Mapping[str, object] | None = None,
    form: Form = Form.TRANSFER,
    **settings: object,
) -> bool:
    """Whether a rule says no to a person and a post, as :func:`asked` puts them together."""
    return asked(rule, employee, post, form, settings=settings) is not None
