"""Independent pieces of work in parallel processes; one that fails does not keep the others from going on."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import as_completed
from contextlib import closing
from dataclasses import dataclass
from typing import Generic, TypeVar

from joblib import cpu_count
from joblib.externals.loky import ProcessPoolExecutor
from joblib.externals.loky.process_executor import BrokenProcessPool

from optimizer.findings import Finding
from optimizer.ingest import InputError

Answer = TypeVar("Answer")
Piece = Callable[[], Answer]

PROCESS_DIED = "process died"
"""Reason of a piece of work whose process ended before its answer, for want of memory for instance."""

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Failure:
    """Why a piece of work has no answer: the name of the error, and the findings if its input is at fault."""

    reason: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Done(Generic[Answer]):
    """How one piece of work ended, after so many seconds: with an answer or a failure."""

    name: str
    answer: Answer | None
    failure: Failure | None
    seconds: float


def in_parallel(work: Mapping[str, Piece[Answer]], *, processes: int | None = None) -> Iterator[Done[Answer]]:
    """Call every piece of work, begun in the order given, and yield how each ended as soon as it has.

    So many ``processes`` (by default one per core) run at a time, each with one thread for
    numpy; a single one is the caller's own. Work and answers travel by pickle. Processes end
    with the work, and if the results are not read to their end.
    """
    at_a_time = processes or cpu_count()
    if at_a_time == 1:
        yield from (answer(name, piece) for name, piece in work.items())
        return
    died = []
    with closing(_run(work, at_a_time)) as results:
        for name, done in results:
            if done is None:
                died.append(name)
            else:
                yield done
    # A process that dies takes down all work under way or waiting: each piece is tried again by itself.
    for name in died:
        ((_, done),) = _run({name: work[name]}, 1)
        yield done or Done(name, None, Failure(PROCESS_DIED), 0.0)


def _run(work: Mapping[str, Piece[Answer]], processes: int) -> Generator[tuple[str, Done[Answer] | None]]:
    """Names of pieces and how they ended, None if a process died first."""
    executor = ProcessPoolExecutor(processes, env=_ONE_THREAD)
    try:
        name_of = {executor.submit(answer, name, piece): name for name, piece in work.items()}
        for future in as_completed(list(name_of)):
            name = name_of.pop(future)
            has_died = isinstance(future.exception(), BrokenProcessPool)
            yield name, None if has_died else future.result()
    finally:
        executor.shutdown(kill_workers=True)


def answer(name: str, piece: Piece[Answer]) -> Done[Answer]:
    """How one piece of work ends here and now; whatever it raises is its failure."""
    begin = time.perf_counter()
    found, failure = None, None
    try:
        found = piece()
    except InputError as error:
        failure = Failure(type(error).__name__, error.findings)
    except Exception as error:
        # Its text may name people, so only its kind is told; the same work done alone raises it again.
        failure = Failure(type(error).__name__)
    return Done(name, found, failure, time.perf_counter() - begin)
