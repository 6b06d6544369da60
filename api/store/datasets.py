"""Datasets: immutable versions of a province's tables, each whole in one blob."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
)

from api.access import Caller
from api.store.audit import Act, note
from api.store.columns import METADATA, UtcTime, now
from api.store.database import Database
from api.store.dataset_keys import keep_key, new_key, opened_for
from api.store.pages import Page, page_of
from api.store.scope import in_scope
from optimizer.findings import Finding
from optimizer.text import LANGUAGES

DATASETS = Table(
    "datasets",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("province", String(100), nullable=False),
    Column("name", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("policy_sha256", String(64), nullable=False),
    Column("policy", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("rows", JSON, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", UtcTime, nullable=False, index=True),
    Column("created_by", String(16), ForeignKey("tokens.id"), nullable=False),
    Column("deleted_at", UtcTime),
    UniqueConstraint("province", "name", "version"),
    UniqueConstraint("province", "name", "sha256", "policy_sha256", name="uq_datasets_content"),
)

_NOT_TOLD = ("content", "policy_sha256", "findings", "policy", "deleted_at")
_SHOWN = [column for column in DATASETS.c if column.name not in _NOT_TOLD]

IS_KEPT = DATASETS.c.deleted_at.is_(None)
"""The condition for versions that nobody has deleted."""

FindingRecord = Mapping[str, str | int | None]
"""A finding as it is kept: severity, code, file, row, column, place, and its sentence as ``vi`` and ``en``."""


def record_of(finding: Finding) -> FindingRecord:
    """A finding as it is kept."""
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "file": finding.file,
        "row": finding.row,
        "column": finding.column,
        "place": finding.place,
        **{language: finding.sentence(language) for language in LANGUAGES},
    }


@dataclass(frozen=True)
class StoredDataset:
    """What is told of a version. ``as_of`` is the day its dates were judged on, ``rows`` the number by table."""

    id: str
    province: str
    name: str
    version: int
    sha256: str
    as_of: date
    rows: Mapping[str, int]
    created_at: datetime
    created_by: str


@dataclass(frozen=True)
class NewDataset:
    """A version to keep. ``sha256`` is that of the tables, ``policy`` the text of their policy, empty without one."""

    province: str
    name: str
    sha256: str
    policy: str
    as_of: date
    rows: Mapping[str, int]
    findings: Sequence[FindingRecord]
    content: bytes


def keep_dataset(database: Database, caller: Caller, given: NewDataset) -> tuple[StoredDataset, bool]:
    """The version with these tables and this policy, and whether it is new.

    Tables that were kept under the name before are not kept again.
    """
    with database.writing() as connection:
        return keep_in(connection, caller, given)


def keep_in(connection: Connection, caller: Caller, given: NewDataset) -> tuple[StoredDataset, bool]:
    """The same, as a part of a transaction."""
    fingerprint = hashlib.sha256(given.policy.encode()).hexdigest()
    same_name = (DATASETS.c.province == given.province, DATASETS.c.name == given.name)
    same = (*same_name, DATASETS.c.sha256 == given.sha256, DATASETS.c.policy_sha256 == fingerprint)
    Database.take_turns(connection, f"datasets:{given.province}:{given.name}")
    if found := connection.execute(select(*_SHOWN).where(*same)).one_or_none():
        return _stored(found), False
    last = connection.execute(select(func.max(DATASETS.c.version)).where(*same_name)).scalar()
    values = {
        **vars(given),
        "id": uuid4().hex,
        "version": (last or 0) + 1,
        "policy_sha256": fingerprint,
        "created_at": now(),
        "created_by": caller.token,
    }
    sealed, key = new_key(connection, values["id"], given.province, given.content)
    connection.execute(insert(DATASETS).values(**{**values, "content": sealed}))
    keep_key(connection, key)
    note(connection, caller, Act.DATASET_KEPT, values["id"], province=given.province, sha256=given.sha256)
    return _stored(connection.execute(select(*_SHOWN).where(DATASETS.c.id == values["id"])).one()), True


def find_dataset(database: Database, caller: Caller, id_: str) -> StoredDataset | None:
    """A version in the caller's scope."""
    with database.reading() as connection:
        query = select(*_SHOWN).where(DATASETS.c.id == id_, in_scope(DATASETS, caller), IS_KEPT)
        row = connection.execute(query).one_or_none()
    return None if row is None else _stored(row)


def datasets_of(database: Database, caller: Caller, limit: int, after: str | None) -> Page[StoredDataset]:
    """Versions in the caller's scope, the newest first."""
    with database.reading() as connection:
        page = page_of(connection, DATASETS, _SHOWN, [in_scope(DATASETS, caller), IS_KEPT], limit, after)
    return Page([_stored(row) for row in page.items], page.next)


def content_of(database: Database, id_: str) -> bytes:
    """The packed tables and policy of a version. Raises NoResultFound for an unknown id."""
    with database.reading() as connection:
        content = connection.execute(select(DATASETS.c.content).where(DATASETS.c.id == id_)).scalar_one()
        return opened_for(connection, id_, content)


def policy_of_dataset(database: Database, id_: str) -> str:
    """The text of the policy that came with a version, empty if none did. Raises NoResultFound."""
    policy: str = _column(database, DATASETS.c.policy, id_)
    return policy


def dataset_to_change(database: Database, id_: str) -> StoredDataset:
    """What is told of a version, whoever asks. Raises NoResultFound."""
    with database.reading() as connection:
        return _stored(connection.execute(select(*_SHOWN).where(DATASETS.c.id == id_, IS_KEPT)).one())


def findings_of(database: Database, id_: str) -> list[FindingRecord]:
    """What was found in a version's tables, none of it an error. Raises NoResultFound for an unknown id."""
    findings: list[FindingRecord] = _column(database, DATASETS.c.findings, id_)
    return findings


def _column(database: Database, column: Column[Any], id_: str) -> Any:
    with database.reading() as connection:
        return connection.execute(select(column).where(DATASETS.c.id == id_)).scalar_one()


def _stored(row: Row[tuple[object, ...]]) -> StoredDataset:
    return StoredDataset(**row._asdict())
