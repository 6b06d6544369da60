"""Errors that nobody expected are answered as problems, and logged without their messages, which may hold people."""

from __future__ import annotations

import logging
import traceback
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.language import preferred
from api.http.problems import problem_response

LOG = logging.getLogger("dieuphoi.http")


class BrokenOffError(RuntimeError):
    """An answer could not be sent to its end: the connection is closed, so that half of it is not taken for all."""


class Failures:
    """Middleware that lets no other error out: the server would log it with its message."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, at the least with a problem. Raises BrokenOffError if part of an answer was sent."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def noted(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            LOG.error("%s %s: %s at %s", scope["method"], scope["path"], type(error).__name__, _place(error))
            if has_begun:
                raise BrokenOffError from None
            language = preferred(Headers(scope=scope).get("accept-language", ""))
            await problem_response(language, HTTPStatus.INTERNAL_SERVER_ERROR, "internal")(scope, receive, send)


def _place(error: Exception) -> str:
    """Where an error was raised: file and line."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.filename}:{last.lineno}"
