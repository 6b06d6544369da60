"""Plans that are issued: the pack as it was signed, and the next base, in which their moves are facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, Connection, Date, ForeignKey, LargeBinary, String, Table, insert, select

from api.access import Caller
from api.store.approvals import Standing, StepError, move_on, require_unchanged, standing_of, take_turn
from api.store.columns import METADATA, UtcTime, now
from api.store.consents import missing
from api.store.database import Database
from api.store.dataset_keys import opened_for, sealed_for
from api.store.datasets import NewDataset, keep_in
from api.store.plans import PLANS

ISSUES = Table(
    "issues",
    METADATA,
    Column("plan", String(32), ForeignKey("approvals.id"), primary_key=True),
    Column("province", String(100), nullable=False),
    Column("signed_on", Date, nullable=False),
    Column("numbers", JSON, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("next_dataset", String(32), ForeignKey("datasets.id"), nullable=False),
    Column("created_at", UtcTime, nullable=False),
)


@dataclass(frozen=True)
class NewIssue:
    """A pack to issue: the day of signing, numbers by document, the zip of the documents with its hash."""

    signed_on: date
    numbers: Mapping[str, str]
    sha256: str
    content: bytes


@dataclass(frozen=True)
class StoredIssue:
    """What is told of an issued plan; ``next_dataset`` is the version in which its moves are facts."""

    plan: str
    signed_on: date
    numbers: Mapping[str, str]
    sha256: str
    next_dataset: str


def require_ready(connection: Connection, plan: str) -> None:
    """Raises StepError unless a plan is approved, as it was then, and everything is on record of its moves."""
    standing = standing_of(connection, plan)
    if standing is not Standing.APPROVED:
        raise StepError("wrong_state", standing)
    require_unchanged(connection, plan)
    if missing(connection, plan):
        raise StepError("consents_missing", standing)


def issue(database: Database, caller: Caller, plan: str, given: NewIssue, base: NewDataset) -> StoredIssue:
    """Issue an approved plan, and keep the next base; both, or neither.

    Raises StepError if the plan is not approved, or something was changed or taken back meanwhile.
    """
    with database.writing() as connection:
        take_turn(connection, plan)
        require_ready(connection, plan)
        kept, _ = keep_in(connection, caller, base)
        told = StoredIssue(plan, given.signed_on, given.numbers, given.sha256, kept.id)
        move_on(connection, caller, plan, Standing.ISSUED, given.sha256)
        content = sealed_for(connection, _dataset_of(connection, plan), given.content)
        more: dict[str, Any] = {"province": base.province, "content": content, "created_at": now()}
        connection.execute(insert(ISSUES).values(**vars(told), **more))
    return told


def find_issue(database: Database, plan: str) -> StoredIssue | None:
    """What is told of an issued plan; None before."""
    shown = [column for column in ISSUES.c if column.name in StoredIssue.__match_args__]
    with database.reading() as connection:
        row = connection.execute(select(*shown).where(ISSUES.c.plan == plan)).one_or_none()
    return None if row is None else StoredIssue(**row._asdict())


def pack_of(database: Database, plan: str) -> bytes:
    """The issued documents as a zip. Raises NoResultFound."""
    with database.reading() as connection:
        content = connection.execute(select(ISSUES.c.content).where(ISSUES.c.plan == plan)).scalar_one()
        return opened_for(connection, _dataset_of(connection, plan), content)


def _dataset_of(connection: Connection, plan: str) -> str:
    dataset: str = connection.execute(select(PLANS.c.dataset).where(PLANS.c.id == plan)).scalar_one()
    return dataset
