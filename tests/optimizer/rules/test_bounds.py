"""Bounds of limits, worked out by hand."""

from __future__ import annotations

import pytest

from optimizer.counts import head_count
from optimizer.domain import COMMUNE_KINDS, Dataset, Employee, Limit, LimitSubject, Post, Unit, UnitKind
from optimizer.facts import Facts, facts_of
from optimizer.policy import Policy, RuleSetting
from optimizer.rules import LIMIT_RULES
from optimizer.rules.limit_rule import UNLIMITED
from optimizer.rules.quota import Quota
from optimizer.rules.release import Release
from optimizer.rules.sender_share import SenderShare
from optimizer.rules.surplus_only import SurplusOnly
from optimizer.rules.working_limit import WorkingLimit


def counted(payroll: int, quota: int | None, kind: UnitKind = UnitKind.COMMUNE, **settings: RuleSetting) -> Facts:
    """One unit with so many people, under a policy."""
    dataset = Dataset.of(
        units=[Unit(code="U", name="Đơn vị", kind=kind, quota=quota)],
        posts=[Post(code="P", unit="U", field="IT")],
        employees=[Employee(id="G", unit="U", field="IT", count=payroll)],
    )
    return facts_of(dataset, Policy(rules=settings))


@pytest.mark.parametrize(
    ("share", "payroll", "most"),
    [(0.05, 1, 1), (0.05, 20, 1), (0.05, 21, 2), (0.05, 101, 6), (0.07, 100, 7), (0.28, 25, 7), (0.0, 50, 0)],
)
def test_a_share_is_rounded_up_as_it_is_written(share: float, payroll: int, most: int) -> None:
    """0.07 x 100 and 0.28 x 25 are a little more than 7 in binary."""
    facts = counted(payroll, None, UnitKind.DEPARTMENT, sender_share=RuleSetting(share=share))
    assert SenderShare().bounds(facts).upper.tolist() == [most]


@pytest.mark.parametrize(
    ("quota", "payroll", "room"), [(20, 20, 3), (32, 34, 2), (100, 100, 15), (180, 180, 27), (20, 30, 0)]
)
def test_working_strength_is_rounded_down_as_it_is_written(quota: int, payroll: int, room: int) -> None:
    """1.15 x 100 and 1.15 x 180 are a little less than 115 and 207 in binary."""
    assert WorkingLimit().bounds(counted(payroll, quota)).upper.tolist() == [room]


@pytest.mark.parametrize("kind", COMMUNE_KINDS)
def test_a_commune_without_a_quota_has_neither_surplus_nor_room_for_transfers(kind: UnitKind) -> None:
    facts = counted(10, None, kind)
    assert SurplusOnly().bounds(facts).upper.tolist() == [0]
    assert Quota().bounds(facts).upper.tolist() == [0]
    assert WorkingLimit().bounds(facts).upper.tolist() == [UNLIMITED]


@pytest.mark.parametrize("kind", [kind for kind in UnitKind if kind not in COMMUNE_KINDS])
def test_a_unit_that_is_no_commune_is_bound_by_its_share_only(kind: UnitKind) -> None:
    facts = counted(10, 3, kind)
    for rule in (SurplusOnly(), Quota(), WorkingLimit()):
        assert rule.bounds(facts).upper.tolist() == [UNLIMITED]
    assert SenderShare().bounds(facts).upper.tolist() == [1]


@pytest.mark.parametrize(
    ("keep", "at_most", "most"),
    [(None, None, 3), (None, 2, 2), (None, 9, 3), (4, None, 1), (9, None, 0), (0, None, 5), (4, 3, 1), (1, 2, 2)],
)
def test_a_province_s_limit_replaces_or_narrows_what_a_field_releases(
    keep: int | None, at_most: int | None, most: int
) -> None:
    """Five people on two seats: three to spare, unless more or fewer are to be kept; at most never adds to it."""
    limits = [Limit(subject=LimitSubject.RELEASE, unit="U", field="IT", keep=keep, at_most=at_most)]
    dataset = Dataset.of(
        units=[Unit(code="U", name="Xã", kind=UnitKind.COMMUNE)],
        posts=[Post(code="P", unit="U", field="IT", seats=2)],
        employees=[Employee(id="G", unit="U", post="P", field="HEA", count=5)],
        limits=limits if (keep, at_most) != (None, None) else [],
    )
    facts = facts_of(dataset, Policy())
    upper = dict(zip(facts.counts.field_codes, Release().bounds(facts).upper.tolist(), strict=True))
    assert upper == {"HEA": 0, "IT": most}


def test_a_person_row_moves_as_many_as_it_has() -> None:
    facts = counted(7, 7)
    assert LIMIT_RULES[0].bounds(facts).upper.tolist() == head_count(facts.dataset).tolist() == [7]
