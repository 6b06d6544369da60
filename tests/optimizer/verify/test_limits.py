"""Limits and instructions are counted afresh on a plan."""

from __future__ import annotations

import pytest

from optimizer.domain import Instruction, Limit, LimitSubject, Order
from optimizer.facts import facts_of
from optimizer.policy import Form, RuleSetting
from optimizer.verify import verify
from tests.optimizer.verify.province import FACTS, POLICY, codes, province, to, with_moves, with_tables


def test_a_share_exceeded() -> None:
    facts = with_tables(posts=[post.model_copy(update={"seats": 9}) for post in FACTS.dataset.rows("posts")])
    three = [to(f"s0{number}", "B-IT") for number in range(3)]
    (violation,) = verify(with_moves(*three), facts).violations
    assert (violation.rule, violation.subject) == ("sender_share", "S")
    assert (violation.figures["number"], violation.figures["limit"]) == (3, 2)


def test_a_quota_exceeded() -> None:
    units = [
        unit.model_copy(update={"quota": 1 if unit.code == "B" else unit.quota}) for unit in FACTS.dataset.rows("units")
    ]
    found = codes(with_moves(to("a0", "B-LAN", Form.TRANSFER)), with_tables(units=units))
    assert found == ["quota", "working_limit"]


def test_a_working_strength_exceeded() -> None:
    units = [
        unit.model_copy(update={"quota": 2 if unit.code == "B" else unit.quota}) for unit in FACTS.dataset.rows("units")
    ]
    found = codes(with_moves(to("s05", "B-IT"), to("s06", "B-IT")), with_tables(units=units))
    assert found == ["working_limit"]


@pytest.mark.parametrize(
    ("limit", "rule"),
    [
        (Limit(subject=LimitSubject.ARRIVAL, unit="B", at_most=1), "local_limits"),
        (Limit(subject=LimitSubject.ARRIVAL, unit="B", field="IT", at_most=1), "local_limits"),
        (Limit(subject=LimitSubject.RELEASE, unit="S", at_most=1), "local_limits"),
        (Limit(subject=LimitSubject.RELEASE, unit="S", keep=19), "local_limits"),
        (Limit(subject=LimitSubject.RELEASE, unit="S", field="IT", keep=19), "release"),
        (Limit(subject=LimitSubject.RELEASE, unit="S", field="IT", at_most=1), "release"),
    ],
)
def test_a_limit_of_the_province_exceeded(limit: Limit, rule: str) -> None:
    facts = with_tables(limits=[limit])
    assert codes(with_moves(to("s05", "B-IT")), facts) == []
    assert codes(with_moves(to("s05", "B-IT"), to("s06", "B-IT")), facts) == [rule]


@pytest.mark.parametrize(
    ("order", "rule"),
    [
        (Instruction(order=Order.PIN, employee="s05"), "instruction_pin"),
        (Instruction(order=Order.BAN, employee="s05", post="B-IT"), "instruction_ban"),
    ],
)
def test_an_instruction_not_followed(order: Instruction, rule: str) -> None:
    assert codes(with_moves(to("s05", "B-IT")), with_tables(instructions=[order])) == [rule]


def test_a_rule_switched_off_is_not_broken() -> None:
    off = POLICY.model_copy(update={"rules": {**POLICY.rules, "field_fit": RuleSetting(on=False)}})
    assert codes(with_moves(to("s05", "B-LAN"))) == ["field_fit"]
    assert codes(with_moves(to("s05", "B-LAN")), facts_of(province(), off)) == []
