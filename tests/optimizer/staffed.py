"""Provinces for counting: groups, departments, leave, contracts, running secondments, and plans carried out."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import strategies as st

from optimizer.domain import COMMUNE_KINDS, SENDER_KIND, Dataset, Employee, EmployeeKind, Post, Status, Unit, UnitKind
from optimizer.plan import Move, Plan, Provenance, Termination
from optimizer.plan import Status as Ended
from optimizer.policy import Form, Policy

DAY = date(2026, 11, 2)
POLICY = Policy(as_of=DAY)
FIELDS = ("ACC", "IT", "LAN")
DEPARTMENTS = ("", "Phòng Kinh tế", "Văn phòng")


@st.composite
def provinces(draw: st.DrawFn) -> Dataset:
    """Two to four communes and up to two other units, their posts and up to eight rows of people."""
    kinds = [draw(st.sampled_from(COMMUNE_KINDS)) for _ in range(draw(st.integers(2, 4)))]
    others = (UnitKind.DEPARTMENT, UnitKind.PUBLIC_SERVICE_UNIT)
    kinds += draw(st.lists(st.sampled_from(others), max_size=2))
    codes = [f"u{number}" for number in range(len(kinds))]
    posts = [
        Post(
            code=f"{unit}-{number}",
            unit=unit,
            department=draw(st.sampled_from(DEPARTMENTS)),
            field=draw(st.sampled_from(FIELDS)),
            seats=draw(st.integers(0, 5)),
            reserved=draw(st.sampled_from((0, 0, 0, 1))),
        )
        for unit in codes
        for number in range(draw(st.integers(0, 3)))
    ]
    people = [draw(employees(f"e{number}", codes, posts)) for number in range(draw(st.integers(1, 8)))]
    payroll: Counter[str] = Counter()
    for person in people:
        payroll[person.unit] += person.count
    units = [
        Unit(
            code=code,
            name=f"Đơn vị {code}",
            kind=kind,
            population=draw(st.none() | st.integers(0, 120_000)),
            quota=draw(st.none() | st.integers(-3, 3).map(lambda beyond, code=code: max(0, payroll[code] + beyond))),
        )
        for code, kind in zip(codes, kinds, strict=True)
    ]
    return Dataset.of(units=units, posts=posts, employees=people)


@st.composite
def employees(draw: st.DrawFn, id_: str, units: list[str], posts: list[Post]) -> Employee:
    """Somebody, or a group: at work, on leave, or seconded to another unit with or without a post there."""
    unit = draw(st.sampled_from(units))
    held = draw(st.sampled_from(["", *(post.code for post in posts if post.unit == unit)]))
    facts: dict[str, object] = {}
    state = draw(st.sampled_from(("at work", "at work", "at work", "on leave", "seconded", "covers")))
    if state == "on leave":
        facts = {"status": Status.ON_LEAVE, "absent_until": draw(st.sampled_from((None, date(2026, 1, 1))))}
    elif state == "seconded":
        host = draw(st.sampled_from([code for code in units if code != unit]))
        there = draw(st.sampled_from(["", *(post.code for post in posts if post.unit == host)]))
        facts = {"seconded_from": date(2026, 9, 1), "seconded_until": draw(st.sampled_from((DAY, date(2026, 10, 1))))}
        facts |= {"seconded_to_unit": host, "seconded_to_post": there}
    elif state == "covers":
        facts = {"posts_held": tuple(post.code for post in posts if post.unit == unit and post.code != held)[:1]}
    return Employee(
        id=id_,
        kind=draw(st.sampled_from((*(EmployeeKind.CIVIL_SERVANT,) * 4, EmployeeKind.CONTRACT))),
        unit=unit,
        post=held,
        field=draw(st.sampled_from(FIELDS)),
        count=draw(st.integers(1, 6)),
        **facts,
    )


@st.composite
def plans(draw: st.DrawFn, dataset: Dataset) -> Plan:
    """Any moves of people who are at work, whatever the rules say of them."""
    movers = [
        person
        for person in dataset.rows("employees")
        if person.kind is not EmployeeKind.CONTRACT
        and not person.posts_held
        and (person.status is Status.ACTIVE or person.absent_until is not None)
        and (person.seconded_until is None or person.seconded_until < DAY)
    ]
    posts = dataset.rows("posts")
    moves = []
    for person in movers if posts else []:
        left = person.count
        for post in draw(st.lists(st.sampled_from(posts), max_size=2, unique_by=lambda post: post.code)):
            number = draw(st.integers(0, left))
            forms = (Form.TRANSFER, Form.SECONDMENT) if post.unit != person.unit else (Form.REASSIGNMENT,)
            if number and post.code != person.post:
                moves.append(a_move(dataset, person, post, draw(st.sampled_from(forms)), number))
                left -= number
    return plan_of(moves)


def a_move(dataset: Dataset, person: Employee, post: Post, form: Form, count: int = 1) -> Move:
    """A move that states what counting needs, and of the rest as little as it can."""
    return Move(
        employee=person.id,
        to_post=post.code,
        form=form,
        sender_kind=SENDER_KIND[dataset.unit_by_code[person.unit].kind],
        from_unit=person.unit,
        from_post=person.post,
        to_unit=post.unit,
        field=post.field,
        start=DAY,
        end=date(2027, 5, 2) if form is Form.SECONDMENT else None,
        km=None,
        minutes=0,
        distance_source="",
        cost_vnd=0,
        payer="",
        legal_basis="",
        fit=1.0,
        volunteer=False,
        count=count,
    )


def plan_of(moves: list[Move]) -> Plan:
    """A plan made by hand."""
    provenance = Provenance("", "", "", "by hand", DAY, "", ())
    return Plan(tuple(moves), (), (), Termination(Ended.FEASIBLE, ""), provenance)


def carried_out(dataset: Dataset, proposal: Plan) -> Dataset:
    """The tables after a plan; a group of which only some move is split."""
    people = {row.id: row for row in dataset.rows("employees")}
    for number, move in enumerate(proposal.moves):
        person = people.pop(move.employee)
        if person.count > move.count:
            people[move.employee] = person.model_copy(update={"count": person.count - move.count})
        if move.form is Form.SECONDMENT:
            change = {
                "seconded_from": move.start,
                "seconded_until": move.end,
                "seconded_to_unit": move.to_unit,
                "seconded_to_post": move.to_post,
            }
        else:
            change = {"unit": move.to_unit, "post": move.to_post}
        id_ = f"{move.employee} moved {number}"
        people[id_] = person.model_copy(update={"id": id_, "count": move.count, **change})
    return dataset.replace(employees=people.values())
