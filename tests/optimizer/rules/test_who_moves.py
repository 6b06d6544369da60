"""Who moves at all: kind of employment, presence, leaving, returning, rating, instructions."""

from __future__ import annotations

from datetime import date

import pytest

from optimizer.domain import Instruction, Order
from optimizer.policy import Form, Policy
from optimizer.rules.available import Available
from optimizer.rules.cooldown import Cooldown
from optimizer.rules.example import asked, refuses
from optimizer.rules.instruction_ban import InstructionBan
from optimizer.rules.instruction_pin import InstructionPin
from optimizer.rules.leaving_soon import LeavingSoon
from optimizer.rules.movable_kind import MovableKind
from optimizer.rules.public_employee_transfer import PublicEmployeeTransfer
from optimizer.rules.rating_failed import RatingFailed

every_form = pytest.mark.parametrize("form", list(Form))


@every_form
def test_civil_servants_and_public_employees_move(form: Form) -> None:
    kinds = ("civil_servant", "public_employee", "cadre", "contract")
    assert [kind for kind in kinds if not refuses(MovableKind(), {"kind": kind}, form=form)] == [
        "civil_servant",
        "public_employee",
    ]


@every_form
def test_managed_cadres_never_move(form: Form) -> None:
    assert refuses(MovableKind(), {"excluded": True}, form=form)


def test_a_public_employee_is_seconded_or_reassigned_but_not_transferred() -> None:
    rule, person = PublicEmployeeTransfer(), {"kind": "public_employee"}
    assert [form for form in Form if refuses(rule, person, form=form)] == [Form.TRANSFER]
    assert not any(refuses(rule, {"kind": "civil_servant"}, form=form) for form in Form)


@every_form
@pytest.mark.parametrize(("until", "is_away"), [(None, True), ("2026-09-01", True), ("2026-08-31", False)])
def test_leave_lasts_through_its_last_day(until: str | None, is_away: bool, form: Form) -> None:
    assert refuses(Available(), {"status": "on_leave", "absent_until": until}, form=form) is is_away


def test_a_day_of_absence_says_nothing_about_who_is_at_work() -> None:
    assert not refuses(Available(), {"status": "active", "absent_until": "2026-12-31"})


@every_form
def test_people_seconded_out_are_away(form: Form) -> None:
    assert refuses(Available(), {"seconded_to_unit": "B"}, form=form)
    assert not refuses(Available(), {"seconded_to_unit": "B", "seconded_until": "2026-08-31"}, form=form)


@pytest.mark.parametrize(
    ("form", "too_soon", "late_enough"),
    [
        (Form.TRANSFER, "2028-02-29", "2028-03-01"),
        (Form.SECONDMENT, "2027-02-28", "2027-03-01"),
        (Form.REASSIGNMENT, "2026-08-31", "2026-09-01"),
    ],
)
def test_a_move_needs_service_left(form: Form, too_soon: str, late_enough: str) -> None:
    """18 months for a transfer, the term of six for a secondment, the day itself for a reassignment."""
    assert refuses(LeavingSoon(), {"leaves_on": too_soon}, form=form)
    assert not refuses(LeavingSoon(), {"leaves_on": late_enough}, form=form)
    assert not refuses(LeavingSoon(), form=form)


def test_months_are_calendar_months() -> None:
    policy = Policy(as_of=date(2027, 8, 31), term_months=6)
    end = policy.end_of(Form.SECONDMENT)
    assert end == date(2028, 2, 29)
    assert LeavingSoon().needed_until(Form.SECONDMENT, policy.start, end, policy) == end
    assert Cooldown().rested_since(date(2028, 2, 29), policy) == date(2027, 2, 28)


def test_a_rest_follows_a_secondment() -> None:
    rule = Cooldown()
    assert refuses(rule, {"last_return": "2025-09-02"}, form=Form.SECONDMENT)
    assert not refuses(rule, {"last_return": "2025-09-01"}, form=Form.SECONDMENT)
    assert not refuses(rule, {"last_return": "2025-09-02"}, form=Form.SECONDMENT, months=11)
    assert not refuses(rule, form=Form.SECONDMENT)
    assert not any(
        refuses(rule, {"last_return": "2026-08-01"}, form=form) for form in (Form.TRANSFER, Form.REASSIGNMENT)
    )


@pytest.mark.parametrize(
    ("ratings", "is_refused"),
    [("", False), ("2025:failed", True), ("2025:failed; 2024:good", True), ("2024:failed; 2025:completed", False)],
)
def test_the_latest_rating_decides(ratings: str, is_refused: bool) -> None:
    assert refuses(RatingFailed(), {"ratings": ratings}) is is_refused
    assert refuses(RatingFailed(), {"ratings": ratings}, form=Form.SECONDMENT) is is_refused
    assert not refuses(RatingFailed(), {"ratings": ratings}, form=Form.REASSIGNMENT)


def test_the_year_of_a_rating_is_not_grouped() -> None:
    refusal = asked(RatingFailed(), {"ratings": "2025:failed"})
    assert refusal is not None
    assert refusal.sentence("vi") == "Xếp loại năm 2025: không hoàn thành nhiệm vụ."


@pytest.mark.parametrize(
    ("named", "is_banned"),
    [
        ({"employee": "E"}, True),
        ({"employee": "someone"}, False),
        ({"post": "P"}, True),
        ({"unit": "B"}, True),
        ({"unit": "A"}, False),
        ({"employee": "E", "post": "P", "unit": "B"}, True),
        ({"employee": "E", "unit": "A"}, False),
        ({"employee": "someone", "post": "P"}, False),
        ({}, True),
    ],
)
def test_a_ban_excludes_the_moves_that_match_all_it_names(named: dict[str, str], is_banned: bool) -> None:
    refusal = asked(InstructionBan(), instructions=[Instruction(order=Order.BAN, **named)])
    assert (refusal is not None) is is_banned


def test_orders_are_told_apart() -> None:
    orders = {order: [Instruction(order=order, employee="E")] for order in Order}
    assert [order for order in Order if asked(InstructionBan(), instructions=orders[order])] == [Order.BAN]
    assert [order for order in Order if asked(InstructionPin(), instructions=orders[order])] == [Order.PIN]


@every_form
def test_a_pin_keeps_a_person_in_place(form: Form) -> None:
    assert asked(InstructionPin(), form=form, instructions=[Instruction(order=Order.PIN, employee="E")])
    assert not asked(InstructionPin(), form=form, instructions=[Instruction(order=Order.PIN, employee="someone")])
