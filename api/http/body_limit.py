"""No body is larger, or takes longer to arrive, than the settings allow."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.language import preferred
from api.http.problems import problem_response


class _RefusedError(Exception):
    def __init__(self, status: HTTPStatus, code: str, most: float) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.most = most


class BodyLimit:
    """Middleware that reads a body whole before the application sees it, and refuses what is too large or too slow."""

    def __init__(self, app: ASGIApp, most_bytes: int, seconds: float) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on with its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            body = await self._read(headers, receive)
        except ClientDisconnect:
            return
        except _RefusedError as refused:
            answer = problem_response(
                preferred(headers.get("accept-language", "")),
                refused.status,
                refused.code,
                figures={"most": refused.most},
                headers={"Connection": "close"},
            )
            await answer(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)

    async def _read(self, headers: Headers, receive: Receive) -> bytes:
        told = headers.get("content-length", "0")
        if told.isdecimal() and int(told) > self._most_bytes:
            raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large", self._most_bytes)
        body = bytearray()
        try:
            async with asyncio.timeout(self._seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise ClientDisconnect
                    body += message.get("body", b"")
                    if len(body) > self._most_bytes:
                        raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large", self._most_bytes)
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            raise _RefusedError(HTTPStatus.REQUEST_TIMEOUT, "body_too_slow", self._seconds) from None


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body as one message, then whatever comes after it: the client leaving."""
    waiting = [body]

    async def replayed() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replayed
