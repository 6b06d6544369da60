"""Who asks, and whether they may: a bearer token on every address that is not open to all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.access import Caller, Permission, secret_of
from api.http.problems import ProblemError, documented
from api.http.service import Served
from api.store.columns import now
from api.store.tokens import find_token

PERMISSION_KEY = "x-permission"
"""Where OpenAPI says which permission an address asks for."""

_BEARER = HTTPBearer(auto_error=False, description="A token of this service: `dieuphoi_...`")
_CHALLENGE = {"WWW-Authenticate": "Bearer"}
_ALWAYS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
"""Problems that any address may answer with: access, limits of bodies and of rate, a database that fails."""


def caller_of(service: Served, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]) -> Caller:
    """Who asks. Raises ProblemError (401) without a token that holds; why it does not is not told."""
    if given is None:
        raise ProblemError(HTTPStatus.UNAUTHORIZED, "no_token", headers=_CHALLENGE)
    parts = secret_of(given.credentials)
    token = None if parts is None else find_token(service.database, parts[0])
    if parts is None or token is None or not token.accepts(parts[1], now()):
        raise ProblemError(HTTPStatus.UNAUTHORIZED, "token_refused", headers=_CHALLENGE)
    return token.caller


Called = Annotated[Caller, Depends(caller_of)]


def needs(
    permission: Permission, *refusals: HTTPStatus, also: Mapping[HTTPStatus, str] | None = None
) -> dict[str, Any]:
    """What a route that asks for a permission is declared with.

    ``refusals`` are what problems it may answer with besides those of every address, ``also`` other answers, described.

    The permission stands in OpenAPI, so that a test can hold every role against every address.
    """
    return {
        "dependencies": [Depends(_check(permission))],
        "openapi_extra": {PERMISSION_KEY: permission.value},
        "responses": {
            **documented(*_ALWAYS, *refusals),
            **{int(status): {"description": description} for status, description in (also or {}).items()},
        },
    }


def _check(permission: Permission) -> Callable[[Caller], Awaitable[None]]:
    async def check(caller: Called) -> None:
        if not caller.may(permission):
            raise ProblemError(HTTPStatus.FORBIDDEN, "not_allowed", permission=permission.value)

    return check
