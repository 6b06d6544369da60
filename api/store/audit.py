"""The audit log: what was done, by whom, to what. Rows are added, and never changed.

A row holds ids and hashes alone. Each is sealed with a keyed hash over itself and the seal of the
row before; the head, sealed too, tells the last row. Whoever can write to the database but does not
have the key can neither change a row, nor take one out, nor put one elsewhere, without
:mod:`api.store.audit_check` finding it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, Row, String, Table, insert, select, update

from api.access import Caller, Keys
from api.store.columns import METADATA, UtcTime, now
from api.store.database import Database, keys_of
from api.store.scope import in_scope

AUDIT = Table(
    "audit",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("province", String(100), nullable=False, index=True),
    Column("actor", String(16), nullable=False),
    Column("account", String(16), nullable=False),
    Column("act", String(40), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
)

HEAD = Table(
    "audit_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("seal", String(64), nullable=False),
)

_THE_HEAD = 1


class Act(StrEnum):
    """What is done. What it is done to is the ``subject``: its kind is the word before the full stop."""

    TOKEN_GIVEN = "token.given"
    TOKEN_ENDED = "token.ended"
    ACCOUNT_MADE = "account.made"
    ACCOUNT_CHANGED = "account.changed"
    PASSWORD_SET = "account.password_set"
    SIGNED_IN = "account.signed_in"
    SIGN_IN_REFUSED = "account.sign_in_refused"
    SIGNED_OUT = "account.signed_out"
    DATASET_KEPT = "dataset.kept"
    DATASET_DELETED = "dataset.deleted"
    PEOPLE_SEEN = "dataset.people_seen"
    RUN_STARTED = "run.started"
    RUN_CANCELLED = "run.cancelled"
    PLAN_KEPT = "plan.kept"
    SUBMITTED = "plan.submitted"
    APPROVED = "plan.approved"
    RETURNED = "plan.returned"
    CONSENT_RECORDED = "plan.consent_recorded"
    WITHDRAWN = "plan.move_withdrawn"
    ISSUED = "plan.issued"
    DOCUMENTS_TAKEN = "plan.documents_taken"
    TERM_DECIDED = "dataset.term_decided"
    BACKED_UP = "service.backed_up"
    RESTORED = "service.restored"


@dataclass(frozen=True)
class Entry:
    """A row. ``actor`` is the id of a token, ``account`` that of the person it was given to, empty for programs.

    ``sha256`` is that of what was kept or decided, empty where there is nothing to hash.
    """

    number: int
    at: datetime
    province: str
    actor: str
    account: str
    act: str
    subject: str
    sha256: str
    seal: str

    def sealed_after(self, before: str, keys: Keys) -> str:
        """The seal that this row has after a row with another seal."""
        parts = (self.number, self.at.isoformat(), self.province, self.actor, self.account, self.act)
        return _seal(keys, before, *map(str, parts), self.subject, self.sha256)


def head_seal(number: int, last: str, keys: Keys) -> str:
    """The seal of the head over the number and the seal of the last row."""
    return _seal(keys, "head", str(number), last)


def note(
    connection: Connection, caller: Caller, act: Act, subject: str, *, province: str | None = None, sha256: str = ""
) -> None:
    """Add a row in the transaction of the act itself: both are kept, or neither.

    The last thing that a transaction does: from here on it holds every other writer of the log.
    ``province`` is the subject's, that of the caller if it is not given.
    """
    keys = keys_of(connection)
    Database.take_turns(connection, "audit")
    last = connection.execute(select(AUDIT.c.number, AUDIT.c.seal).order_by(AUDIT.c.number.desc()).limit(1)).first()
    number, before = (0, "") if last is None else (last.number, last.seal)
    given = caller.province if province is None else province
    entry = Entry(number + 1, now(), given, caller.token, caller.account or "", act.value, subject, sha256, "")
    seal = entry.sealed_after(before, keys)
    connection.execute(insert(AUDIT).values(**{**vars(entry), "seal": seal}))
    head = {"number": entry.number, "seal": head_seal(entry.number, seal, keys)}
    if connection.execute(update(HEAD).where(HEAD.c.id == _THE_HEAD).values(**head)).rowcount == 0:
        connection.execute(insert(HEAD).values(id=_THE_HEAD, **head))


def hash_of(*said: str | int | Sequence[int] | None) -> str:
    """What the log keeps of an act's particulars: a hash, by which they can be held against it later."""
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def note_alone(
    database: Database, caller: Caller, act: Act, subject: str, *, province: str | None = None, sha256: str = ""
) -> None:
    """Add a row for an act that changes nothing itself: somebody looked at people."""
    with database.writing() as connection:
        note(connection, caller, act, subject, province=province, sha256=sha256)


def entries_of(database: Database, caller: Caller, limit: int, before: int | None) -> Sequence[Entry]:
    """Rows in the caller's scope, the newest first, those of a smaller number than ``before``."""
    query = select(AUDIT).where(in_scope(AUDIT, caller)).order_by(AUDIT.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(AUDIT.c.number < before)
    with database.reading() as connection:
        return [entry_of(row) for row in connection.execute(query)]


def entry_of(row: Row[Any]) -> Entry:
    """A row of the table."""
    return Entry(**row._asdict())


def _seal(keys: Keys, *parts: str) -> str:
    # Every part with its length: no two rows are the same text.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hmac.new(keys.audit, text.encode(), hashlib.sha256).hexdigest()
