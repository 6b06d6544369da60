"""Plans in the database: nothing is lost, and a long list takes no more memory than a short one."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import optimizer
from api.proposal import Proposal
from api.store import Database
from api.store.plans import MoveFilter, every_move, keep_plan, load_plan, moves_after
from optimizer.plan import Plan
from tests.api.conftest import province
from tests.api.stored import POLICY, new_caller, new_run


def kept(database: Database, plan: Plan) -> str:
    run = new_run(database, new_caller(database))
    with database.writing() as connection:
        return keep_plan(connection, run, Proposal(plan, (), ()))


def of_many_moves(number: int) -> Plan:
    plan = optimizer.plan(province(), POLICY)
    first = plan.moves[0]
    return replace(plan, moves=tuple(replace(first, employee=f"E{place:06}") for place in range(number)))


def test_a_plan_comes_back_with_its_certificate(database: Database) -> None:
    plan = optimizer.plan(province(), POLICY)
    assert plan.certificate is not None
    assert load_plan(database, kept(database, plan)) == plan


def test_every_move_is_read_once_and_in_order(database: Database) -> None:
    plan = of_many_moves(1_234)
    id_ = kept(database, plan)
    assert [record["employee"] for record in every_move(database, id_, MoveFilter())] == [
        move.employee for move in plan.moves
    ]
    assert [number for number, _ in moves_after(database, id_, MoveFilter(person="E000700"), 10)] == [701]


def test_a_list_four_times_as_long_takes_no_more_memory(database: Database) -> None:
    ids = [kept(database, of_many_moves(number)) for number in (2_500, 10_000)]
    peaks = []
    for id_ in (ids[0], *ids):
        tracemalloc.start()
        count = sum(1 for _ in every_move(database, id_, MoveFilter()))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert count in (2_500, 10_000)
    # The first reading warms caches up.
    assert peaks[2] < 1.2 * peaks[1]
