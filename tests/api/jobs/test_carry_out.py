"""A run done twice, by two workers or after a death, leaves one plan; one that kills its workers is given up."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from api.access import Caller
from api.jobs.carry_out import MOST_ATTEMPTS, carry_out
from api.store import Database, open_database
from api.store.plans import plan_of_run, plans_of
from api.store.run_work import begin_run, keep_alive, lost_runs, queued_runs
from api.store.runs import Run, State, ask_to_cancel, events_of, find_run
from optimizer.policy import Policy
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
