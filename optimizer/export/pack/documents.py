"""Which documents a pack holds, each a template with what is filled into it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from optimizer.domain import COMMUNE_KINDS, Dataset, Employee, EmployeeKind, Sex
from optimizer.export.labels import unit_name
from optimizer.export.pack.facts import Context, bases, common, of_plan
from optimizer.export.pack.letterhead import Letterhead
from optimizer.export.pack.people import name_of, rows_of_people
from optimizer.plan import Move, Plan
from optimizer.policy import Form, Policy
from optimizer.text import say, spoken

MOST_ROWS = 500
"""People in one annex; a longer list has several annexes."""

DECISIONS = {Form.SECONDMENT: "biet_phai", Form.TRANSFER: "dieu_dong"}
"""Forms that need a decision of the province. A reassignment inside a unit is its head's own."""


class Per(StrEnum):
    """What a decision is about."""

    UNIT = "unit"
    PERSON = "person"


@dataclass(frozen=True)
class Document:
    """A document by the name of its file, its template and the context that fills it.

    ``people`` are the ids of those whom a decision is about.
    """

    name: str
    template: str
    context: Context
    people: tuple[str, ...] = ()


def documents(dataset: Dataset, policy: Policy, plan: Plan, head: Letterhead, per: Per) -> tuple[Document, ...]:
    """The submission with its annexes, a draft decision per sender or person, and the weekly report.

    People without a name get no decision: they are in the annexes, by number.
    Raises KeyError if the plan names an employee, unit or post that the dataset does not have.
    """
    always, figures = common(plan, policy, head), of_plan(dataset, policy, plan)
    moved = dataset.employees_named([move.employee for move in plan.moves])
    always |= {"bases": _bases(moved, policy)}
    return (
        Document("01-to-trinh.docx", "to_trinh", {**always, **figures}),
        *_annexes(dataset, plan, always),
        *_decisions(dataset, policy, plan, always, per),
        Document("04-bao-cao-tuan.docx", "bao_cao_tuan", {**always, **figures}),
    )


def _annexes(dataset: Dataset, plan: Plan, always: Context) -> Iterator[Document]:
    rows = rows_of_people(plan.moves, dataset)
    parts = range(0, len(rows), MOST_ROWS)
    for number, first in enumerate(parts, start=1):
        listed = {"people_listed": rows[first : first + MOST_ROWS], "number": "" if len(parts) == 1 else str(number)}
        yield Document(f"02-phu-luc-{number}.docx", "phu_luc", {**always, **listed})


def _decisions(dataset: Dataset, policy: Policy, plan: Plan, always: Context, per: Per) -> Iterator[Document]:
    employees = dataset.employees_named([move.employee for move in plan.moves])
    named = [
        (move, employee)
        for move, employee in zip(plan.moves, employees, strict=True)
        if employee.name and move.form in DECISIONS
    ]

    def group(pair: tuple[Move, Employee]) -> tuple[str, ...]:
        move, _ = pair
        end = "" if move.end is None else move.end.isoformat()
        alike = (move.form.value, move.from_unit, move.payer, move.start.isoformat(), end)
        return alike if per is Per.UNIT else (*alike, move.employee)

    names = _names(dataset)
    for key, pairs in groupby(sorted(named, key=group), key=group):
        moves, people = zip(*pairs, strict=True)
        name = "-".join(re.sub(r"[^\w.]+", "_", part) for part in (key[1], *key[5:]))
        template = DECISIONS[moves[0].form]
        path = f"03-quyet-dinh/{template}-{name}.docx"
        context = {**always, "bases": _bases(people, policy), **_decision(moves, people, dataset, names)}
        ids = tuple(move.employee for move in moves)
        if per is Per.UNIT:
            listed = {"people_listed": rows_of_people(moves, dataset)}
            yield Document(path, f"{template}_don_vi", {**context, **listed}, ids)
        else:
            yield Document(path, f"{template}_ca_nhan", context, ids)


def _decision(moves: Sequence[Move], people: Sequence[Employee], dataset: Dataset, names: Mapping[str, str]) -> Context:
    """What a decision says of moves from one unit with one term and one payer."""
    first = moves[0]
    sender = names[first.from_unit]
    receivers = sorted({move.to_unit for move in moves}, key=lambda code: names[code])
    post = dataset.post_by_code.get(first.to_post)
    return {
        "people": _person(people[0]) if len(people) == 1 else say("pack.listed", "vi", people=len(people)),
        "sender": sender,
        "receivers": "; ".join(names[code] for code in receivers),
        "post": say("pack.post", "vi", post=post.title) if len(people) == 1 and post is not None and post.title else "",
        "heads": _heads([first.from_unit, *receivers], dataset, names),
        "start": spoken(first.start, "vi"),
        "end": "" if first.end is None else spoken(first.end, "vi"),
        "term": "" if first.end is None else say("pack.months", "vi", months=_months(first)),
        "payer": sender if first.payer == "sender" else say("pack.receiver", "vi"),
    }


def _names(dataset: Dataset) -> Mapping[str, str]:
    """Units by code as a decision names them: with the code only where two have one name."""
    units = dataset.unit_by_code
    namesakes = Counter(unit.name for unit in units.values())
    return {code: unit.name if namesakes[unit.name] == 1 else unit_name(unit) for code, unit in units.items()}


def _heads(units: Sequence[str], dataset: Dataset, names: Mapping[str, str]) -> str:
    """Who carries a decision out in units: chairmen of communes, heads of all others."""
    said = []
    for are_communes, one, many in (
        (False, "pack.head_of_unit", "pack.heads_of_units"),
        (True, "pack.head_of_commune", "pack.heads_of_communes"),
    ):
        own = [names[code] for code in units if (dataset.unit_by_code[code].kind in COMMUNE_KINDS) is are_communes]
        if own:
            said.append(say(one if len(own) == 1 else many, "vi", units="; ".join(own)))
    return ", ".join(said)


def _bases(people: Sequence[Employee], policy: Policy) -> list[str]:
    return bases(policy.start, public_employees=any(one.kind is EmployeeKind.PUBLIC_EMPLOYEE for one in people))


_ADDRESSES = {Sex.FEMALE: "pack.woman", Sex.MALE: "pack.man", Sex.NONE: "pack.person"}


def _person(employee: Employee) -> str:
    named = say(_ADDRESSES[employee.sex], "vi", name=name_of(employee))
    born = "" if employee.birth_date is None else say("pack.born", "vi", day=employee.birth_date)
    return ", ".join(part for part in (named, born, employee.title) if part)


def _months(move: Move) -> int:
    """Whole months between the first and the last day, which the policy counts in months."""
    assert move.end is not None
    return 12 * (move.end.year - move.start.year) + move.end.month - move.start.month
