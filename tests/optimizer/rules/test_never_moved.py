"""Who never moves, and who is never transferred: no form, setting, reason or instruction gets round it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from optimizer import plan
from optimizer.domain import Dataset, Employee, Instruction, Order, Post, SenderKind, Unit, UnitKind
from optimizer.facts import facts_of
from optimizer.findings import Severity
from optimizer.ingest import InputError
from optimizer.plan import Plan
from optimizer.planning import plan_facts
from optimizer.policy import Form, FormOverride, Forms, Policy
from optimizer.rules import PAIR_RULES, candidate_of, check_policy
from optimizer.rules.form import OpenForm
from optimizer.rules.military import Military
from optimizer.verify import verify

DAY = date(2026, 11, 2)
NEVER: Mapping[str, Mapping[str, object]] = {
    "cadre": {"kind": "cadre"},
    "contract": {"kind": "contract"},
    "managed": {"excluded": True},
    "soldier": {"bloc": "Quân sự"},
}
PUBLIC = {"kind": "public_employee"}
AWAY = (Form.TRANSFER, Form.SECONDMENT)


def province(instructions: tuple[Instruction, ...] = ()) -> Dataset:
    """Two of everybody in every kind of unit, all fit for the many seats of X and of the ward W."""
    senders = {
        "A": UnitKind.COMMUNE,
        "S": UnitKind.DEPARTMENT,
        "U": UnitKind.PUBLIC_SERVICE_UNIT,
        "C": UnitKind.DELIVERY_CENTRE,
    }
    units = [
        Unit(code="X", name="X", kind=UnitKind.COMMUNE, quota=99),
        Unit(code="W", name="W", kind=UnitKind.WARD, quota=99),
        Unit(code="M", name="M", kind=UnitKind.DEPARTMENT, bloc="military"),
        *(Unit(code=code, name=code, kind=kind, quota=0) for code, kind in senders.items()),
    ]
    people = [
        Employee.model_validate({"id": f"{code}-{name}", "unit": code, "field": "IT", **facts})
        for code in senders
        for name, facts in {**NEVER, "public": PUBLIC, "civil": {}}.items()
    ]
    return Dataset.of(
        units=units,
        posts=[
            Post(code="X-IT", unit="X", field="IT", seats=9),
            Post(code="W-IT", unit="W", field="IT", seats=9),
            Post(code="A-IT", unit="A", field="IT", seats=2),
            Post(code="X-MIL", unit="X", department="Ban Chỉ huy quân sự", field="IT", seats=9),
        ],
        employees=[*people, Employee(id="M-civil", unit="M", field="IT")],
        instructions=instructions,
    )


def moved(proposal: Plan) -> set[tuple[str, Form]]:
    return {(move.employee, move.form) for move in proposal.moves}


def assert_kept(proposal: Plan) -> None:
    """Nobody moves who never does, no public employee is transferred, no military post is filled."""
    names = {employee.partition("-")[2] for employee, _ in moved(proposal)}
    assert names <= {"public", "civil"}
    assert not any(employee.endswith("public") for employee, form in moved(proposal) if form is Form.TRANSFER)
    assert not any(move.from_unit == "M" or move.to_post == "X-MIL" for move in proposal.moves)


def test_the_others_do_move() -> None:
    policy = Policy(as_of=DAY, rules={"sender_share": {"share": 1.0}})
    proposal = plan(province(), policy)
    assert_kept(proposal)
    assert moved(proposal) >= {
        ("A-civil", Form.TRANSFER),
        ("S-civil", Form.SECONDMENT),
        ("U-public", Form.SECONDMENT),
        ("C-public", Form.SECONDMENT),
    }


every_kind_of_form = st.lists(st.sampled_from(AWAY), unique=True).map(tuple)
some_forms = st.builds(
    Forms,
    department=every_kind_of_form,
    public_service_unit=every_kind_of_form,
    commune=every_kind_of_form,
    delivery_centre=every_kind_of_form,
    overrides=st.lists(
        st.builds(
            FormOverride,
            sender=st.sampled_from(list(SenderKind)),
            receiver=st.sampled_from([UnitKind.COMMUNE, UnitKind.WARD]),
            forms=every_kind_of_form,
        ),
        max_size=2,
    ).map(tuple),
)
some_orders = st.lists(
    st.builds(
        Instruction,
        order=st.just(Order.FORCE),
        employee=st.sampled_from([person.id for person in province().rows("employees")]),
        post=st.sampled_from(["", "X-IT", "X-MIL"]),
    ),
    max_size=4,
    unique_by=lambda order: (order.employee, order.post),
)


@settings(max_examples=30, deadline=None)
@given(forms=some_forms, orders=some_orders, off=st.sets(st.sampled_from([rule.id for rule in PAIR_RULES])))
def test_no_policy_and_no_instruction_moves_them(forms: Forms, orders: list[Instruction], off: set[str]) -> None:
    """Not even a policy that was never checked, with rules switched off and a reason stated."""
    rules = {id_: {"on": False, "reason": "Theo chỉ đạo"} for id_ in off} | {"sender_share": {"share": 1.0}}
    policy = Policy.model_validate({"as_of": DAY, "forms": forms, "rules": rules})
    facts = facts_of(province(tuple(orders)), policy)
    proposal = plan_facts(facts)
    assert_kept(proposal)
    assert {violation.rule for violation in verify(proposal, facts).violations} <= {"instruction_force"}


@pytest.mark.parametrize("rule", ["movable_kind", "military", "form", "public_employee_transfer"])
def test_a_reason_does_not_switch_them_off(rule: str) -> None:
    policy = Policy.model_validate({"as_of": DAY, "rules": {rule: {"on": False, "reason": "Theo chỉ đạo"}}})
    (finding,) = check_policy(policy)
    assert (finding.code, finding.severity) == ("rule_not_optional", Severity.ERROR)
    with pytest.raises(InputError):
        plan(province(), policy)


def test_an_order_about_them_is_told_as_unmet_with_the_rule_that_says_no() -> None:
    orders = tuple(Instruction(order=Order.FORCE, employee=f"A-{name}", post="X-IT") for name in (*NEVER, "public"))
    proposal = plan(province(orders), Policy(as_of=DAY))
    told = {demand.subject.partition(" ")[0]: {one.rule for one in demand.refusals} for demand in proposal.unmet}
    assert told == {
        "A-cadre": {"movable_kind"},
        "A-contract": {"movable_kind"},
        "A-managed": {"movable_kind"},
        "A-soldier": {"military"},
        "A-public": {"public_employee_transfer"},
    }


def test_a_public_employee_of_a_commune_goes_where_secondment_is_open() -> None:
    opened = Policy(as_of=DAY, forms=Forms(commune=AWAY), rules={"sender_share": {"share": 1.0}})
    order = Instruction(order=Order.FORCE, employee="A-public", post="X-IT")
    assert ("A-public", Form.SECONDMENT) in moved(plan(province((order,)), opened))


def test_a_reassignment_leads_nowhere_else() -> None:
    with pytest.raises(ValidationError):
        Forms.model_validate({"department": ["reassignment"]})
    with pytest.raises(ValidationError):
        FormOverride.model_validate({"sender": "department", "receiver": "department", "forms": ["transfer"]})


def test_forms_follow_the_kinds_of_sender_and_receiver() -> None:
    wards = FormOverride(sender=SenderKind.DEPARTMENT, receiver=UnitKind.WARD, forms=(Form.TRANSFER,))
    policy = Policy(as_of=DAY, forms=Forms(overrides=(wards,)))
    facts = facts_of(province(), policy)
    open_ = {
        post: [
            form.value for form in Form if OpenForm().refuse(candidate_of(facts, "S-civil", post, form), policy) is None
        ]
        for post in ("X-IT", "W-IT")
    }
    assert open_ == {"X-IT": ["secondment"], "W-IT": ["transfer"]}
    forms = {(move.from_unit, move.to_unit): move.form for move in plan(province(), policy).moves}
    assert {form for (sender, receiver), form in forms.items() if (sender, receiver) == ("S", "W")} <= {Form.TRANSFER}
    assert {form for (sender, receiver), form in forms.items() if (sender, receiver) == ("S", "X")} <= {Form.SECONDMENT}


def test_a_later_override_of_the_same_kinds_counts() -> None:
    first = FormOverride(sender=SenderKind.COMMUNE, receiver=UnitKind.WARD, forms=(Form.SECONDMENT,))
    forms = Forms(overrides=(first, first.model_copy(update={"forms": ()})))
    assert forms.between(SenderKind.COMMUNE, UnitKind.WARD) == ()
    assert forms.between(SenderKind.COMMUNE, UnitKind.COMMUNE) == (Form.TRANSFER,)
    assert forms.of(SenderKind.COMMUNE) == (Form.TRANSFER,)


def test_military_words_are_added_to_and_never_taken_off() -> None:
    empty = Policy.model_validate({"as_of": DAY, "rules": {"military": {"further_words": []}}})
    facts = facts_of(province(), empty)
    for employee, post in (("A-soldier", "X-IT"), ("A-civil", "X-MIL"), ("M-civil", "X-IT")):
        assert Military().refuse(candidate_of(facts, employee, post, Form.TRANSFER), empty)
    assert Military().refuse(candidate_of(facts, "A-civil", "X-IT", Form.TRANSFER), empty) is None
