"""No address sends more requests than the settings allow; health is open to all, however often it is asked."""

from __future__ import annotations

import math
import time
from http import HTTPStatus

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.language import preferred
from api.http.problems import problem_response

WINDOW_SECONDS = 10
"""Requests are counted over so long, so that a page that asks for many things at once is none too many."""

OPEN = "/v1/health"


class RateLimit:
    """Middleware that answers 429 before anything else is looked at, with the seconds after which to come again.

    Whose token it is is not known yet: guessing tokens is limited as well. Behind a proxy on the
    same machine the address is that of ``X-Forwarded-For``, which uvicorn reads.
    """

    def __init__(self, app: ASGIApp, per_second: int) -> None:
        self._app = app
        self._limit = RateLimitItemPerSecond(per_second * WINDOW_SECONDS, WINDOW_SECONDS)
        self._counts = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on."""
        if scope["type"] != "http" or scope["path"] == OPEN:
            await self._app(scope, receive, send)
            return
        address = scope["client"][0] if scope["client"] else ""
        if self._counts.hit(self._limit, address):
            await self._app(scope, receive, send)
            return
        again_seconds = self._counts.get_window_stats(self._limit, address).reset_time - time.time()
        refused = problem_response(
            preferred(Headers(scope=scope).get("accept-language", "")),
            HTTPStatus.TOO_MANY_REQUESTS,
            "too_many_requests",
            figures={"most": self._limit.amount, "seconds": WINDOW_SECONDS},
            headers={"Retry-After": str(max(1, math.ceil(again_seconds)))},
        )
        await refused(scope, receive, send)
