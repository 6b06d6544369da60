"""Independent pieces of work on a Dask cluster: the same answers as in processes of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

from scenarios.parallel import PROCESS_DIED, Done, Failure, answer

Answer = TypeVar("Answer")
Shared = TypeVar("Shared")
Own = TypeVar("Own")


def in_cluster(
    scheduler: str, piece: Callable[[Shared, Own], Answer], shared: Shared, work: Mapping[str, Own]
) -> Iterator[Done[Answer]]:
    """Call ``piece(shared, own)`` for every entry of ``work`` on a cluster; yield how each ended as soon as it has.

    ``shared`` is sent to every worker once. Workers run the same versions of everything as
    this process. Raises ModuleNotFoundError without the extra ``cluster``, OSError if no scheduler answers.
    """
    from distributed import Client, as_completed

    with Client(scheduler, set_as_default=False) as client:
        spread = client.scatter(shared, broadcast=True, hash=False)
        name_of = {client.submit(_answered, name, piece, spread, own, pure=False): name for name, own in work.items()}
        for future in as_completed(list(name_of), loop=client.loop):
            name = name_of.pop(future)
            # Work is told from a worker's death by its error: what a piece raises is an answer already.
            failed = future.exception() is not None
            yield Done(name, None, Failure(PROCESS_DIED), 0.0) if failed else future.result()


def _answered(name: str, piece: Callable[[Any, Any], Answer], shared: Any, own: Any) -> Done[Answer]:
    return answer(name, partial(piece, shared, own))
