"""Orders of tiers, allowances, a budget and a plan to compare with, drawn for a tiny province."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

from optimizer.allowances import Allowance
from optimizer.domain import COMMUNE_KINDS, Dataset, SenderKind
from optimizer.plan import Move, Plan, Provenance, Status, Termination
from optimizer.policy import PROFILES, Form, FormOverride, Policy, RuleSetting
from tests.optimizer.judge.options import options
from tests.optimizer.judge.reading import Reading
from tests.optimizer.judge.recount import recount


def with_allowances(policy: Policy, seed: int) -> Policy:
    """The same policy with allowances that tell near from far, zones, forms and days apart."""
    draw = random.Random(f"allowances {seed}")
    rows: list[str | Allowance] = [draw.choice(("assumed", "dak-lak", "gia-lai", "ca-mau", "nd-76-2019"))]
    for number in range(draw.choice((1, 2, 3))):
        starts = draw.choice((0.0, 0.0, 5.0, 12.5, 30.0))
        rows.append(
            Allowance(
                code=f"drawn-{number}",
                per=draw.choice(("month", "move")),
                **draw.choice(({"amount_vnd": draw.choice((1, 700_000, 3_000_000))}, {"base_salaries": 1.25})),
                from_km=starts,
                to_km=draw.choice((None, starts + 25.0)),
                zones=draw.choice(((), (), ("III",))),
                forms=draw.choice((("transfer", "secondment"), ("transfer",), ("secondment",))),
                most_months=draw.choice((None, None, 3)),
                in_force_from=draw.choice((None, policy.as_of + timedelta(days=60))),
                in_force_until=draw.choice((None, None, policy.as_of + timedelta(days=100))),
                source="drawn",
            )
        )
    setting = RuleSetting(transfer_months=draw.choice((1, 12, 24)))
    return policy.model_copy(update={"allowances": tuple(rows), "rules": {**policy.rules, "cost": setting}})


def with_terms(dataset: Dataset, policy: Policy, seed: int) -> tuple[Dataset, Policy]:
    """The same under drawn terms and forms, with people about to leave, just back, or to be seconded later."""
    draw = random.Random(f"terms {seed}")
    terms = {
        "starts_on": draw.choice((None, None, policy.as_of + timedelta(days=45))),
        "term_months": draw.choice((3, 6, 12, 36)),
        "return_months": draw.choice((None, None, 12, 36)),
        "forms": policy.forms.model_copy(
            update={"overrides": tuple(_override(draw) for _ in range(draw.choice((0, 2))))}
        ),
    }
    people = [
        person if person.seconded_to_unit or draw.random() < 0.75 else person.model_copy(update=_dates(policy, draw))
        for person in dataset.rows("employees")
    ]
    return dataset.replace(employees=people), policy.model_copy(update=terms)


def with_ranks(dataset: Dataset, policy: Policy, seed: int) -> tuple[Dataset, Policy]:
    """The same with some deputies' posts and planned leaders, and trial appointments every other time."""
    draw = random.Random(f"ranks {seed}")
    if draw.random() < 0.4:
        return dataset, policy
    posts = [
        post.model_copy(update={"leader_rank": draw.choice(("deputy_head", "head"))}) if draw.random() < 0.2 else post
        for post in dataset.rows("posts")
    ]
    people = [
        person.model_copy(update={"planned_leader": True}) if draw.random() < 0.5 else person
        for person in dataset.rows("employees")
    ]
    trial = RuleSetting(on=draw.random() < 0.7, trial_days=draw.choice((90, 30)))
    policy = policy.model_copy(update={"rules": {**policy.rules, "trial_appointment": trial}})
    return dataset.replace(posts=posts, employees=people), policy


def _override(draw: random.Random) -> FormOverride:
    """Other forms for a kind of sender and a kind of receiver."""
    forms = ((Form.TRANSFER,), (Form.SECONDMENT,), (Form.SECONDMENT, Form.TRANSFER), ())
    return FormOverride(
        sender=draw.choice(tuple(SenderKind)), receiver=draw.choice(COMMUNE_KINDS), forms=draw.choice(forms)
    )


def _dates(policy: Policy, draw: random.Random) -> dict[str, object]:
    """A date of a person's service, near enough to a term to matter."""

    def day(*days: int) -> date:
        return policy.as_of + timedelta(days=draw.choice(days))

    trap = draw.choice(("leaves", "back", "decided"))
    if trap == "leaves":
        return {"leaves_on": day(-1, 0, 100, 200, 400, 600, 1200)}
    if trap == "back":
        return {"last_return": day(-10, -330, -365, -366)}
    begins = day(1, 91, 92, 93, 181, 182, 400)
    return {
        "seconded_to_unit": "u0",
        "seconded_from": begins,
        "seconded_until": begins + timedelta(days=90),
    }


def with_profile(policy: Policy, seed: int) -> Policy:
    """The same policy under a profile, or with tiers in any order."""
    draw = random.Random(f"profile {seed}")
    if draw.random() < 0.8:
        return policy.model_copy(update={"profile": draw.choice(tuple(PROFILES)), "tiers": None})
    tiers = sorted({tier for order in PROFILES.values() for tier in order})
    drawn = ("weighted_fill", *draw.sample([tier for tier in tiers if tier != "weighted_fill"], 5))
    return policy.model_copy(update={"profile": None, "tiers": drawn})


def with_budget(dataset: Dataset, policy: Policy, seed: int) -> Policy:
    """The same policy with a budget that some moves fit and not all."""
    draw = random.Random(f"budget {seed}")
    reading = Reading(dataset, policy)
    dearest = Counter[str]()
    for option in reading.options:
        price = reading.tiers.cost_vnd(option) * reading.people[option.employee].count
        dearest[option.employee] = max(dearest[option.employee], price)
    most = round(sum(dearest.values()) * draw.choice((0, 0.2, 0.4)))
    return policy.model_copy(update={"rules": {**policy.rules, "allowance_budget": RuleSetting(on=True, max_vnd=most)}})


def drawn_base(dataset: Dataset, policy: Policy, seed: int) -> Plan:
    """Moves that the rules allow one by one, some of part of a group, and one of somebody who is gone."""
    draw = random.Random(f"base {seed}")
    people = {person.id: person for person in dataset.rows("employees")}
    found = options(dataset, policy, recount(dataset, policy.as_of))
    ways = sorted({(option.employee, option.post, option.form) for option in found})
    draw.shuffle(ways)
    moves = [_move("gone", "p0", Form.TRANSFER, 1, policy)] if draw.random() < 0.2 else []
    taken: set[str] = set()
    for employee, post, form in ways:
        if employee not in taken and draw.random() < 0.7:
            taken.add(employee)
            moves.append(_move(employee, post, form, draw.randint(1, people[employee].count), policy))
    made = Provenance("", "", "", "hand", policy.as_of, "", ())
    return Plan(tuple(sorted(moves)), (), (), Termination(Status.FEASIBLE, ""), made)


def _move(employee: str, post: str, form: Form, count: int, policy: Policy) -> Move:
    """Only who goes where in which form, and how many, is read of a base."""
    return Move(
        employee=employee,
        to_post=post,
        form=form,
        sender_kind=SenderKind.COMMUNE,
        from_unit="",
        from_post="",
        to_unit="",
        field="",
        start=policy.as_of,
        end=None,
        km=None,
        minutes=0,
        distance_source="",
        cost_vnd=0,
        payer="",
        legal_basis="",
        fit=0.0,
        volunteer=False,
        count=count,
    )
