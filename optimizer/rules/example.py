"""The smallest case a rule can be shown on: one person, two communes, one post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from optimizer.domain import Dataset, Employee, Field, Instruction, Post, Unit, UnitKind
from optimizer.facts import facts_of
from optimizer.policy import Form, Policy
from optimizer.rules.candidate import candidate_of
from optimizer.rules.pair_rule import PairRule, Refusal

EXAMPLE_DAY = date(2026, 9, 1)
"""The day examples are looked at on; every instrument cited by a rule is in force."""


def asked(
    rule: PairRule,
    employee: Mapping[str, object] | None = None,
    post: Mapping[str, object] | None = None,
    form: Form = Form.TRANSFER,
    *,
    settings: Mapping[str, object] | None = None,
    starts_on: date | None = None,
    fields: Iterable[Field] = (),
    instructions: Iterable[Instruction] = (),
    provinces: tuple[str, str] = ("", ""),
    open_borders: Iterable[tuple[str, str]] = (),
) -> Refusal | None:
    """What a rule says to a person of commune A for a post of commune B, 30 km to the north.

    ``employee`` and ``post`` give cells that matter, ``settings`` the rule's parameters,
    ``provinces`` those of the two communes, ``starts_on`` the first day of the move; all else
    has its default. Rows are validated like those of a file. The person is ``E``, the post
    ``P``; in a reassignment the post is in the person's own commune.
    """
    unit = "A" if form is Form.REASSIGNMENT else "B"
    dataset = Dataset.of(
        fields=fields,
        units=[
            Unit(
                code=code,
                name=f"Xã {code}",
                kind=UnitKind.COMMUNE,
                province=province,
                latitude=latitude,
                longitude=106.0,
            )
            for code, province, latitude in zip("AB", provinces, (21.0, 21.2), strict=True)
        ],
        posts=[Post.model_validate({"code": "P", "unit": unit, **(post or {})})],
        employees=[Employee.model_validate({"id": "E", "unit": "A", **(employee or {})})],
        instructions=instructions,
    )
    policy = Policy.model_validate(
        {
            "as_of": EXAMPLE_DAY,
            "starts_on": starts_on,
            "open_borders": tuple(open_borders),
            "rules": {rule.id: settings or {}},
        }
    )
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
