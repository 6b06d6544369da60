"""Where plans stand on the way to a decision, what was frozen, and every step with who took it and why.

A plan is a draft until it is submitted; then it has a row here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    func,
    insert,
    select,
    update,
)

from api.access import Caller
from api.store.audit import Act, hash_of, note
from api.store.columns import METADATA, UtcTime, now
from api.store.database import Database
from api.store.frozen import Frozen, frozen_of
from api.store.pages import Page, page_of
from api.store.plans import MOVES, PLANS
from api.store.scope import in_scope


class Standing(StrEnum):
    """Where a plan stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    ISSUED = "issued"


NEXT: dict[Standing, frozenset[Standing]] = {
    Standing.DRAFT: frozenset({Standing.SUBMITTED}),
    Standing.SUBMITTED: frozenset({Standing.APPROVED, Standing.RETURNED}),
    Standing.APPROVED: frozenset({Standing.ISSUED, Standing.RETURNED}),
    Standing.RETURNED: frozenset({Standing.SUBMITTED}),
    Standing.ISSUED: frozenset(),
}
"""The ladder: from where to where a plan may go. An approved plan goes back if somebody drops out of it."""

APPROVALS = Table(
    "approvals",
    METADATA,
    Column("id", String(32), ForeignKey("plans.id"), primary_key=True),
    Column("province", String(100), nullable=False),
    Column("standing", String(20), nullable=False, index=True),
    Column("created_at", UtcTime, nullable=False, index=True),
    Column("plan_sha256", String(64), nullable=False),
    Column("base_sha256", String(64), nullable=False),
    Column("dataset_sha256", String(64), nullable=False),
    Column("policy_sha256", String(64), nullable=False),
    Column("run_sha256", String(64), nullable=False),
    Column("version", String(40), nullable=False),
)

STEPS = Table(
    "approval_steps",
    METADATA,
    Column("plan", String(32), ForeignKey("approvals.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("province", String(100), nullable=False),
    Column("standing", String(20), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("actor", String(16), nullable=False),
    Column("account", String(16), nullable=False),
    Column("reason", String(1000), nullable=False),
    Column("withdrawn", Integer),
)

_ACTS = {
    Standing.SUBMITTED: Act.SUBMITTED,
    Standing.APPROVED: Act.APPROVED,
    Standing.RETURNED: Act.RETURNED,
    Standing.ISSUED: Act.ISSUED,
}


@dataclass(frozen=True)
class Approval:
    """Where a submitted plan stands; ``created_at`` is when it was submitted first."""

    id: str
    province: str
    standing: Standing
    created_at: datetime
    frozen: Frozen


@dataclass(frozen=True)
class Step:
    """A step: where the plan stood after it, who took it and why; ``withdrawn`` is the place of a move in the plan."""

    number: int
    standing: Standing
    at: datetime
    actor: str
    account: str
    reason: str
    withdrawn: int | None


class StepError(ValueError):
    """A step that cannot be taken; ``code`` is worded in the section ``problem``."""

    def __init__(self, code: str, standing: Standing) -> None:
        super().__init__(code)
        self.code = code
        self.standing = standing


def find_approval(database: Database, plan: str) -> Approval | None:
    """Where a plan stands; None for a draft."""
    with database.reading() as connection:
        row = connection.execute(select(APPROVALS).where(APPROVALS.c.id == plan)).one_or_none()
    return None if row is None else _approval(row)


def approvals_of(
    database: Database, caller: Caller, standing: Standing | None, limit: int, after: str | None
) -> Page[Approval]:
    """Plans that were submitted, in the caller's scope, the newest first."""
    conditions = [in_scope(APPROVALS, caller)]
    if standing is not None:
        conditions.append(APPROVALS.c.standing == standing)
    with database.reading() as connection:
        page = page_of(connection, APPROVALS, list(APPROVALS.c), conditions, limit, after)
    return Page([_approval(row) for row in page.items], page.next)


def steps_of(database: Database, plan: str) -> Sequence[Step]:
    """Every step of a plan, the first one first."""
    query = select(STEPS).where(STEPS.c.plan == plan).order_by(STEPS.c.number)
    with database.reading() as connection:
        return [_step(row) for row in connection.execute(query)]


def submit(database: Database, caller: Caller, plan: str) -> None:
    """Freeze a draft, or a plan that was returned, and put it before an approver.

    Raises StepError if it is not one, if it breaks rules, or if somebody dropped out of it.
    """
    with database.writing() as connection:
        take_turn(connection, plan)
        standing = standing_of(connection, plan)
        _require(standing, Standing.SUBMITTED)
        stored = connection.execute(select(PLANS.c.province, PLANS.c.violations).where(PLANS.c.id == plan)).one()
        if stored.violations:
            raise StepError("plan_violates", standing)
        withdrawn = select(func.count()).where(STEPS.c.plan == plan, STEPS.c.withdrawn.is_not(None))
        if connection.execute(withdrawn).scalar_one():
            raise StepError("move_withdrawn", standing)
        values = {**vars(frozen_of(connection, plan)), "standing": Standing.SUBMITTED}
        if standing is Standing.DRAFT:
            given = {"id": plan, "province": stored.province, "created_at": now()}
            connection.execute(insert(APPROVALS).values(**given, **values))
        else:
            connection.execute(update(APPROVALS).where(APPROVALS.c.id == plan).values(**values))
        _add_step(connection, caller, plan, Standing.SUBMITTED)


def decide(database: Database, caller: Caller, plan: str, to: Standing, seal: str, reason: str) -> None:
    """Approve or return a submitted plan, of which the caller has seen the seal.

    Raises StepError if the plan is not submitted, the faster of two approvers having decided, or is
    not what was submitted.
    """
    with database.writing() as connection:
        take_turn(connection, plan)
        standing = standing_of(connection, plan)
        if standing is not Standing.SUBMITTED:
            raise StepError("wrong_state", standing)
        require_unchanged(connection, plan, seal)
        move_on(connection, caller, plan, to, reason)


def withdraw(database: Database, caller: Caller, plan: str, move: int, reason: str) -> None:
    """Take note that a move will not be made: the plan goes back. Raises StepError, also for an unknown move."""
    with database.writing() as connection:
        take_turn(connection, plan)
        standing = standing_of(connection, plan)
        _require(standing, Standing.RETURNED)
        require_moves(connection, plan, {move})
        move_on(connection, caller, plan, Standing.RETURNED, reason, withdrawn=move)


def require_moves(connection: Connection, plan: str, moves: Collection[int]) -> None:
    """Raises StepError unless a plan has moves of these numbers."""
    found = select(func.count()).where(MOVES.c.plan == plan, MOVES.c.number.in_(moves))
    if connection.execute(found).scalar_one() != len(moves):
        raise StepError("no_such_move", standing_of(connection, plan))


def require_unchanged(connection: Connection, plan: str, seal: str | None = None) -> Frozen:
    """What a plan is held to. Raises StepError if what is kept is no longer that, or not what ``seal`` stands for."""
    approval = _approval(connection.execute(select(APPROVALS).where(APPROVALS.c.id == plan)).one())
    if frozen_of(connection, plan) != approval.frozen or seal not in (None, approval.frozen.seal):
        raise StepError("plan_changed", approval.standing)
    return approval.frozen


def standing_of(connection: Connection, plan: str) -> Standing:
    """Where a plan stands."""
    query = select(APPROVALS.c.standing).where(APPROVALS.c.id == plan)
    return Standing(connection.execute(query).scalar_one_or_none() or Standing.DRAFT)


def move_on(
    connection: Connection, caller: Caller, plan: str, to: Standing, reason: str = "", withdrawn: int | None = None
) -> None:
    """Put a plan on another rung. Raises StepError if none leads there, or if somebody else was faster."""
    standing = standing_of(connection, plan)
    _require(standing, to)
    moved = update(APPROVALS).where(APPROVALS.c.id == plan, APPROVALS.c.standing == standing).values(standing=to)
    if connection.execute(moved).rowcount != 1:
        raise StepError("wrong_state", standing)
    _add_step(connection, caller, plan, to, reason, withdrawn)


def take_turn(connection: Connection, plan: str) -> None:
    """Let nobody else change where a plan stands, or what is on record of it, until the transaction ends."""
    Database.take_turns(connection, f"approvals:{plan}")


def _require(standing: Standing, to: Standing) -> None:
    if to not in NEXT[standing]:
        raise StepError("wrong_state", standing)


def _add_step(
    connection: Connection, caller: Caller, plan: str, to: Standing, reason: str = "", withdrawn: int | None = None
) -> None:
    row = connection.execute(select(APPROVALS).where(APPROVALS.c.id == plan)).one()
    last = connection.execute(select(func.max(STEPS.c.number)).where(STEPS.c.plan == plan)).scalar()
    step = Step((last or 0) + 1, to, now(), caller.token, caller.account or "", reason, withdrawn)
    connection.execute(insert(STEPS).values(plan=plan, province=row.province, **vars(step)))
    act = _ACTS[to] if withdrawn is None else Act.WITHDRAWN
    sha256 = hash_of(_approval(row).frozen.seal, reason, withdrawn)
    note(connection, caller, act, plan, province=row.province, sha256=sha256)


def _approval(row: Row[Any]) -> Approval:
    frozen = Frozen(**{field.name: getattr(row, field.name) for field in fields(Frozen)})
    return Approval(row.id, row.province, Standing(row.standing), row.created_at, frozen)


def _step(row: Row[Any]) -> Step:
    values = {field.name: getattr(row, field.name) for field in fields(Step)}
    return Step(**{**values, "standing": Standing(values["standing"])})
