from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.domain import Dataset, SenderKind
from optimizer.export import Headcount, summarise
from optimizer.plan import Plan, VacancyCause
from optimizer.policy import Form, Policy


def test_moves_and_vacant_seats_are_counted(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    summary = summarise(dataset, policy, plan)
    assert summary.moved == {(SenderKind.COMMUNE, Form.TRANSFER): 1, (SenderKind.DEPARTMENT, Form.SECONDMENT): 1}
    assert summary.moved_by_field == {("LAND", SenderKind.COMMUNE): 1, ("IT", SenderKind.DEPARTMENT): 1}
    assert summary.people_moved == 2
    assert summary.vacant_posts == {VacancyCause.STARVED: 1}
    assert summary.vacant_seats == {VacancyCause.STARVED: 1}


def test_groups_count_as_their_people(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    group = replace(plan, moves=(replace(plan.moves[1], count=2),))
    assert summarise(dataset, policy, group).people_moved == 2


def test_surplus_and_shortage_are_summed_unit_by_unit(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    summary = summarise(dataset, policy, plan)
    assert summary.before[SenderKind.COMMUNE] == Headcount(
        units=2, quota=5, payroll=4, working=4, surplus=2, shortage=3, open_seats=3
    )
    assert summary.after[SenderKind.COMMUNE] == Headcount(
        units=2, quota=5, payroll=4, working=5, surplus=1, shortage=2, open_seats=1
    )


def test_a_secondment_leaves_the_sender_s_payroll_as_it_is(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    summary = summarise(dataset, policy, plan)
    before, after = summary.before[SenderKind.DEPARTMENT], summary.after[SenderKind.DEPARTMENT]
    assert (before.payroll, after.payroll) == (20, 20)
    assert (before.working, after.working) == (20, 19)


def test_kinds_of_units_that_are_not_there_are_left_out(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    assert set(summarise(dataset, policy, plan).before) == {SenderKind.DEPARTMENT, SenderKind.COMMUNE}


def test_a_plan_for_other_tables_is_refused(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    stranger = replace(plan, moves=(replace(plan.moves[0], to_unit="99999"),))
    with pytest.raises(KeyError, match="99999"):
        summarise(dataset, policy, stranger)
