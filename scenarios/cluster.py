"""Independent pieces of work on a Dask cluster: the same answers as in processes of this machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

from scenarios.parallel import PROCESS_DIED, Done, Failure, answer

Answer = TypeVar("Answer")
Shared = TypeVar("Shared")
Own = TypeVar("Own")

LOOK_SECONDS = 0.05
"""How often answers of a cluster are looked for."""


def in_cluster(
    scheduler: str,
    piece: Callable[[Shared, Own], Answer],
    shared: Shared,
    work: Mapping[str, Own],
    *,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Done[Answer]]:
    """Call ``piece(shared, own)`` for every entry of ``work`` on a cluster; yield how each ended as soon as it has.

    ``shared`` is sent to every worker once. Workers run the same versions of everything as
    this process. Once it ``should_stop``, answers are no longer waited for, and work that no worker has
    begun is withdrawn. Raises ModuleNotFoundError without the extra ``cluster``, OSError if no scheduler answers.
    """
    from distributed import Client, as_completed

    with Client(scheduler, set_as_default=False) as client:
        spread = client.scatter(shared, broadcast=True, hash=False)
        name_of = {client.submit(_answered, name, piece, spread, own, pure=False): name for name, own in work.items()}
        ended = as_completed(list(name_of), loop=client.loop)
        while name_of and not should_stop():
            ready = ended.next_batch(block=False)
            for future in ready:
                name = name_of.pop(future)
                # Work is told from a worker's death by its error: what a piece raises is an answer already.
                failed = future.exception() is not None
                yield Done(name, None, Failure(PROCESS_DIED), 0.0) if failed else future.result()
            if not ready:
                time.sleep(LOOK_SECONDS)


def _answered(name: str, piece: Callable[[Any, Any], Answer], shared: Any, own: Any) -> Done[Answer]:
    return answer(name, partial(piece, shared, own))
