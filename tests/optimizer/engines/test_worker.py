"""The child process: it answers, it can be stopped, it may die, and nothing of it is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from optimizer import plan
from optimizer.engines import worker
from optimizer.engines.circulation import Arcs, SolverError
from optimizer.engines.job import Bound, Found, Job, StageResult
from optimizer.engines.worker import WorkerDiedError, solve_in_child, warm_up
from tests.optimizer.engines.graphs import arcs_of, draw_arcs, draw_costs, job_of, results_of, rows_of, told
from tests.optimizer.judge import tiny

ROOT = Path(__file__).parents[3]


def nobody_moves(arcs: Arcs, *costs: np.ndarray) -> Job:
    """A network in which nobody moves: the lot has nothing to draw."""
    return job_of(replace(arcs, first_move=len(arcs.tail)), costs)


def small_job(seed: int) -> Job:
    arcs = draw_arcs(seed, nodes=8, arcs=30, most=5)
    return nobody_moves(arcs, *draw_costs(seed, 2, 30))


def large_job() -> Job:
    """Layers in a ring full of cheap cycles, which take the solver many times longer than any test waits."""
    wide, layers, ways = 400, 100, 8
    draw = np.random.default_rng(1)
    tail = np.repeat(np.arange(wide * layers), ways)
    head = ((tail // wide + 1) * wide + draw.integers(wide, size=len(tail))) % (wide * layers)
    capacity, cost = draw.integers(1, 10**6, size=len(tail)), draw.integers(-(10**6), 10**6, size=len(tail))
    return nobody_moves(Arcs(wide * layers, tail, head, capacity), cost)


@pytest.fixture(autouse=True)
def _nothing_is_left_but_idle_workers() -> Iterator[None]:
    yield
    assert {child.pid for child in children()} == {one.process.pid for one in worker._idle}
    assert all(child.status() != psutil.STATUS_ZOMBIE for child in children())


def children() -> list[psutil.Process]:
    """This process's workers, and whatever has ended unseen; servers that other tests keep are none of either."""
    return [
        child
        for child in psutil.Process().children()
        if child.status() == psutil.STATUS_ZOMBIE or "optimizer.engines.child" in child.cmdline()
    ]


def only_worker() -> psutil.Process:
    """The one idle worker; any others end."""
    warm_up()
    while len(worker._idle) > 1:
        worker._idle.pop().kill()
    return psutil.Process(worker._idle[0].process.pid)


def test_a_child_answers_what_the_solver_answers_here() -> None:
    for seed in range(5):
        here, there = results_of(told(small_job(seed))), results_of(list(solve_in_child(small_job(seed))))
        assert [result.stage for result in there] == [result.stage for result in here] == [0, 1, -1]
        for ours, theirs in zip(here, there, strict=True):
            assert ours.potential is not None
            assert theirs.potential is not None
            assert ours.flow.tolist() == theirs.flow.tolist()
            assert ours.potential.tolist() == theirs.potential.tolist()
            assert (ours.salt, ours.is_unique) == (theirs.salt, theirs.is_unique)


def test_a_child_tells_bounds_and_plans_on_the_way_too() -> None:
    """Three ways from one person to one post, two of them cheaper than the row lets pass."""
    arcs = arcs_of(2, (0, 1, 1), (0, 1, 1), (0, 1, 1), (1, 0, 3))
    rows = rows_of(arcs, ((2, 2, 0, 0), 3))
    job = job_of(arcs, (np.array([-3, -2, -1, 0]),), rows)
    here, there = told(job), list(solve_in_child(job))
    assert [type(message) for message in there] == [type(message) for message in here]
    assert {Bound, Found, StageResult} == {type(message) for message in there}
    assert [message.flow.tolist() for message in there] == [message.flow.tolist() for message in here]
    assert there[-1].flow.tolist() == [1, 0, 1, 2]


def test_one_worker_serves_one_job_after_the_other() -> None:
    first = only_worker()
    warm_up()
    for seed in range(3):
        list(solve_in_child(small_job(seed)))
    assert children() == [first]


def test_a_running_solve_stops_within_a_second_of_being_asked() -> None:
    asked: list[float] = []

    def should_stop() -> bool:
        if not asked and time.monotonic() - begun > 0.7:
            asked.append(time.monotonic())
        return bool(asked)

    job, begun = large_job(), time.monotonic()
    assert list(solve_in_child(job, should_stop=should_stop)) == []
    assert time.monotonic() - asked[0] < 1.0


def test_a_deadline_ends_a_running_solve() -> None:
    job, begun = large_job(), time.monotonic()
    assert list(solve_in_child(job, deadline=begun + 0.7)) == []
    assert 0.7 <= time.monotonic() - begun < 1.7


def test_a_deadline_long_past_still_ends_cleanly() -> None:
    assert len(list(solve_in_child(small_job(1), deadline=time.monotonic() - 100))) in (0, 3)
    assert len(list(solve_in_child(small_job(1)))) == 3


def test_a_child_that_dies_is_an_error_with_its_exit_code() -> None:
    threading.Timer(0.5, only_worker().kill).start()
    with pytest.raises(WorkerDiedError, match=f"-{signal.SIGKILL.value}"):
        list(solve_in_child(large_job()))
    assert len(list(solve_in_child(small_job(1)))) == 3, "the next solve has a worker of its own"


def test_a_worker_that_died_idle_is_replaced() -> None:
    child = only_worker()
    child.kill()
    psutil.wait_procs([child], timeout=5)
    assert len(list(solve_in_child(small_job(1)))) == 3


def test_an_error_of_the_solver_is_told_and_leaves_nothing() -> None:
    arcs = draw_arcs(1)
    with pytest.raises(SolverError, match="BAD_COST_RANGE"):
        list(solve_in_child(nobody_moves(arcs, np.full(len(arcs.tail), 2**62))))
    assert len(list(solve_in_child(small_job(1)))) == 3


def test_a_solve_abandoned_half_way_does_not_answer_the_next_job() -> None:
    results = solve_in_child(small_job(1))
    first = next(results)
    results.close()
    assert isinstance(first, StageResult)
    assert first.stage == 0
    (*_, last) = solve_in_child(small_job(2))
    assert last.flow.tolist() == told(small_job(2))[-1].flow.tolist()


def test_threads_plan_at_the_same_time() -> None:
    seeds = range(6)
    alone = {seed: plan(*tiny(seed)).moves for seed in seeds}
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda seed: plan(*tiny(seed)).moves, (*seeds, *seeds)))
    assert together == [alone[seed] for seed in (*seeds, *seeds)]
    assert 1 <= len(worker._idle) <= 3


# What a user's program does around it.

PROGRAM = """
    from datetime import date
    from optimizer import Policy, plan
    from optimizer.domain import Dataset, Employee, Post, Unit

    dataset = Dataset.of(
        units=[Unit(code="X", name="Xã", kind="commune"), Unit(code="S", name="Sở", kind="department")],
        posts=[Post(code="P", unit="X", field="IT")],
        employees=[Employee(id="1", unit="S", field="IT")],
    )
    proposal = plan(dataset, Policy(as_of=date(2025, 10, 1)))
    print(proposal.moves[0].to_post, proposal.has_proof)
"""


def run(folder: Path, program: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a program from a folder of its own, in a session of its own."""
    script = folder / "program.py"
    script.write_text(program, encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(script)],
        cwd=folder,
        env={**{name: value for name, value in os.environ.items() if name != "PYTHONPATH"}, **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        start_new_session=True,
    )


def program(start: str, end: str) -> str:
    """A program that plans, without a main guard, between two other pieces."""
    return textwrap.dedent(start) + textwrap.dedent(PROGRAM) + textwrap.dedent(end)


def has_ended(pid: int) -> bool:
    """Whether a process ends within five seconds; what its new parent does with the remains is not ours."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def test_a_program_without_a_main_guard_may_plan_wherever_it_stands(tmp_path: Path) -> None:
    """Its folder may hold an ``optimizer`` of its own: only what the program itself can import counts."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("optimizer.py", "numpy.py"):
        (elsewhere / name).write_text("raise SystemExit('not this one')\n")
    start = f"""
        import os
        os.chdir({str(elsewhere)!r})
    """
    end = """
        import psutil
        print(*(child.pid for child in psutil.Process().children()))
    """
    done = run(tmp_path, program(start, end), PYTHONPATH=str(ROOT))
    answer, pid = done.stdout.splitlines()
    assert (answer, done.stderr, done.returncode) == ("P True", "", 0)
    assert has_ended(int(pid))


def test_a_child_finds_the_library_where_its_program_did_and_ends_when_that_is_killed(tmp_path: Path) -> None:
    start = f"""
        import sys
        sys.path.insert(0, {str(ROOT)!r})
    """
    end = """
        import os, psutil
        print(psutil.Process().children()[0].pid, flush=True)
        os.kill(os.getpid(), 9)
    """
    done = run(tmp_path, program(start, end))
    answer, pid = done.stdout.splitlines()
    assert (answer, done.stderr) == ("P True", "")
    assert has_ended(int(pid))


def test_a_program_may_fork_and_answer_a_ctrl_c_at_the_terminal_itself(tmp_path: Path) -> None:
    """Forked programs that shared a worker would take each other's answers. Ctrl-C reaches all in the session."""
    end = """
        import multiprocessing, os, signal, time

        # A job in the background of a shell is started with this signal ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)

        def posts_filled(number):
            posts = [Post(code=f"P{number}-{post}", unit="X", field="IT") for post in range(number + 1)]
            staff = [Employee(id="1", unit="S", field="IT", count=100)]
            policy = Policy(as_of=date(2025, 10, 1))
            return [len(plan(dataset.replace(posts=posts, employees=staff), policy).moves) for _ in range(2)]

        with multiprocessing.get_context("fork").Pool(2) as pool:
            print(pool.map(posts_filled, range(2), chunksize=1))
        try:
            os.killpg(0, signal.SIGINT)
            time.sleep(5)
        except KeyboardInterrupt:
            time.sleep(0.5)
        print(posts_filled(1), flush=True)
    """
    done = run(tmp_path, program("", end), PYTHONPATH=str(ROOT))
    assert (done.stdout, done.stderr) == ("P True\n[[1, 1], [2, 2]]\n[2, 2]\n", "")


def test_a_plan_solved_in_this_process_is_the_same_and_starts_no_other() -> None:
    dataset, policy = tiny(3)
    there = plan(dataset, policy)
    while worker._idle:
        worker._idle.pop().kill()
    here = plan(dataset, policy, is_isolated=False)
    assert not children()
    assert here.moves and here.plan == there.plan
