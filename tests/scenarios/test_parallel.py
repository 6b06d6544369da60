"""Pieces of work that answer, fail or end their process."""

from __future__ import annotations

import os
import signal
import time
from functools import partial

import psutil
import pytest

from optimizer.findings import Finding, Severity
from optimizer.ingest import InputError
from scenarios.parallel import PROCESS_DIED, Done, in_parallel


def slept(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def refused() -> float:
    raise InputError((Finding(Severity.ERROR, "missing_file", "posts.csv"),))


def broken() -> float:
    raise ZeroDivisionError("a secret")


def killed() -> float:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0.0


def threads() -> float:
    return float(os.environ["OMP_NUM_THREADS"])


def ended(processes: int, **work: object) -> dict[str, Done[float]]:
    return {done.name: done for done in in_parallel(work, processes=processes)}


@pytest.mark.parametrize("processes", [1, 2])
def test_failures_are_told_and_the_rest_goes_on(processes: int) -> None:
    done = ended(processes, refused=refused, broken=broken, fine=partial(slept, 0.1))
    assert done["fine"].answer == 0.1
    assert done["fine"].failure is None
    assert done["fine"].seconds >= 0.1
    failures = {name: one.failure for name, one in done.items() if one.failure is not None}
    assert {name: failure.reason for name, failure in failures.items()} == {
        "refused": "InputError",
        "broken": "ZeroDivisionError",
    }
    assert [finding.code for finding in failures["refused"].findings] == ["missing_file"]
    assert failures["broken"].findings == ()
    assert "secret" not in repr(failures["broken"])


def test_work_that_ends_its_process_fails_alone() -> None:
    done = ended(2, first=partial(slept, 0.3), killed=killed, second=partial(slept, 0.2), third=partial(slept, 0.1))
    assert {name: one.answer for name, one in done.items()} == {
        "first": 0.3,
        "killed": None,
        "second": 0.2,
        "third": 0.1,
    }
    failure = done["killed"].failure
    assert failure is not None
    assert failure.reason == PROCESS_DIED


def test_answers_come_as_they_complete() -> None:
    work = {"slow": partial(slept, 1.0), "quick": partial(slept, 0.0)}
    assert [done.name for done in in_parallel(work, processes=2)] == ["quick", "slow"]


def test_each_process_has_one_thread() -> None:
    done = ended(2, one=threads, other=threads)
    assert {one.answer for one in done.values()} == {1.0}


def test_no_process_outlives_the_work_even_if_it_is_abandoned() -> None:
    for work in (
        {"one": partial(slept, 0.0), "other": partial(slept, 0.0)},
        {"quick": partial(slept, 0.0), "slow": endless},
    ):
        results = in_parallel(work, processes=2)
        assert next(results).answer == 0.0
        at_work = workers()
        assert at_work
        results.close()
        psutil.wait_procs(at_work, timeout=5)
        assert workers() == []


def workers() -> list[psutil.Process]:
    """Processes that joblib started for work, of this one's children."""
    return [child for child in psutil.Process().children() if "popen_loky_posix" in " ".join(child.cmdline())]


def endless() -> float:
    while True:
        time.sleep(60)


def test_no_work_is_done_at_once() -> None:
    assert ended(2) == {}
