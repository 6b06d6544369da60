"""The counts, by hand on small cases and against a plain recount on the judge's instances."""

from __future__ import annotations

from datetime import date

import pytest

from optimizer.counts import Counts, count
from optimizer.domain import Dataset, Employee, EmployeeKind, Post, Status, Unit
from optimizer.policy import Policy
from tests.optimizer.judge import tiny
from tests.optimizer.judge.recount import recount

DAY = date(2026, 11, 2)
POLICY = Policy(as_of=DAY)
UNITS = (
    Unit(code="A", name="Xã A", kind="commune", quota=3),
    Unit(code="B", name="Phường B", kind="ward"),
    Unit(code="S", name="Sở S", kind="department", quota=5),
)


def counted(posts: list[Post], *people: Employee) -> Counts:
    return count(Dataset.of(units=UNITS, posts=posts, employees=people), POLICY)


def post(code: str = "p", **facts: object) -> Post:
    return Post(**{"code": code, "unit": "A", "field": "IT"} | facts)


def person(id_: str, unit: str = "A", **facts: object) -> Employee:
    return Employee(**{"id": id_, "unit": unit, "field": "IT"} | facts)


@pytest.mark.parametrize("first", range(0, 200, 100))
def test_recount_by_hand_agrees(first: int) -> None:
    for seed in range(first, first + 100):
        dataset, policy = tiny(seed)
        ours, plain = count(dataset, policy), recount(dataset, policy.as_of)
        units, posts = dataset.units["code"].tolist(), dataset.posts["code"].tolist()
        for name in ("quota", "payroll", "working", "seconded_out", "seconded_in", "on_leave"):
            assert getattr(ours, name).tolist() == [getattr(plain, name)[unit] for unit in units], (seed, name)
        for name in ("surplus", "shortage"):
            assert getattr(ours, name).tolist() == [getattr(plain, name)(unit) for unit in units], (seed, name)
        for name in ("holders", "away", "stand_ins", "open_seats", "vacant_seats", "over_held"):
            assert getattr(ours, name).tolist() == [getattr(plain, name)[code] for code in posts], (seed, name)
        for name in ("field_seats", "field_holders"):
            table = getattr(ours, name)
            cells = {
                (unit, field): int(table[row, column])
                for row, unit in enumerate(units)
                for column, field in enumerate(ours.field_codes)
            }
            assert cells == {cell: getattr(plain, name)[cell] for cell in cells}, (seed, name)


def test_contract_staff_fill_seats_but_are_on_no_payroll() -> None:
    counts = counted([post(seats=3)], person("1", post="p"), person("2", post="p", kind=EmployeeKind.CONTRACT))
    assert counts.payroll.tolist() == [1, 0, 0]
    assert counts.working.tolist() == [1, 0, 0]
    assert counts.holders.tolist() == [2]
    assert counts.open_seats.tolist() == [1]


def test_unit_without_a_quota_has_neither_surplus_nor_shortage() -> None:
    counts = counted([], person("1", unit="B", count=4))
    assert counts.quota.tolist() == [3, 4, 5]
    assert counts.surplus.tolist() == [0, 0, 0]
    assert counts.shortage.tolist() == [3, 0, 5]


def test_seat_of_somebody_on_leave_is_open_but_not_vacant() -> None:
    counts = counted([post()], person("1", post="p", status=Status.ON_LEAVE))
    assert (counts.open_seats.tolist(), counts.vacant_seats.tolist()) == ([1], [0])
    assert counts.working.tolist() == [0, 0, 0]
    assert counts.payroll.tolist() == [1, 0, 0]


@pytest.mark.parametrize(("last_day", "is_away"), [("2026-11-01", False), ("2026-11-02", True), (None, True)])
def test_leave_and_secondment_last_through_their_last_day(last_day: str | None, is_away: bool) -> None:
    counts = counted(
        [],
        person("1", status=Status.ON_LEAVE, absent_until=last_day),
        person("2", seconded_to_unit="B", seconded_until=last_day),
    )
    assert counts.is_away.tolist() == [is_away, is_away]
    assert counts.on_leave.tolist() == [int(is_away), 0, 0]
    assert counts.seconded_in.tolist() == [0, int(is_away), 0]


def test_secondment_that_has_not_begun_counts_nowhere() -> None:
    counts = counted([], person("1", seconded_to_unit="B", seconded_from="2026-11-03"))
    assert counts.working.tolist() == [1, 0, 0]
    assert not counts.is_seconded.any()


def test_secondee_keeps_the_payroll_and_fills_a_seat_elsewhere() -> None:
    counts = counted(
        [post("own"), post("host", unit="B")],
        person("1", post="own", seconded_to_unit="B", seconded_to_post="host"),
    )
    assert counts.payroll.tolist() == [1, 0, 0]
    assert counts.working.tolist() == [0, 1, 0]
    by_post = dict(zip(counts.dataset.posts["code"], counts.open_seats.tolist(), strict=True))
    assert by_post == {"own": 1, "host": 0}


def test_further_post_is_covered_by_people_at_work_only() -> None:
    posts = [post("further"), post("own")]
    at_work = counted(posts, person("1", post="own", posts_held="further"))
    on_leave = counted(posts, person("1", post="own", posts_held="further", status=Status.ON_LEAVE))
    assert at_work.open_seats.tolist() == [0, 0]
    assert on_leave.open_seats.tolist() == [1, 1]


def test_seats_reserved_for_recruitment_are_neither_open_nor_needed() -> None:
    counts = counted([post(seats=3, reserved=1)], person("1", post="p"))
    assert counts.open_seats.tolist() == [1]
    assert counts.wanted_seats.tolist() == [2]


def test_nobody_is_beyond_the_seats_of_a_post_that_nobody_holds() -> None:
    assert counted([post(seats=1, reserved=2)]).over_held.tolist() == [0]


def test_absent_holder_is_not_beyond_the_seats() -> None:
    """Two own one seat, one of them is on leave: were the other to leave, nobody would be at work."""
    counts = counted([post()], person("1", post="p"), person("2", post="p", status=Status.ON_LEAVE))
    assert counts.over_held.tolist() == [0]


def test_person_counts_in_the_field_of_the_post_held() -> None:
    counts = counted([post(field="LAN")], person("1", post="p"), person("2"))
    assert counts.field_codes == ("IT", "LAN")
    assert counts.field_holders.tolist() == [[1, 1], [0, 0], [0, 0]]
    assert counts.field_seats.tolist() == [[0, 1], [0, 0], [0, 0]]


def test_nothing_can_be_counted() -> None:
    counts = count(Dataset.of(units=UNITS), POLICY)
    assert counts.payroll.tolist() == [0, 0, 0]
    assert counts.open_seats.tolist() == []
    assert counts.field_holders.shape == (3, 0)
