"""Solves in child processes, since the solver holds the interpreter and cannot be interrupted.

A worker is a Python process of its own, started once and kept for the next solve. It runs
:mod:`optimizer.engines.child`, never the caller's script, so that a script without a main
guard may plan too.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing import Pipe

from optimizer.engines.circulation import SolverError
from optimizer.engines.job import READY, Bound, Found, Job, Message, StageResult

POLL_SECONDS = 0.1


class WorkerDiedError(RuntimeError):
    """The worker process ended before its answer, for want of memory for instance."""


class _Worker:
    """One child process and the connection to it."""

    def __init__(self) -> None:
        self.connection, theirs = Pipe()
        # The child imports from where its parent does, not from the folder it happens to start in,
        # and a Ctrl-C at the terminal is its parent's to answer.
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "optimizer.engines.child", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": path},
            process_group=0,
        )
        theirs.close()
        self.is_ready = False

    def results(self, job: Job, deadline: float | None, should_stop: Callable[[], bool] | None) -> Iterator[Message]:
        """Results as they come; ends early, and kills the process, when time is up or a stop is asked for."""
        if should_stop is not None and should_stop():
            # However short the work is, whoever has asked for a stop before it gets one.
            return
        try:
            # A worker still loading reads nothing: a large job would block here beyond any deadline.
            if not self.is_ready and self._message(deadline, should_stop) is None:
                return
            self.is_ready = False
            self.connection.send(job)
            failure = ""
            while (message := self._message(deadline, should_stop)) is not None:
                if isinstance(message, Found | Bound | StageResult):
                    yield message
                elif message == READY:
                    self.is_ready = True
                    break
                else:
                    failure = str(message)
        except (EOFError, ConnectionError):
            raise WorkerDiedError(f"exit code {self.process.wait()}") from None
        if failure:
            raise SolverError(failure)

    def _message(self, deadline: float | None, should_stop: Callable[[], bool] | None) -> object | None:
        """The next message; None, and the process killed, when time is up or a stop is asked for."""
        while not self.connection.poll(POLL_SECONDS):
            late = deadline is not None and time.monotonic() > deadline
            if late or (should_stop is not None and should_stop()):
                self.kill()
                return None
        message: object = self.connection.recv()
        return message

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def kill(self) -> None:
        """End the process and close the connection."""
        self.process.kill()
        self.process.wait()
        self.connection.close()


_idle: list[_Worker] = []
_lock = threading.Lock()


def warm_up() -> None:
    """Start a worker if none is idle, so that it loads while the caller compiles."""
    with _lock:
        if not _idle:
            _idle.append(_Worker())


def solve_in_child(
    job: Job, *, deadline: float | None = None, should_stop: Callable[[], bool] | None = None
) -> Iterator[Message]:
    """What :func:`solve_stages` tells, computed in a child process.

    ``deadline`` is a :func:`time.monotonic` time. Ends early, without the later stages, when
    the deadline passes or ``should_stop`` says so.

    Raises SolverError or WorkerDiedError.
    """
    with _lock:
        worker = _idle.pop() if _idle else None
    if worker is None or not worker.is_alive:
        worker = _Worker()
    try:
        yield from worker.results(job, deadline, should_stop)
    except BaseException:
        worker.kill()
        raise
    if worker.is_alive:
        with _lock:
            _idle.append(worker)


def solve_here(job: Job) -> Iterator[Message]:
    """What :func:`solve_stages` tells, computed in this process, which does nothing else until it ends.

    Raises SolverError.
    """
    # Loads the linear and the constraint solver, which parents of workers do without.
    from optimizer.engines.staged import solve_stages

    told: list[Message] = []
    solve_stages(job, told.append)
    yield from told


@atexit.register
def _end_all() -> None:
    while _idle:
        _idle.pop().kill()
