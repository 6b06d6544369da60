"""A run done twice, by two workers or after a death, leaves one plan; one that kills its workers is given up."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.access import Caller
from api.jobs.carry_out import MOST_ATTEMPTS, carry_out
from api.store import Database, open_database
from api.store.plans import plan_of_run, plans_of
from api.store.run_work import begin_run, keep_alive, lost_runs, queued_runs
from api.store.runs import Run, State, ask_to_cancel, events_of, find_run
from api.store.sweeps import points_of
from optimizer.policy import Policy
from scenarios.sweep import Base, Point, Values, point_of
from tests.api.databases import KEYS, NewUrl
from tests.api.stored import new_caller, new_run


@pytest.fixture
def database(new_url: NewUrl, tmp_path: Path) -> Iterator[Database]:
    opened = open_database(new_url(tmp_path), KEYS)
    yield opened
    opened.close()


@pytest.fixture
def caller(database: Database) -> Caller:
    return new_caller(database)


@pytest.fixture
def run(database: Database, caller: Caller) -> Run:
    return new_run(database, caller)


def state(database: Database, caller: Caller, run: Run) -> State:
    found = find_run(database, caller, run.id)
    assert found is not None
    return found.state


def test_two_workers_at_one_run_leave_one_plan(database: Database, caller: Caller, run: Run) -> None:
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda name: carry_out(database, run.id, name), ("a", "b")))
    assert state(database, caller, run) is State.FINISHED
    assert len(plans_of(database, caller, 10, None).items) == 1
    events = events_of(database, run.id)
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert [event.state.is_final for event in events].index(True) == len(events) - 1
    carry_out(database, run.id, "c")
    assert len(plans_of(database, caller, 10, None).items) == 1


def test_a_run_begun_and_left_is_begun_again(database: Database, caller: Caller, run: Run) -> None:
    assert begin_run(database, run.id, "a") is not None
    assert list(queued_runs(database)) == []
    carry_out(database, run.id, "b")
    assert state(database, caller, run) is State.FINISHED
    assert plan_of_run(database, run.id) is not None


def test_a_run_that_ends_its_workers_is_given_up(database: Database, caller: Caller, run: Run) -> None:
    for _ in range(MOST_ATTEMPTS):
        assert begin_run(database, run.id, "a") is not None
    carry_out(database, run.id, "a")
    found = find_run(database, caller, run.id)
    assert found is not None and found.failure is not None
    assert (found.state, found.failure["code"]) == (State.FAILED, "worker_lost")
    assert plan_of_run(database, run.id) is None


def test_a_cancelled_run_is_not_begun(database: Database, caller: Caller, run: Run) -> None:
    ask_to_cancel(database, new_caller(database), run.id)
    assert state(database, caller, run) is State.CANCELLED
    carry_out(database, run.id, "a")
    assert state(database, caller, run) is State.CANCELLED
    assert plan_of_run(database, run.id) is None


MOVES_AXIS = [{"name": "moves", "values": [0, 1, 2]}]


def test_a_stop_during_the_second_point_keeps_only_the_first(
    database: Database, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, planned = new_run(database, caller, MOVES_AXIS), []

    def point(base: Base, values: Values, **options: Any) -> Point:
        planned.append(values)
        if len(planned) == 2:
            ask_to_cancel(database, caller, run.id)
        return point_of(base, values, **options)

    monkeypatch.setattr("api.jobs.points.point_of", point)
    monkeypatch.setattr("api.jobs.carry_out.LOOK_SECONDS", 0)
    carry_out(database, run.id, "a")
    assert state(database, caller, run) is State.STOPPED
    assert planned == [{"moves": 0}, {"moves": 1}]
    assert [point.values for point in points_of(database, run.id)] == [(0,)]


def test_a_sweep_out_of_time_keeps_the_points_it_has(
    database: Database, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = new_run(database, caller, MOVES_AXIS)
    left = iter((60.0, 60.0, 0.0))
    monkeypatch.setattr("api.jobs.points.Sweep.seconds_left", property(lambda sweep: next(left)))
    carry_out(database, run.id, "a")
    assert state(database, caller, run) is State.STOPPED
    assert [point.values for point in points_of(database, run.id)] == [(0,)]


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_s_curve_is_this_machine_s(database: Database, caller: Caller, scheduler: str) -> None:
    curves = []
    for address in (None, scheduler):
        run = new_run(database, caller, MOVES_AXIS)
        carry_out(database, run.id, "a", scheduler=address)
        assert state(database, caller, run) is State.FINISHED
        curves.append(points_of(database, run.id))
    assert curves[0] == curves[1]
    assert [point.values for point in curves[0]] == [(0,), (1,), (2,)]


def test_a_silent_worker_s_runs_are_lost_and_a_living_one_s_are_not(database: Database, run: Run) -> None:
    begin_run(database, run.id, "a")
    assert list(lost_runs(database, timedelta(seconds=60))) == []
    assert list(lost_runs(database, timedelta(seconds=-1))) == [run.id]
    keep_alive(database, [run.id])
    assert list(lost_runs(database, timedelta(seconds=60))) == []


def test_a_stored_policy_is_the_one_that_was_asked_for() -> None:
    asked = Policy.model_validate(
        {"as_of": "2025-10-20", "rules": {"bar_local": {"extra_codes": ["election"]}, "quota": {"on": True}}}
    )
    assert Policy.model_validate(asked.model_dump(mode="json")).model_dump_json() == asked.model_dump_json()
