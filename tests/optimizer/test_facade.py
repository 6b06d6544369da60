"""The library from outside: its promises, plans from counts alone, provinces without anything to plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import optimizer
from optimizer import Dataset, InputError, Policy, ProofCheck, check_proof, load, plan, read_policy, verify
from optimizer.counts import count, count_after
from optimizer.domain import Employee, EmployeeKind, Limit, LimitSubject, Post, Unit, UnitKind
from optimizer.findings import has_errors
from optimizer.ingest import write_folder
from optimizer.plan import Plan, Status, VacancyCause
from optimizer.policy import Form, Forms, RuleSetting
from optimizer.rules import check_policy
from tests.optimizer.judge import solve

DAY = date(2025, 10, 1)
POLICY = Policy(as_of=DAY)
COMMUNE = Unit(code="X", name="Xã", kind=UnitKind.COMMUNE, quota=10)
DEPARTMENT = Unit(code="S", name="Sở", kind=UnitKind.DEPARTMENT)
SEAT = Post(code="P", unit="X", field="IT")
engines = pytest.mark.parametrize("engine", ["flow", "cp-sat"])


def test_everything_offered_is_there() -> None:
    assert set(optimizer.__all__) <= set(dir(optimizer))
    assert optimizer.__version__.count(".") == 2


def test_tables_are_loaded_planned_and_verified(tmp_path: Path) -> None:
    dataset = Dataset.of(units=[COMMUNE, DEPARTMENT], posts=[SEAT], employees=[Employee(id="1", unit="S", field="IT")])
    write_folder(dataset, tmp_path)
    (tmp_path / "policy.toml").write_text("as_of = 2025-10-01\nterm_months = 12\n", encoding="utf-8")
    loaded, policy = load(tmp_path, DAY), read_policy(tmp_path / "policy.toml")
    assert loaded.sha256 == dataset.sha256
    proposal = plan(loaded, policy)
    assert [(move.employee, move.to_post, move.end) for move in proposal.moves] == [("1", "P", date(2026, 10, 1))]
    assert verify(loaded, proposal, policy).is_clean
    assert check_proof(loaded, proposal, policy) is ProofCheck.CONFIRMED


def test_tables_that_are_wrong_are_told_all_at_once(tmp_path: Path) -> None:
    write_folder(Dataset.of(units=[COMMUNE], posts=[SEAT], employees=[Employee(id="1", unit="X")]), tmp_path)
    for name in ("units", "posts"):
        table = tmp_path / f"{name}.csv"
        table.write_text(table.read_text(encoding="utf-8").replace("X", "Y,Y"), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load(tmp_path, DAY)
    assert {finding.file for finding in raised.value.findings} >= {"units.csv", "posts.csv"}


def test_without_a_policy_the_default_one_holds() -> None:
    dataset = Dataset.of(units=[COMMUNE, DEPARTMENT], posts=[SEAT], employees=[Employee(id="1", unit="S", field="IT")])
    proposal = plan(dataset)
    assert proposal.provenance.as_of == Policy().as_of
    assert verify(dataset, proposal).is_clean
    assert check_proof(dataset, proposal) is ProofCheck.CONFIRMED


# Counts alone: units, posts and anonymous groups; no names, fields, coordinates or quotas.


def counts_alone() -> Dataset:
    """Three communes and a department of 200; nobody has a name, a field, a home or a degree."""
    return Dataset.of(
        units=[
            Unit(code="A", name="A", kind=UnitKind.COMMUNE),
            Unit(code="B", name="B", kind=UnitKind.COMMUNE),
            Unit(code="C", name="C", kind=UnitKind.WARD),
            Unit(code="S", name="S", kind=UnitKind.DEPARTMENT),
        ],
        posts=[
            Post(code="A", unit="A", seats=30),
            Post(code="B", unit="B", seats=20),
            Post(code="C", unit="C", seats=40),
        ],
        employees=[
            Employee(id="a", unit="A", post="A", count=27),
            Employee(id="b", unit="B", post="B", count=18),
            Employee(id="c", unit="C", post="C", count=45),
            Employee(id="s", unit="S", count=200),
        ],
    )


@engines
def test_counts_alone_are_planned(engine: str) -> None:
    """Five per cent of 200 go to five seats, levelled: three missing of 30 and two of 20.

    C has five people more than seats but no quota to show a surplus, so it gives nobody.
    """
    dataset = counts_alone()
    proposal = plan(dataset, POLICY, engine=engine)
    assert [(move.employee, move.to_post, move.form, move.count) for move in proposal.moves] == [
        ("s", "A", Form.SECONDMENT, 3),
        ("s", "B", Form.SECONDMENT, 2),
    ]
    assert proposal.unfilled == ()
    assert proposal.has_proof
    assert proposal.termination.is_unique
    assert verify(dataset, proposal, POLICY).is_clean
    assert dict(proposal.values) == solve(dataset, POLICY).values
    after = count_after(count(dataset, POLICY), proposal)
    assert after.working.tolist() == [30, 20, 45, 195]
    assert after.payroll.tolist() == [27, 18, 45, 200]


@engines
def test_a_group_is_split_over_as_many_posts_as_it_takes(engine: str) -> None:
    dataset = Dataset.of(
        units=[COMMUNE, DEPARTMENT],
        posts=[Post(code=f"P{number}", unit="X", field="IT", seats=number) for number in (1, 2, 3)],
        employees=[Employee(id="group", unit="S", field="IT", count=100)],
    )
    policy = POLICY.model_copy(update={"rules": {"sender_share": RuleSetting(share=0.05)}})
    proposal = plan(dataset, policy, engine=engine)
    assert sum(move.count for move in proposal.moves) == 5
    assert {move.employee for move in proposal.moves} == {"group"}
    assert sum(vacancy.seats for vacancy in proposal.unfilled) == 1
    assert verify(dataset, proposal, policy).is_clean
    assert dict(proposal.values) == solve(dataset, policy).values


@engines
def test_a_group_with_a_surplus_gives_it_by_transfer(engine: str) -> None:
    dataset = counts_alone()
    quotas = {"A": 30, "B": 20, "C": 41}
    units = [unit.model_copy(update={"quota": quotas.get(unit.code)}) for unit in dataset.rows("units")]
    small = dataset.replace(units=units, employees=dataset.rows("employees")[:3])
    proposal = plan(small, POLICY, engine=engine)
    assert [(move.employee, move.to_post, move.form, move.count) for move in proposal.moves] == [
        ("c", "A", Form.TRANSFER, 2),
        ("c", "B", Form.TRANSFER, 2),
    ]
    assert verify(small, proposal, POLICY).is_clean
    assert dict(proposal.values) == solve(small, POLICY).values


def test_a_group_that_may_go_in_two_forms_is_not_counted_twice() -> None:
    dataset = Dataset.of(
        units=[COMMUNE, DEPARTMENT],
        posts=[Post(code="P", unit="X", field="IT", seats=3)],
        employees=[Employee(id="group", unit="S", field="IT", count=2)],
    )
    policy = Policy(
        as_of=DAY,
        forms=Forms(department=(Form.TRANSFER, Form.SECONDMENT)),
        rules={"sender_share": RuleSetting(share=1.0)},
    )
    for engine in ("flow", "cp-sat"):
        proposal = plan(dataset, policy, engine=engine)
        assert sum(move.count for move in proposal.moves) == 2
        assert verify(dataset, proposal, policy).is_clean


# Nothing to plan.


def without(**tables: list[object]) -> Dataset:
    """A province with one vacant seat and one candidate for it, with some tables changed."""
    rows = {"units": [COMMUNE, DEPARTMENT], "posts": [SEAT], "employees": [Employee(id="1", unit="S", field="IT")]}
    return Dataset.of(**rows | tables)


NOBODY_MOVES = {
    "no vacancies": (without(posts=[SEAT.model_copy(update={"seats": 0})]), None),
    "all seats reserved": (without(posts=[SEAT.model_copy(update={"reserved": 1})]), None),
    "vacancies in a department only": (without(posts=[SEAT.model_copy(update={"unit": "S"})]), None),
    "no posts": (without(posts=[]), None),
    "no candidates": (without(employees=[Employee(id="1", unit="S", field="LAW")]), VacancyCause.NO_CANDIDATE),
    "nobody able to move": (
        without(employees=[Employee(id="1", unit="S", field="IT", kind=EmployeeKind.CADRE)]),
        VacancyCause.NO_CANDIDATE,
    ),
    "nobody at all": (without(employees=[]), VacancyCause.NO_CANDIDATE),
    "no sender": (without(units=[COMMUNE], employees=[]), VacancyCause.NO_CANDIDATE),
    "no commune": (without(units=[DEPARTMENT], posts=[]), None),
    "nothing": (Dataset.of(), None),
}


@engines
@pytest.mark.parametrize("case", NOBODY_MOVES)
def test_where_there_is_nothing_to_plan_the_plan_says_so(case: str, engine: str) -> None:
    dataset, cause = NOBODY_MOVES[case]
    proposal: Plan = plan(dataset, POLICY, engine=engine)
    assert proposal.moves == ()
    assert (proposal.termination.status, proposal.termination.is_unique) == (Status.OPTIMAL, True)
    assert proposal.has_proof
    assert [vacancy.cause for vacancy in proposal.unfilled] == ([] if cause is None else [cause])
    assert [vacancy.seats for vacancy in proposal.unfilled] == ([] if cause is None else [1])
    assert verify(dataset, proposal, POLICY).is_clean
    expected = ProofCheck.CONFIRMED if engine == "flow" else ProofCheck.ABSENT
    assert check_proof(dataset, proposal, POLICY) is expected


@engines
@pytest.mark.parametrize("tiers", [(), ("burden",), ("volunteers", "rating"), ("first_of_field",), ("fairness",)])
def test_any_choice_of_tiers_is_planned(engine: str, tiers: tuple[str, ...]) -> None:
    dataset = without(limits=[Limit(subject=LimitSubject.ARRIVAL, unit="X", at_most=1)])
    policy = POLICY.model_copy(update={"tiers": tiers})
    proposal = plan(dataset, policy, engine=engine)
    assert tuple(tier.tier for tier in proposal.objective) == tiers
    assert len(proposal.moves) == int(tiers in (("first_of_field",), ("fairness",)))
    assert proposal.has_proof
    assert verify(dataset, proposal, policy).is_clean


@pytest.mark.parametrize("rule", ["person", "open_seats", "vacant_seats", "held_post"])
def test_what_every_plan_rests_on_cannot_be_switched_off(rule: str) -> None:
    """Such a policy is an error before a plan starts, never a crash in the middle or a person in two places."""
    policy = POLICY.model_copy(update={"rules": {rule: RuleSetting(on=False)}})
    assert [finding.code for finding in check_policy(policy) if has_errors([finding])] == ["rule_not_optional"]
    with pytest.raises(InputError, match=rule):
        plan(without(), policy)


def test_a_tier_is_left_out_not_switched_off() -> None:
    policy = POLICY.model_copy(update={"rules": {"burden": RuleSetting(on=False)}})
    assert [finding.code for finding in check_policy(policy) if has_errors([finding])] == ["tier_switched_off"]
    with pytest.raises(InputError, match="burden"):
        plan(without(), policy)
    left_out = POLICY.model_copy(update={"tiers": tuple(tier for tier in POLICY.tier_order if tier != "burden")})
    assert "burden" not in plan(without(), left_out).values
