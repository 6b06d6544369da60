"""No body is larger, or takes longer to arrive, than the settings allow."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.language import preferred
from api.http.problems import RETRY_SECONDS, problem_response

BODIES_AT_ONCE = 4
"""As many bodies of the largest size are held at a time; smaller ones, as many as come to the same."""


class _RefusedError(Exception):
    def __init__(self, status: HTTPStatus, code: str, most: float) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.most = most


class BodyLimit:
    """Middleware that reads a body whole before the application sees it, and refuses what is too large or too slow.

    Nobody's token was looked at yet: what all bodies come to is limited as well.
    """

    def __init__(self, app: ASGIApp, most_bytes: int, seconds: float) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._seconds = seconds
        self._held_bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on with its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, body = Headers(scope=scope), bytearray()
        try:
            await self._read(headers, receive, body)
            await self._app(scope, _replay(bytes(body), receive), send)
        except ClientDisconnect:
            return
        except _RefusedError as refused:
            answer = problem_response(
                preferred(headers.get("accept-language", "")),
                refused.status,
                refused.code,
                figures={"most": refused.most},
                headers={"Connection": "close", **_again(refused.status)},
            )
            await answer(scope, receive, send)
        finally:
            self._held_bytes -= len(body)

    async def _read(self, headers: Headers, receive: Receive, body: bytearray) -> None:
        """Add what arrives to a body until it is whole."""
        told = headers.get("content-length", "0")
        if told.isdecimal() and int(told) > self._most_bytes:
            raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large", self._most_bytes)
        try:
            async with asyncio.timeout(self._seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise ClientDisconnect
                    part = message.get("body", b"")
                    body += part
                    self._held_bytes += len(part)
                    if len(body) > self._most_bytes:
                        raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large", self._most_bytes)
                    if self._held_bytes > (most := BODIES_AT_ONCE * self._most_bytes):
                        raise _RefusedError(HTTPStatus.SERVICE_UNAVAILABLE, "busy_receiving", most)
                    if not message.get("more_body", False):
                        return
        except TimeoutError:
            raise _RefusedError(HTTPStatus.REQUEST_TIMEOUT, "body_too_slow", self._seconds) from None


def _again(status: HTTPStatus) -> dict[str, str]:
    return {"Retry-After": RETRY_SECONDS} if status is HTTPStatus.SERVICE_UNAVAILABLE else {}


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body as one message, then whatever comes after it: the client leaving."""
    waiting = [body]

    async def replayed() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replayed
