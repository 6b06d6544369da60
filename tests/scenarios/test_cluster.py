"""A real local Dask cluster of two workers gives the curve that this machine's processes give."""

from __future__ import annotations

import pytest

from optimizer import Policy
from scenarios.cluster import in_cluster
from scenarios.parallel import Done
from scenarios.sweep import MOVES, Axis, Point, curve_csv, sweep
from tests.api.conftest import province
from tests.optimizer.edits.test_edits import POLICY

pytestmark = pytest.mark.filterwarnings("ignore")
"""Dask warns of the machine's ports and of tasks' sizes."""

AXES = (Axis(MOVES, (0, 1, 2)), Axis("sender_share", (0.0, 0.05)))


def curve(scheduler: str | None) -> str:
    ended: list[Done[Point]] = list(
        sweep(province(), Policy(as_of=POLICY.as_of), AXES, processes=1, scheduler=scheduler)
    )
    assert all(done.answer is not None for done in ended), [done.failure for done in ended]
    return curve_csv(AXES, [done.answer for done in ended if done.answer is not None])


def test_a_cluster_gives_the_same_curve(scheduler: str) -> None:
    assert curve(scheduler) == curve(None)


def divided(shared: int, own: int) -> int:
    return shared // own


def test_work_that_fails_is_told_and_the_rest_goes_on(scheduler: str) -> None:
    ended = {done.name: done for done in in_cluster(scheduler, divided, 12, {"a": 3, "b": 0, "c": 4})}
    assert (ended["a"].answer, ended["c"].answer) == (4, 3)
    assert ended["b"].answer is None and ended["b"].failure is not None
    assert ended["b"].failure.reason == "ZeroDivisionError"


def test_what_is_to_stop_waits_for_no_answer(scheduler: str) -> None:
    assert list(in_cluster(scheduler, divided, 12, {"a": 3, "b": 4}, should_stop=lambda: True)) == []
