"""Tokens: given out, listed and ended by administrators."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.access import EVERY_PROVINCE, Permission, Role, Token
from api.http.access import Called, needs
from api.http.problems import ProblemError
from api.http.service import Served
from api.store.tokens import issue_token, revoke_token, tokens_of

router = APIRouter(prefix="/tokens", tags=["tokens"])

Province = Annotated[str, Field(pattern=r"^([0-9A-Za-z-]{1,20}|\*)$", examples=["24"])]
"""A province's code, or ``*`` for all."""

Label = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$", examples=["Sở Nội vụ"])]
"""A name in one line."""

TokenId = Annotated[str, Field(pattern="^[0-9a-f]{16}$")]


class TokenRequest(BaseModel):
    """A token to give out."""

    model_config = ConfigDict(extra="forbid")

    name: Label
    role: Role
    province: Province
    days: Annotated[int, Field(ge=1, le=366)] = 90


class TokenView(BaseModel):
    """What is told of a token."""

    id: str
    province: str
    name: str
    role: Role
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    @classmethod
    def of(cls, token: Token) -> TokenView:
        """A token without its hash."""
        return cls(**{name: getattr(token, name) for name in cls.model_fields})


class NewToken(BaseModel):
    """A new token; ``secret`` is told this once."""

    token: TokenView
    secret: str


@router.post(
    "", status_code=201, summary="Give out a token", **needs(Permission.MANAGE, HTTPStatus.UNPROCESSABLE_ENTITY)
)
def create(asked: TokenRequest, caller: Called, service: Served) -> NewToken:
    """The token's text is in the answer and nowhere else. A province's administrator gives out tokens for it alone."""
    if asked.province != caller.province and caller.province != EVERY_PROVINCE:
        raise ProblemError(HTTPStatus.FORBIDDEN, "other_province")
    token, secret = issue_token(
        service.database, province=asked.province, name=asked.name, role=asked.role, days=asked.days, by=caller
    )
    return NewToken(token=TokenView.of(token), secret=secret)


@router.get("", summary="List tokens", **needs(Permission.MANAGE))
def list_all(caller: Called, service: Served) -> list[TokenView]:
    """Every token of the caller's province, ended ones too, the newest first."""
    return [TokenView.of(token) for token in tokens_of(service.database, caller)]


@router.delete(
    "/{token_id}",
    status_code=204,
    summary="End a token",
    **needs(Permission.MANAGE, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def revoke(token_id: TokenId, caller: Called, service: Served) -> None:
    """It is refused from now on."""
    if not revoke_token(service.database, caller, token_id):
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_found")
