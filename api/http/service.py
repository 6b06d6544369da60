"""What every address has at hand: settings, database, slots for plans made at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import Annotated, cast

from fastapi import Depends, Request

from api.http.problems import RETRY_SECONDS, ProblemError
from api.settings import Settings
from api.store import Database


class Slots:
    """So many pieces of long work at a time: the machine's cores are few, and a queue would only hide it."""

    def __init__(self, number: int, code: str = "busy") -> None:
        self._free = BoundedSemaphore(number)
        self._code = code

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold a slot. Raises ProblemError if none is free."""
        if not self._free.acquire(blocking=False):
            raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, self._code, headers={"Retry-After": RETRY_SECONDS})
        try:
            yield
        finally:
            self._free.release()


@dataclass(frozen=True)
class Service:
    """What an application was made with."""

    settings: Settings
    database: Database
    slots: Slots
    hashing: Slots
    watching: Slots


async def service_of(request: Request) -> Service:
    """The service that a request came to."""
    return cast(Service, request.app.state.service)


Served = Annotated[Service, Depends(service_of)]
