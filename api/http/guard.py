"""What every answer says to browsers, and which hosts are answered to."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.language import preferred
from api.http.problems import problem_response

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_OF_DATA = "default-src 'none'; frame-ancestors 'none'"
_OF_PAGES = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; frame-ancestors 'none'"
)
"""The documentation's own page starts itself by a script within."""

_TLS = "max-age=31536000"
"""Sent over TLS alone: a browser then never asks without it again."""


class Guard:
    """Middleware that refuses other hosts, so that no foreign page reaches us by address, and adds headers."""

    def __init__(self, app: ASGIApp, allowed_hosts: str) -> None:
        self._app = app
        self._hosts = frozenset(allowed_hosts.lower().split())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                headers["Content-Security-Policy"] = _OF_PAGES if scope["path"].startswith("/docs") else _OF_DATA
                if scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = _TLS
            await send(message)

        asked = Headers(scope=scope)
        host = asked.get("host", "").lower().rpartition(":")
        name = host[0] if host[2].isdecimal() else asked.get("host", "").lower()
        if name not in self._hosts:
            language = preferred(asked.get("accept-language", ""))
            refusal = problem_response(language, HTTPStatus.BAD_REQUEST, "bad_host")
            await refusal(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)
