"""Limits that cross units and forms, and demands, drawn for a tiny province that stays as it is otherwise.

They are drawn close to what the province can do, so that they bind.
"""

from __future__ import annotations

import random

from optimizer.domain import (
    Dataset,
    EmployeeKind,
    Instruction,
    Limit,
    LimitForm,
    LimitKind,
    LimitSubject,
    Order,
    Unit,
)
from optimizer.policy import Form, Policy, RuleSetting
from tests.optimizer.judge.options import options
from tests.optimizer.judge.recount import counted_field, is_on_leave, is_seconded, recount

LANGUAGES = ("tày", "nùng")
MOVABLE = (EmployeeKind.CIVIL_SERVANT, EmployeeKind.PUBLIC_EMPLOYEE)


def with_side_limits(dataset: Dataset, policy: Policy, seed: int) -> tuple[Dataset, Policy]:
    """The same province with some of: further rows of limits, places to house, couples, languages needed."""
    draw = random.Random(f"side limits {seed}")
    if draw.random() < 0.6:
        dataset = _with_rows(dataset, policy, draw, "at_most", (0, 1, 1, 2))
    if draw.random() < 0.5:
        dataset, policy = _with_housing(dataset, policy, draw)
    if draw.random() < 0.6:
        dataset, policy = _with_couples(dataset, policy, draw)
    if draw.random() < 0.8:
        dataset = _with_languages(dataset, policy, draw, are_spoken=True)
    return dataset, policy


def with_demands(dataset: Dataset, policy: Policy, seed: int) -> tuple[Dataset, Policy]:
    """The same province with rows that demand moves, languages that nobody speaks yet, or orders to move."""
    draw = random.Random(f"demands {seed}")
    kinds = draw.choice(
        (("rows",), ("rows",), ("languages",), ("orders",), ("orders",), ("rows", "languages", "orders"))
    )
    if "orders" in kinds:
        dataset = _with_orders(dataset, policy, draw)
    if "rows" in kinds:
        dataset = _with_rows(dataset, policy, draw, "at_least", (1, 1, 1, 2))
    if "languages" in kinds:
        dataset = _with_languages(dataset, policy, draw, are_spoken=False)
    return dataset, policy


def _with_rows(dataset: Dataset, policy: Policy, draw: random.Random, bound: str, numbers: tuple[int, ...]) -> Dataset:
    """One to three rows about a form, a kind, two units, the whole plan, or a unit alone; most are about some move."""
    people, posts = {person.id: person for person in dataset.rows("employees")}, dataset.post_by_code
    moves = [o for o in options(dataset, policy, recount(dataset, policy.as_of)) if o.form is not Form.REASSIGNMENT]
    rows = {_key(row): row for row in dataset.rows("limits")}
    for _ in range(draw.choice((1, 2, 3))):
        person, post, form = draw.choice(list(people.values())), draw.choice(list(posts.values())), Form.TRANSFER
        if moves and draw.random() < 0.8:
            move = draw.choice(moves)
            person, post, form = people[move.employee], posts[move.post], move.form
        subject = draw.choice(tuple(LimitSubject))
        leaves = subject is LimitSubject.RELEASE
        unit, other = (person.unit, post.unit) if leaves else (post.unit, person.unit)
        named = draw.choice(("unit", "unit", "both", "other", "none"))
        row = Limit(
            subject=subject,
            unit=unit if named in ("unit", "both") else "",
            other_unit=other if named in ("other", "both") and unit != other else "",
            field=draw.choice(("", "", counted_field(person, dataset) if leaves else post.field)),
            form=LimitForm(draw.choice(("", "", form.value))),
            kind=LimitKind(draw.choice(("", "", person.kind.value))) if person.kind in MOVABLE else LimitKind.ANY,
        )
        rows.setdefault(_key(row), row.model_copy(update={bound: draw.choice(numbers)}))
    return dataset.replace(limits=rows.values())


def _with_orders(dataset: Dataset, policy: Policy, draw: random.Random) -> Dataset:
    """One or two orders to make a move that is possible by itself, telling it by one to three of its ends."""
    moves = options(dataset, policy, recount(dataset, policy.as_of))
    orders = {}
    for move in draw.sample(moves, min(len(moves), draw.choice((1, 2)))):
        told = draw.choice((("employee",), ("post",), ("unit",), ("employee", "post"), ("employee", "unit")))
        ends = {"employee": move.employee, "post": move.post, "unit": dataset.post_by_code[move.post].unit}
        order = Instruction(order=Order.FORCE, **{end: ends[end] for end in told})
        orders[order.employee, order.post, order.unit] = order
    return dataset.replace(instructions=[*dataset.rows("instructions"), *orders.values()])


def _key(row: Limit) -> tuple[str, ...]:
    return row.subject, row.unit, row.field, row.form, row.kind, row.other_unit


def _with_housing(dataset: Dataset, policy: Policy, draw: random.Random) -> tuple[Dataset, Policy]:
    units: list[Unit] = dataset.rows("units")
    housed = [
        unit.model_copy(update={"housing_places": draw.choice((0, 0, 1, 2))}) if draw.random() < 0.7 else unit
        for unit in units
    ]
    beyond = RuleSetting(beyond_km=draw.choice((5.0, 15.0, 30.0)))
    return dataset.replace(units=housed), _with_rule(policy, "housing", beyond)


def _with_couples(dataset: Dataset, policy: Policy, draw: random.Random) -> tuple[Dataset, Policy]:
    """Up to three couples, mostly of somebody who can move, each named by one of the two or by both."""
    people = {person.id: person for person in dataset.rows("employees")}
    singles = [person.id for person in people.values() if person.count == 1 and person.kind in MOVABLE]
    draw.shuffle(singles)
    moving = {option.employee for option in options(dataset, policy, recount(dataset, policy.as_of))}
    singles.sort(key=lambda one: one not in moving)
    for _ in range(draw.choice((1, 2, 3))):
        if len(singles) < 2:
            break
        one = singles.pop(0)
        near = [other for other in singles if people[other].unit == people[one].unit] or singles
        other = draw.choice(near if draw.random() < 0.7 else singles)
        singles.remove(other)
        people[one] = people[one].model_copy(update={"partner": other})
        if draw.random() < 0.5:
            people[other] = people[other].model_copy(update={"partner": one})
    setting = RuleSetting(on=True, max_km=draw.choice((0.5, 5.0, 15.0)))
    return dataset.replace(employees=people.values()), _with_rule(policy, "couples", setting)


def _with_languages(dataset: Dataset, policy: Policy, draw: random.Random, *, are_spoken: bool) -> Dataset:
    """Some units that need a language, which somebody at work there speaks today, or nobody does; movers speak more."""
    moving = {option.employee for option in options(dataset, policy, recount(dataset, policy.as_of))}
    people = []
    for person in dataset.rows("employees"):
        share = 0.45 if person.id in moving else 0.1
        spoken_by = tuple(code for code in LANGUAGES if draw.random() < share)
        people.append(person.model_copy(update={"languages": spoken_by}))
    spoken: set[tuple[str, str]] = set()
    for person in people:
        away = is_seconded(person, policy.as_of)
        if person.kind is not EmployeeKind.CONTRACT and not is_on_leave(person, policy.as_of):
            at = person.seconded_to_unit if away else person.unit
            spoken.update((at, code) for code in person.languages)
    units = {unit.code: unit for unit in dataset.rows("units")}
    possible = [
        (code, language) for code in units for language in LANGUAGES if ((code, language) in spoken) is are_spoken
    ]
    for code, language in draw.sample(possible, min(len(possible), 4 if are_spoken else 1)):
        asked = (*units[code].languages, language)
        units[code] = units[code].model_copy(update={"languages": asked})
    return dataset.replace(units=units.values(), employees=people)


def _with_rule(policy: Policy, rule: str, setting: RuleSetting) -> Policy:
    return policy.model_copy(update={"rules": {**policy.rules, rule: setting}})
