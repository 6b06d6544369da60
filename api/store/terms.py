"""Decisions on terms: a secondment ended, or extended, and the next base in which that is a fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import Column, Date, ForeignKey, Row, String, Table, insert, select

from api.access import Caller
from api.store.audit import Act, hash_of, note
from api.store.columns import METADATA, UtcTime, now
from api.store.database import Database
from api.store.datasets import NewDataset, StoredDataset, keep_in


class TermDecision(StrEnum):
    """What the sender decides."""

    END = "end"
    EXTEND = "extend"


TERMS = Table(
    "term_decisions",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("province", String(100), nullable=False),
    Column("dataset", String(32), ForeignKey("datasets.id"), nullable=False, index=True),
    Column("employee", String(100), nullable=False),
    Column("decision", String(20), nullable=False),
    Column("until", Date, nullable=False),
    Column("document", String(200), nullable=False),
    Column("next_dataset", String(32), ForeignKey("datasets.id"), nullable=False, index=True),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", String(16), nullable=False),
)


@dataclass(frozen=True)
class Decided:
    """A decision on the secondment of an employee: its last day, and the paper it rests on."""

    employee: str
    decision: TermDecision
    until: date
    document: str


@dataclass(frozen=True)
class StoredDecision:
    """A decision that is kept; ``next_dataset`` is the version in which it is a fact."""

    id: str
    dataset: str
    decided: Decided
    next_dataset: str
    created_at: datetime
    created_by: str


def decide_term(
    database: Database, caller: Caller, dataset: StoredDataset, decided: Decided, base: NewDataset
) -> StoredDecision:
    """Keep a decision on somebody of a version, and the next version with it; both, or neither."""
    sha256 = hash_of(decided.employee, decided.decision, decided.until.isoformat(), decided.document)
    with database.writing() as connection:
        kept, _ = keep_in(connection, caller, base)
        stored = StoredDecision(uuid4().hex, dataset.id, decided, kept.id, now(), caller.token)
        values = {name: value for name, value in vars(stored).items() if name != "decided"}
        connection.execute(insert(TERMS).values(province=dataset.province, **values, **vars(decided)))
        note(connection, caller, Act.TERM_DECIDED, dataset.id, province=dataset.province, sha256=sha256)
    return stored


def decisions_that_led_to(database: Database, dataset: str) -> Sequence[StoredDecision]:
    """The decisions that made a version what it is, the last one first."""
    found: list[StoredDecision] = []
    with database.reading() as connection:
        after: str | None = dataset
        while after is not None:
            rows = connection.execute(select(TERMS).where(TERMS.c.next_dataset == after)).all()
            found += [_stored(row) for row in rows]
            after = rows[0].dataset if rows else None
    return found


def _stored(row: Row[Any]) -> StoredDecision:
    decided = Decided(row.employee, TermDecision(row.decision), row.until, row.document)
    return StoredDecision(row.id, row.dataset, decided, row.next_dataset, row.created_at, row.created_by)
