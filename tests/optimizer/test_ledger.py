"""The ledger by unit, department and field: against a plain recount, by hand, and its own checks."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from optimizer.domain import Dataset, Employee, EmployeeKind, Post, Status, Unit
from optimizer.ledger import MEASURES, By, Ledger, checks_of, ledger_of
from optimizer.norms import Norm
from optimizer.policy import Form, Policy
from tests.optimizer.judge.recount import is_on_leave, is_seconded
from tests.optimizer.staffed import DAY, POLICY, a_move, plan_of, provinces

COMMUNE = Unit(code="A", name="Xã A", kind="commune", quota=5, population=20_000)
OTHER = Unit(code="B", name="Phường B", kind="ward", quota=2)
DEPARTMENT = Unit(code="S", name="Sở S", kind="department")
ECONOMY, OFFICE = "Phòng Kinh tế", "Văn phòng"
POSTS = (
    Post(code="A-LAN", unit="A", department=ECONOMY, field="LAN", seats=2),
    Post(code="A-IT", unit="A", department=OFFICE, field="IT", seats=2),
    Post(code="A-OFF", unit="A", field="OFF", seats=1),
    Post(code="B-LAN", unit="B", department=ECONOMY, field="LAN", seats=2),
)
PEOPLE = (
    Employee(id="land", unit="A", post="A-LAN", field="IT", count=4),
    Employee(id="away", unit="A", post="A-IT", field="IT", status=Status.ON_LEAVE),
    Employee(id="idle", unit="A", field="LAN"),
    Employee(id="hired", unit="A", post="A-OFF", field="OFF", kind=EmployeeKind.CONTRACT),
    Employee(
        id="lent", unit="S", field="JUS", seconded_to_unit="B", seconded_from="2026-09-01", seconded_until="2027-03-01"
    ),
    Employee(id="staff", unit="S", field="LAN", count=10),
)


def dataset(**tables: object) -> Dataset:
    return Dataset.of(**{"units": [COMMUNE, OTHER, DEPARTMENT], "posts": POSTS, "employees": PEOPLE} | tables)


def row(ledger: Ledger, *key: str) -> dict[str, int]:
    """The figures of a row before the plan that are not nothing."""
    figures = ledger.before.loc[key[0] if len(key) == 1 else key].to_dict()
    return {name: number for name, number in figures.items() if number}


def plain(tables: Dataset, by: By) -> dict[tuple[str, str], dict[str, int]]:
    """Payroll, working strength, lent, borrowed, on leave and seats of every cell, one person after the other."""
    posts = tables.post_by_code

    def part(post: str, field: str) -> str:
        if by is By.UNIT:
            return ""
        if by is By.FIELD:
            return posts[post].field if post else field
        return posts[post].department if post else ""

    cells: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for person in tables.rows("employees"):
        home, heads = (person.unit, part(person.post, person.field)), person.count
        if person.kind is EmployeeKind.CONTRACT:
            continue
        cells[home]["payroll"] += heads
        if is_seconded(person, DAY):
            host = person.seconded_to_unit, part(person.seconded_to_post, person.field)
            cells[home]["seconded_out"] += heads
            cells[host]["seconded_in"] += heads
            cells[host]["working"] += heads
        elif is_on_leave(person, DAY):
            cells[home]["on_leave"] += heads
        else:
            cells[home]["working"] += heads
    if by is not By.UNIT:
        for post in posts.values():
            cells[post.unit, part(post.code, "")]["seats"] += post.seats
    return {cell: {name: number for name, number in figures.items() if number} for cell, figures in cells.items()}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(provinces())
def test_every_cell_is_that_of_a_plain_recount(tables: Dataset) -> None:
    for by in By:
        ledger = ledger_of(tables, POLICY, by=by)
        counted = {
            (key if isinstance(key, tuple) else (key, "")): {
                name: number
                for name, number in figures.items()
                if number and name not in ("quota", "surplus", "shortage", "open_seats")
            }
            for key, figures in ledger.before.to_dict("index").items()
        }
        assert {cell: figures for cell, figures in counted.items() if figures} == {
            cell: figures for cell, figures in plain(tables, by).items() if figures
        }
        for key, figures in ledger.before.to_dict("index").items():
            unit = key[0] if isinstance(key, tuple) else key
            beyond = figures["payroll"] - figures[ledger.measure] if unit in ledger.measured else 0
            assert (figures["surplus"], figures["shortage"]) == (max(beyond, 0), max(-beyond, 0))
        assert all(check.holds for checks in checks_of(ledger) for check in checks)


def test_the_open_seats_are_the_same_however_they_are_grouped() -> None:
    assert {int(ledger_of(dataset(), POLICY, by=by).before["open_seats"].sum()) for by in By} == {4}


def test_by_unit_payroll_is_held_against_the_quota() -> None:
    ledger = ledger_of(dataset(), POLICY)
    assert row(ledger, "A") == {"quota": 5, "payroll": 6, "working": 5, "on_leave": 1, "surplus": 1, "open_seats": 2}
    assert row(ledger, "B") == {"quota": 2, "working": 1, "seconded_in": 1, "shortage": 2, "open_seats": 2}
    assert (ledger.staff, ledger.contract) == (17, 1)


def test_a_unit_without_a_quota_shows_neither_surplus_nor_shortage() -> None:
    ledger = ledger_of(dataset(), POLICY)
    assert row(ledger, "S") == {"quota": 11, "payroll": 11, "working": 10, "seconded_out": 1}
    assert ledger.measured == {"A", "B"}


def test_people_count_in_the_department_and_field_of_the_post_held() -> None:
    by_field = ledger_of(dataset(), POLICY, by=By.FIELD)
    # Four who hold a land post and one without a post who knows land; two seats.
    assert row(by_field, "A", "LAN") == {"seats": 2, "payroll": 5, "working": 5, "surplus": 3}
    assert row(by_field, "A", "IT") == {"seats": 2, "payroll": 1, "on_leave": 1, "shortage": 1, "open_seats": 2}
    by_department = ledger_of(dataset(), POLICY, by=By.DEPARTMENT)
    assert row(by_department, "A", ECONOMY) == {"seats": 2, "payroll": 4, "working": 4, "surplus": 2}
    # No department: the post that names none, with a holder on contract, and whoever holds no post.
    assert row(by_department, "A", "") == {"seats": 1, "payroll": 1, "working": 1}


def test_who_is_lent_without_a_post_counts_in_the_primary_field_there() -> None:
    assert row(ledger_of(dataset(), POLICY, by=By.FIELD), "B", "JUS") == {"working": 1, "seconded_in": 1}
    assert row(ledger_of(dataset(), POLICY, by=By.DEPARTMENT), "B", "") == {"working": 1, "seconded_in": 1}


def test_a_unit_without_posts_shows_neither_surplus_nor_shortage_by_field() -> None:
    ledger = ledger_of(dataset(), POLICY, by=By.FIELD)
    assert "S" not in ledger.measured
    assert row(ledger, "S", "LAN") == {"payroll": 10, "working": 10}


def test_a_plan_moves_payroll_by_transfers_and_working_strength_by_all() -> None:
    land, lan = dataset().employee("land"), dataset().post_by_code["B-LAN"]
    staff, it = dataset().employee("staff"), dataset().post_by_code["A-IT"]
    plan = plan_of([a_move(dataset(), land, lan, Form.TRANSFER, 2), a_move(dataset(), staff, it, Form.SECONDMENT)])
    ledger = ledger_of(dataset(), POLICY, plan)
    assert ledger.after is not None
    change = (ledger.after - ledger.before).to_dict("index")
    assert change["A"] == dict.fromkeys(("quota", *MEASURES), 0) | {
        "payroll": -2,
        "working": -1,
        "seconded_in": 1,
        "surplus": -1,
        "shortage": 1,
        "open_seats": -1,
    }
    assert (change["B"]["payroll"], change["B"]["shortage"], change["B"]["open_seats"]) == (2, -2, -2)
    assert (change["S"]["payroll"], change["S"]["working"], change["S"]["seconded_out"]) == (0, -1, 1)


def test_a_plan_can_bring_people_where_nobody_counted_before() -> None:
    field = Post(code="B-IT", unit="B", field="IT", department="", seats=0)
    tables = dataset(posts=(*POSTS, field))
    plan = plan_of([a_move(tables, tables.employee("staff"), field, Form.SECONDMENT)])
    ledger = ledger_of(tables, POLICY, plan, By.DEPARTMENT)
    assert ledger.after is not None and ledger.after.index.equals(ledger.before.index)
    assert ledger.after.loc[("B", ""), "seconded_in"] == ledger.before.loc[("B", ""), "seconded_in"] + 1


def test_norms_propose_beside_the_quota_and_never_as_one() -> None:
    own = Norm(kinds=("commune",), base=30, base_population=0, population_per_head=1_000, most=99, source="Resolution")
    ledgers = [ledger_of(dataset(), policy) for policy in (POLICY, Policy(as_of=DAY, norms=(own,)))]
    assert [ledger.norms for ledger in ledgers] == [{"A": 34}, {"A": 50}]
    assert ledgers[0].before.equals(ledgers[1].before)


def test_before_the_guidance_nothing_is_proposed() -> None:
    assert ledger_of(dataset(), Policy(as_of=date(2025, 1, 1))).norms == {}


@pytest.mark.parametrize(
    ("column", "failing"),
    [
        ("payroll", {"payroll", "working"}),
        ("working", {"working"}),
        ("seconded_out", {"working", "seconded"}),
        ("on_leave", {"working"}),
    ],
)
@pytest.mark.parametrize("by", By)
def test_a_figure_that_is_wrong_fails_a_check(column: str, failing: set[str], by: By) -> None:
    ledger = ledger_of(dataset(), POLICY, plan_of([]), by)
    wrong = ledger.before.copy()
    wrong.iloc[0, wrong.columns.get_loc(column)] += 1
    before, after = checks_of(replace(ledger, before=wrong))
    assert {check.code for check in before if not check.holds} == failing
    assert all(check.holds for check in after)


@pytest.mark.parametrize("by", By)
def test_an_empty_province_has_an_empty_ledger(by: By) -> None:
    ledger = ledger_of(Dataset.of(), POLICY, plan_of([]), by)
    assert len(ledger.before) == 0 and ledger.before.columns.tolist() == [ledger.measure, *MEASURES]
    assert all(check.holds for checks in checks_of(ledger) for check in checks)


def test_a_plan_of_other_people_is_refused() -> None:
    stranger = PEOPLE[0].model_copy(update={"id": "nobody"})
    with pytest.raises(KeyError, match="nobody"):
        ledger_of(dataset(), POLICY, plan_of([a_move(dataset(), stranger, POSTS[3], Form.TRANSFER)]))
