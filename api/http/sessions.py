"""Sessions: people sign in with a password, and are given a token for some hours."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api.access import Permission, Role
from api.access.passwords import LONGEST, SHORTEST, hashed, is_outdated, matches
from api.http.access import Called, needs
from api.http.accounts import Name
from api.http.problems import ProblemError, documented
from api.http.service import Served
from api.store.accounts import account_named, note_refusal, seconds_to_wait, sign_in, sign_out

router = APIRouter(prefix="/sessions", tags=["sessions"])


class SignIn(BaseModel):
    """Who signs in. ``new_password`` replaces the password; after an initial one it is needed."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    password: Annotated[SecretStr, Field(min_length=1, max_length=LONGEST)]
    new_password: Annotated[SecretStr, Field(min_length=SHORTEST, max_length=LONGEST)] | None = None


class Session(BaseModel):
    """A session: ``secret`` is a bearer token like any other, told this once."""

    secret: str
    role: Role
    province: str
    hours: int


@router.post(
    "",
    status_code=201,
    summary="Sign in",
    responses=documented(
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ),
)
def create(asked: SignIn, service: Served) -> Session:
    """A wrong name and a wrong password are answered alike, and take alike.

    After five wrong ones in a row the next has to wait, longer each time. That is looked up before the
    password is: hashing is slow by design, and few at a time are done.
    """
    wait = seconds_to_wait(service.database, asked.name)
    if wait:
        raise ProblemError(HTTPStatus.TOO_MANY_REQUESTS, "too_many_tries", headers={"Retry-After": str(wait)})
    password = asked.password.get_secret_value()
    new = None if asked.new_password is None else asked.new_password.get_secret_value()
    account = account_named(service.database, asked.name)
    with service.hashing.one():
        if not matches(None if account is None else account.password_hash, password) or account is None:
            if account is not None:
                note_refusal(service.database, account)
            raise ProblemError(HTTPStatus.UNAUTHORIZED, "sign_in_refused", headers={"WWW-Authenticate": "Bearer"})
        if new is None and account.is_initial:
            raise ProblemError(HTTPStatus.FORBIDDEN, "new_password_needed")
        if new is not None and new in (password, account.name):
            raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "same_password")
        new_hash = hashed(new or password) if new or is_outdated(account.password_hash) else None
    hours = service.settings.session_hours
    secret = sign_in(service.database, account, hours, new_hash=new_hash, is_changed=new is not None)
    if secret is None:
        raise ProblemError(HTTPStatus.UNAUTHORIZED, "sign_in_refused", headers={"WWW-Authenticate": "Bearer"})
    return Session(secret=secret, role=account.role, province=account.province, hours=hours)


@router.delete("", status_code=204, summary="Sign out", **needs(Permission.READ, HTTPStatus.NOT_FOUND))
def end(caller: Called, service: Served) -> None:
    """The session that asks is refused from now on. A program's token is none: administrators end those."""
    if caller.account is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_found")
    sign_out(service.database, caller)
