"""Accounts in the database, their sessions, and how often a password was tried in vain."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import ceil
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Integer, Row, String, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.access import Account, Caller, Role, new_token, wait_after
from api.access.accounts import FORGOTTEN_AFTER
from api.store.audit import Act, note
from api.store.columns import METADATA, UtcTime, now
from api.store.database import Database, keys_of
from api.store.scope import in_scope
from api.store.tokens import TOKENS

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("province", String(100), nullable=False, index=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("is_initial", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
)

TRIES = Table(
    "sign_in_tries",
    METADATA,
    Column("who", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", UtcTime, nullable=False),
)
"""By a pseudonym of the name that was given: people type passwords there."""


class NameTakenError(ValueError):
    """An account of this name is there already."""


def make_account(
    database: Database, caller: Caller, *, name: str, province: str, role: Role, password_hash: str
) -> Account:
    """A new account. Raises NameTakenError."""
    account = Account(secrets.token_hex(8), province, name, role, password_hash, True, now())
    try:
        with database.writing() as connection:
            connection.execute(insert(ACCOUNTS).values(**vars(account)))
            note(connection, caller, Act.ACCOUNT_MADE, account.id, province=province)
    except IntegrityError:
        raise NameTakenError from None
    return account


def accounts_of(database: Database, caller: Caller) -> Sequence[Account]:
    """Every account in the caller's scope, by name."""
    query = select(ACCOUNTS).where(in_scope(ACCOUNTS, caller)).order_by(ACCOUNTS.c.name)
    with database.reading() as connection:
        return [_account(row) for row in connection.execute(query)]


def account_named(database: Database, name: str) -> Account | None:
    """The account that somebody signs in with, if it still holds."""
    query = select(ACCOUNTS).where(ACCOUNTS.c.name == name, ACCOUNTS.c.ended_at.is_(None))
    with database.reading() as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else _account(row)


def change_role(database: Database, caller: Caller, id_: str, role: Role) -> Account | None:
    """Give an account another role; None if there is none in scope. Its sessions end, as they bear the old one."""
    return _change(database, caller, id_, {"role": role}, Act.ACCOUNT_CHANGED)


def end_account(database: Database, caller: Caller, id_: str) -> Account | None:
    """End an account and its sessions, for good; None if there is none in scope."""
    return _change(database, caller, id_, {"ended_at": func.coalesce(ACCOUNTS.c.ended_at, now())}, Act.ACCOUNT_CHANGED)


def reset_password(database: Database, caller: Caller, id_: str, password_hash: str) -> Account | None:
    """Give an account an initial password, and end its sessions; None if there is none in scope."""
    return _change(database, caller, id_, {"password_hash": password_hash, "is_initial": True}, Act.PASSWORD_SET)


def seconds_to_wait(database: Database, name: str) -> int:
    """Count a try to sign in, before it is made; or the seconds after which one may be made, if that is not now."""
    with database.writing() as connection:
        who = keys_of(connection).pseudonym(name)
        Database.take_turns(connection, f"sign-in:{who}")
        at = now()
        connection.execute(delete(TRIES).where(TRIES.c.last_at < at - FORGOTTEN_AFTER))
        known = connection.execute(select(TRIES).where(TRIES.c.who == who)).one_or_none()
        if known is None:
            connection.execute(insert(TRIES).values(who=who, failures=1, last_at=at))
            return 0
        left: timedelta = known.last_at + wait_after(known.failures) - at
        if left > timedelta():
            return ceil(left.total_seconds())
        connection.execute(update(TRIES).where(TRIES.c.who == who).values(failures=known.failures + 1, last_at=at))
        return 0


def note_refusal(database: Database, account: Account) -> None:
    """Log that somebody gave a wrong password for an account."""
    with database.writing() as connection:
        note(connection, _caller(account), Act.SIGN_IN_REFUSED, account.id, province=account.province)


def sign_in(database: Database, account: Account, hours: int, *, new_hash: str | None, is_changed: bool) -> str | None:
    """The text of a new session; None if the account was changed or ended meanwhile.

    ``new_hash`` replaces the hash of the password; if ``is_changed`` the password is another one,
    and every session before ends.
    """
    at = now()
    token, text = new_token(
        province=account.province,
        name=account.name,
        role=account.role,
        now=at,
        expires_at=at + timedelta(hours=hours),
        account=account.id,
    )
    as_read = (
        ACCOUNTS.c.id == account.id,
        ACCOUNTS.c.ended_at.is_(None),
        ACCOUNTS.c.role == account.role,
        ACCOUNTS.c.password_hash == account.password_hash,
    )
    values = {"password_hash": new_hash or account.password_hash, "is_initial": account.is_initial and not is_changed}
    with database.writing() as connection:
        if connection.execute(update(ACCOUNTS).where(*as_read).values(**values)).rowcount != 1:
            return None
        connection.execute(delete(TRIES).where(TRIES.c.who == keys_of(connection).pseudonym(account.name)))
        if is_changed:
            _end_sessions(connection, account.id)
        connection.execute(insert(TOKENS).values(**vars(token)))
        if is_changed:
            note(connection, token.caller, Act.PASSWORD_SET, account.id)
        note(connection, token.caller, Act.SIGNED_IN, account.id, sha256=token.sha256)
    return text


def sign_out(database: Database, caller: Caller) -> None:
    """End the session that a caller comes with."""
    with database.writing() as connection:
        connection.execute(update(TOKENS).where(TOKENS.c.id == caller.token).values(revoked_at=now()))
        note(connection, caller, Act.SIGNED_OUT, caller.account or "")


def _change(database: Database, caller: Caller, id_: str, values: Mapping[str, Any], act: Act) -> Account | None:
    changed = update(ACCOUNTS).where(ACCOUNTS.c.id == id_, in_scope(ACCOUNTS, caller)).values(**values)
    with database.writing() as connection:
        row = connection.execute(changed.returning(ACCOUNTS)).one_or_none()
        if row is None:
            return None
        _end_sessions(connection, id_)
        note(connection, caller, act, id_, province=row.province)
    return _account(row)


def _end_sessions(connection: Connection, account: str) -> None:
    of_account = (TOKENS.c.account == account, TOKENS.c.revoked_at.is_(None))
    connection.execute(update(TOKENS).where(*of_account).values(revoked_at=now()))


def _caller(account: Account) -> Caller:
    return Caller("", account.province, account.role, account.id)


def _account(row: Row[Any]) -> Account:
    values = row._asdict()
    return Account(**{**values, "role": Role(values["role"])})
