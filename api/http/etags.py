"""Answers that a client already has are not sent again."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request, Response

NOT_MODIFIED = {HTTPStatus.NOT_MODIFIED: "The client has it: If-None-Match names its ETag."}
"""What a route with an ETag documents."""


def has_current(request: Request, etag: str) -> bool:
    """Whether the client's If-None-Match names what it would be sent."""
    asked = request.headers.get("if-none-match", "")
    tags = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
    return quoted(etag) in tags or "*" in tags


def not_modified(etag: str) -> Response:
    """The answer to a client that has what it asks for."""
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": quoted(etag)})


def quoted(etag: str) -> str:
    """A tag as it stands in a header."""
    return f'"{etag}"'
