"""Accounts of people, kept by administrators."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field

from api.access import EVERY_PROVINCE, Account, Permission, Role
from api.access.passwords import hashed, initial_password
from api.http.access import Called, needs
from api.http.problems import ProblemError
from api.http.service import Served
from api.http.tokens import Province
from api.store.accounts import NameTakenError, accounts_of, change_role, end_account, make_account, reset_password

router = APIRouter(prefix="/accounts", tags=["accounts"])

Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[\w.@-]+$", examples=["lan.nguyen"])]
"""What a person signs in with."""

AccountId = Annotated[str, InPath(pattern="^[0-9a-f]{16}$")]
_OF_ONE = HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY


class AccountRequest(BaseModel):
    """An account to make."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    role: Role
    province: Province


class RoleRequest(BaseModel):
    """The role that an account is to have."""

    model_config = ConfigDict(extra="forbid")

    role: Role


class AccountView(BaseModel):
    """What is told of an account. ``is_initial`` tells that its password is to be changed at the next sign-in."""

    id: str
    province: str
    name: str
    role: Role
    is_initial: bool
    created_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, account: Account) -> AccountView:
        """An account without the hash of its password."""
        return cls(**{name: getattr(account, name) for name in cls.model_fields})


class NewPassword(BaseModel):
    """An account with its initial password, told this once."""

    account: AccountView
    password: str


@router.post(
    "",
    status_code=201,
    summary="Make an account",
    **needs(Permission.MANAGE, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def create(asked: AccountRequest, caller: Called, service: Served) -> NewPassword:
    """Its initial password is in the answer and nowhere else; the person changes it at the first sign-in."""
    if asked.province != caller.province and caller.province != EVERY_PROVINCE:
        raise ProblemError(HTTPStatus.FORBIDDEN, "other_province")
    with service.hashing.one():
        password = initial_password()
        hash_ = hashed(password)
    try:
        account = make_account(service.database, caller, **asked.model_dump(), password_hash=hash_)
    except NameTakenError:
        raise ProblemError(HTTPStatus.CONFLICT, "name_taken") from None
    return NewPassword(account=AccountView.of(account), password=password)


@router.get("", summary="List accounts", **needs(Permission.MANAGE))
def list_all(caller: Called, service: Served) -> list[AccountView]:
    """Every account of the caller's province, ended ones too, by name."""
    return [AccountView.of(account) for account in accounts_of(service.database, caller)]


@router.put("/{account_id}/role", summary="Change an account's role", **needs(Permission.MANAGE, *_OF_ONE))
def give_role(account_id: AccountId, asked: RoleRequest, caller: Called, service: Served) -> AccountView:
    """Its sessions end: the next one has the new role."""
    return AccountView.of(_found(change_role(service.database, caller, account_id, asked.role)))


@router.post("/{account_id}/password", summary="Give an initial password", **needs(Permission.MANAGE, *_OF_ONE))
def give_password(account_id: AccountId, caller: Called, service: Served) -> NewPassword:
    """For somebody who has forgotten theirs. Sessions end."""
    with service.hashing.one():
        password = initial_password()
        hash_ = hashed(password)
    account = _found(reset_password(service.database, caller, account_id, hash_))
    return NewPassword(account=AccountView.of(account), password=password)


@router.delete("/{account_id}", status_code=204, summary="End an account", **needs(Permission.MANAGE, *_OF_ONE))
def end(account_id: AccountId, caller: Called, service: Served) -> None:
    """It signs in no more, and its sessions end; what it did stays on record."""
    _found(end_account(service.database, caller, account_id))


def _found(account: Account | None) -> Account:
    if account is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_found")
    return account
