"""Tokens in the database: their hashes, never their secrets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, Row, String, Table, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.access import CONSOLE, EVERY_PROVINCE, Caller, Role, Token, new_token
from api.store.audit import Act, note
from api.store.columns import METADATA, UtcTime, now
from api.store.database import Database
from api.store.scope import in_scope

TOKENS = Table(
    "tokens",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("province", String(100), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
    Column("account", String(16), index=True),
)

FIRST_ID = "0" * 16
"""The id of the token of the first start."""

FIRST_DAYS = 30
"""Days for which the token of the first start holds."""


def find_token(database: Database, id_: str) -> Token | None:
    """A token by its id, held or not."""
    with database.reading() as connection:
        row = connection.execute(select(TOKENS).where(TOKENS.c.id == id_)).one_or_none()
    return None if row is None else _token(row)


def tokens_of(database: Database, caller: Caller) -> Sequence[Token]:
    """Every token in a caller's scope, the newest first."""
    query = select(TOKENS).where(in_scope(TOKENS, caller)).order_by(TOKENS.c.created_at.desc(), TOKENS.c.id)
    with database.reading() as connection:
        return [_token(row) for row in connection.execute(query)]


def issue_token(
    database: Database, *, province: str, name: str, role: Role, days: int, by: Caller = CONSOLE
) -> tuple[Token, str]:
    """A new token, and the text that its holder is given once; given out on the machine itself if by nobody else."""
    with database.writing() as connection:
        return _issue(connection, by, province, name, role, days)


def issue_first_token(database: Database) -> str | None:
    """The text of an administrator's token if there never was a token; None if there was.

    It always has the same id, so that of servers that start at once one alone gives it out.
    """
    try:
        with database.writing() as connection:
            if connection.execute(select(func.count()).select_from(TOKENS)).scalar_one():
                return None
            return _issue(connection, CONSOLE, EVERY_PROVINCE, "first start", Role.ADMIN, FIRST_DAYS, FIRST_ID)[1]
    except IntegrityError:
        return None


def revoke_token(database: Database, caller: Caller, id_: str, at: datetime | None = None) -> bool:
    """End a token, for good; False if there is none in the caller's scope."""
    ended = (
        update(TOKENS)
        .where(TOKENS.c.id == id_, in_scope(TOKENS, caller))
        .values(revoked_at=func.coalesce(TOKENS.c.revoked_at, at or now()))
        .returning(TOKENS.c.province)
    )
    with database.writing() as connection:
        province = connection.execute(ended).scalar_one_or_none()
        if province is not None:
            note(connection, caller, Act.TOKEN_ENDED, id_, province=province)
        return province is not None


def _issue(
    connection: Connection, by: Caller, province: str, name: str, role: Role, days: int, id_: str | None = None
) -> tuple[Token, str]:
    at = now()
    until = at + timedelta(days=days)
    token, text = new_token(province=province, name=name, role=role, now=at, expires_at=until, id_=id_)
    connection.execute(insert(TOKENS).values(**vars(token)))
    note(connection, by, Act.TOKEN_GIVEN, token.id, province=province, sha256=token.sha256)
    return token, text


def _token(row: Row[tuple[object, ...]]) -> Token:
    values = row._asdict()
    return Token(**{**values, "role": Role(values["role"])})
