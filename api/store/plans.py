"""Plans: each whole in one blob, its certificate in another, its moves as rows to be filtered."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    insert,
    or_,
    select,
)

from api.access import WORKER, Caller, Keys
from api.access.sealing import unseal
from api.proposal import Proposal
from api.store.audit import Act, note
from api.store.columns import METADATA, UtcTime, now
from api.store.database import Database, keys_of
from api.store.dataset_keys import DATASET_KEYS, opened_for, sealed_for
from api.store.datasets import DATASETS, IS_KEPT
from api.store.pages import Page, page_of
from api.store.runs import Run
from api.store.scope import in_scope
from optimizer.export import certificate_from_json, certificate_to_json, plan_from_json, plan_to_json
from optimizer.plan import Move, Plan
from optimizer.policy import Form
from optimizer.text import LANGUAGES

PLANS = Table(
    "plans",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("province", String(100), nullable=False),
    Column("run", String(32), ForeignKey("runs.id"), nullable=False, unique=True),
    Column("dataset", String(32), ForeignKey("datasets.id"), nullable=False),
    Column("policy", JSON, nullable=False),
    Column("base", String(32)),
    Column("changes", JSON, nullable=False),
    Column("violations", JSON, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("certificate", LargeBinary),
    Column("created_at", UtcTime, nullable=False, index=True),
)

MOVES = Table(
    "moves",
    METADATA,
    Column("plan", String(32), ForeignKey("plans.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("province", String(100), nullable=False),
    Column("form", String(20), nullable=False),
    Column("employee", String(100), nullable=False),
    Column("from_unit", String(100), nullable=False),
    Column("to_unit", String(100), nullable=False),
    Column("field", String(100), nullable=False),
    Column("record", JSON, nullable=False),
    Index("ix_moves_employee", "plan", "employee"),
    Index("ix_moves_from_unit", "plan", "from_unit"),
    Index("ix_moves_to_unit", "plan", "to_unit"),
)

_SHOWN = [column for column in PLANS.c if column.name not in ("content", "certificate")]
_HAS_TABLES = PLANS.c.dataset.in_(select(DATASETS.c.id).where(IS_KEPT))
_PART = 500
_MOVES = TypeAdapter(tuple[Move, ...])


@dataclass(frozen=True)
class StoredPlan:
    """What is told of a plan. ``violations`` hold rule, subject and a sentence as ``vi`` and ``en`` each.

    ``dataset``, ``policy``, ``base`` and ``changes`` are what it was made from, as of its run.
    """

    id: str
    province: str
    run: str
    dataset: str
    policy: Mapping[str, Any]
    base: str | None
    changes: Sequence[Mapping[str, Any]]
    violations: Sequence[Mapping[str, str]]
    created_at: datetime


@dataclass(frozen=True)
class MoveFilter:
    """Which moves are asked for; ``unit`` is where they come from or go to."""

    form: Form | None = None
    unit: str | None = None
    field: str | None = None
    person: str | None = None


def keep_plan(connection: Connection, run: Run, proposal: Proposal) -> str:
    """Keep the plan of a run, and return its id."""
    plan, id_ = proposal.plan, uuid4().hex
    certificate = None
    if plan.certificate is not None:
        certificate = sealed_for(connection, run.dataset, _packed(certificate_to_json(plan.certificate)))
    violations = [
        {
            "rule": violation.rule,
            "subject": violation.subject,
            **{language: violation.sentence(language) for language in LANGUAGES},
        }
        for violation in proposal.violations
    ]
    text = plan_to_json(plan)
    connection.execute(
        insert(PLANS).values(
            id=id_,
            province=run.province,
            run=run.id,
            dataset=run.dataset,
            policy=run.policy,
            base=run.base,
            changes=run.changes,
            violations=violations,
            content=sealed_for(connection, run.dataset, _packed(text)),
            certificate=certificate,
            created_at=now(),
        )
    )
    records = _MOVES.dump_python(plan.moves, mode="json")
    named = ("form", "employee", "from_unit", "to_unit", "field")
    rows = [
        {"plan": id_, "number": number, "province": run.province, "record": record, **{k: record[k] for k in named}}
        for number, record in enumerate(records, start=1)
    ]
    if rows:
        connection.execute(insert(MOVES), rows)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    note(connection, WORKER, Act.PLAN_KEPT, id_, province=run.province, sha256=sha256)
    return id_


def find_plan(database: Database, caller: Caller, id_: str) -> StoredPlan | None:
    """A plan in the caller's scope."""
    with database.reading() as connection:
        query = select(*_SHOWN).where(PLANS.c.id == id_, in_scope(PLANS, caller), _HAS_TABLES)
        row = connection.execute(query).one_or_none()
    return None if row is None else _stored(row)


def plan_of_run(database: Database, run: str) -> str | None:
    """The id of a run's plan, if it has one."""
    with database.reading() as connection:
        return connection.execute(select(PLANS.c.id).where(PLANS.c.run == run, _HAS_TABLES)).scalar_one_or_none()


def plans_of(database: Database, caller: Caller, limit: int, after: str | None) -> Page[StoredPlan]:
    """Plans in the caller's scope, the newest first."""
    with database.reading() as connection:
        page = page_of(connection, PLANS, _SHOWN, [in_scope(PLANS, caller), _HAS_TABLES], limit, after)
    return Page([_stored(row) for row in page.items], page.next)


def text_of_plan(database: Database, id_: str) -> bytes:
    """A plan as in ``plan.json``. Raises NoResultFound for an unknown id."""
    with database.reading() as connection:
        return plan_text(connection, id_)


def plan_text(connection: Connection, id_: str) -> bytes:
    """The same, as a part of a transaction."""
    row = connection.execute(select(PLANS.c.content, PLANS.c.dataset).where(PLANS.c.id == id_)).one()
    return gzip.decompress(opened_for(connection, row.dataset, row.content))


def load_plan(database: Database, id_: str) -> Plan:
    """A plan with its certificate. Raises NoResultFound, for a plan whose dataset was deleted too."""
    query = (
        select(DATASET_KEYS.c.wrapped, PLANS.c.dataset, PLANS.c.content, PLANS.c.certificate)
        .join_from(PLANS, DATASET_KEYS, PLANS.c.dataset == DATASET_KEYS.c.dataset)
        .where(PLANS.c.id == id_)
    )
    with database.reading() as connection:
        return _opened(keys_of(connection), *connection.execute(query).one())


@lru_cache(maxsize=8)
def _opened(keys: Keys, wrapped: bytes, dataset: str, content: bytes, proof: bytes | None) -> Plan:
    """A plan and its certificate as they are kept; the last ones are at hand, as plans are read again and again."""

    def text(sealed: bytes) -> str:
        return gzip.decompress(unseal(keys, wrapped, dataset, sealed)).decode()

    return plan_from_json(text(content), None if proof is None else certificate_from_json(text(proof)))


def moves_after(
    database: Database, plan: str, wanted: MoveFilter, limit: int, after: int = 0
) -> Sequence[tuple[int, Mapping[str, Any]]]:
    """The next moves that are wanted after a place in the plan, each with its place, in the plan's order."""
    conditions = [MOVES.c.plan == plan, MOVES.c.number > after]
    if wanted.form is not None:
        conditions.append(MOVES.c.form == wanted.form)
    if wanted.unit is not None:
        conditions.append(or_(MOVES.c.from_unit == wanted.unit, MOVES.c.to_unit == wanted.unit))
    if wanted.field is not None:
        conditions.append(MOVES.c.field == wanted.field)
    if wanted.person is not None:
        conditions.append(MOVES.c.employee == wanted.person)
    query = select(MOVES.c.number, MOVES.c.record).where(*conditions).order_by(MOVES.c.number).limit(limit)
    with database.reading() as connection:
        return [(row.number, row.record) for row in connection.execute(query)]


def every_move(database: Database, plan: str, wanted: MoveFilter) -> Iterator[Mapping[str, Any]]:
    """All moves that are wanted, read a part at a time: neither memory nor a transaction is held for a slow reader."""
    after = 0
    while part := moves_after(database, plan, wanted, _PART, after):
        yield from (record for _, record in part)
        after = part[-1][0]


def _packed(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)


def _stored(row: Row[Any]) -> StoredPlan:
    return StoredPlan(**row._asdict())
