"""What has to be on record of every move before it is decided: both units' agreements, the meeting with the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, Connection, Date, ForeignKey, Integer, String, Table, delete, insert, select

from api.access import Caller
from api.store.approvals import Standing, StepError, require_moves, standing_of, take_turn
from api.store.audit import Act, hash_of, note
from api.store.columns import METADATA, UtcTime, now
from api.store.database import Database
from api.store.plans import MOVES, PLANS
from optimizer.policy import Form


class ConsentKind(StrEnum):
    """What is recorded."""

    SENDER = "sender_agreement"
    RECEIVER = "receiver_agreement"
    MEETING = "meeting"


class Opinion(StrEnum):
    """What the person said at the meeting. It is heard, and decides nothing by itself."""

    AGREES = "agrees"
    RESERVED = "reserved"
    DISAGREES = "disagrees"


REQUIRED: Mapping[Form, frozenset[ConsentKind]] = {
    Form.SECONDMENT: frozenset(ConsentKind),
    Form.TRANSFER: frozenset(ConsentKind),
    Form.REASSIGNMENT: frozenset({ConsentKind.MEETING}),
}
"""What a decision waits for. The law asks for the meeting with everybody, and for the units' written agreement
where people are seconded (Decree 170/2025, Art. 25-26); asking for it in transfers too is this product's choice."""

CONSENTS = Table(
    "consents",
    METADATA,
    Column("plan", String(32), ForeignKey("plans.id"), primary_key=True),
    Column("move", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), primary_key=True),
    Column("province", String(100), nullable=False),
    Column("document", String(200), nullable=False),
    Column("on", Date, nullable=False),
    Column("opinion", String(20)),
    Column("recorded_at", UtcTime, nullable=False),
    Column("recorded_by", String(16), nullable=False),
)


@dataclass(frozen=True)
class Consent:
    """A record: ``document`` names the paper (number and day), ``on`` the day of the agreement or the meeting."""

    move: int
    kind: ConsentKind
    document: str
    on: date
    opinion: Opinion | None
    recorded_at: datetime
    recorded_by: str


def record(
    database: Database,
    caller: Caller,
    plan: str,
    moves: Sequence[int],
    kind: ConsentKind,
    document: str,
    on: date,
    opinion: Opinion | None,
) -> None:
    """Record one paper for moves; it replaces what was recorded of them before.

    Raises StepError once the plan is issued, and for a move that it does not have.
    """
    with database.writing() as connection:
        take_turn(connection, plan)
        standing = standing_of(connection, plan)
        if standing is Standing.ISSUED:
            raise StepError("wrong_state", standing)
        require_moves(connection, plan, set(moves))
        of_these = (CONSENTS.c.plan == plan, CONSENTS.c.kind == kind, CONSENTS.c.move.in_(moves))
        connection.execute(delete(CONSENTS).where(*of_these))
        province = connection.execute(select(PLANS.c.province).where(PLANS.c.id == plan)).scalar_one()
        rows = [
            {
                "plan": plan,
                "province": province,
                **vars(Consent(move, kind, document, on, opinion, now(), caller.token)),
            }
            for move in sorted(set(moves))
        ]
        connection.execute(insert(CONSENTS), rows)
        sha256 = hash_of(sorted(set(moves)), kind, document, on.isoformat(), opinion)
        note(connection, caller, Act.CONSENT_RECORDED, plan, province=province, sha256=sha256)


def consents_of(database: Database, plan: str) -> Sequence[Consent]:
    """Everything on record of a plan, by move."""
    query = select(CONSENTS).where(CONSENTS.c.plan == plan).order_by(CONSENTS.c.move, CONSENTS.c.kind)
    with database.reading() as connection:
        rows = connection.execute(query).all()
    found = [{field.name: getattr(row, field.name) for field in fields(Consent)} for row in rows]
    return [
        Consent(
            **{
                **one,
                "kind": ConsentKind(one["kind"]),
                "opinion": None if one["opinion"] is None else Opinion(one["opinion"]),
            }
        )
        for one in found
    ]


def missing(connection: Connection, plan: str) -> Mapping[int, frozenset[ConsentKind]]:
    """What is not on record yet, by the number of the move; empty if the plan can be decided."""
    forms = connection.execute(select(MOVES.c.number, MOVES.c.form).where(MOVES.c.plan == plan)).all()
    known = connection.execute(select(CONSENTS.c.move, CONSENTS.c.kind).where(CONSENTS.c.plan == plan)).all()
    there = {(row.move, ConsentKind(row.kind)) for row in known}
    left = {
        row.number: frozenset(kind for kind in REQUIRED[Form(row.form)] if (row.number, kind) not in there)
        for row in sorted(forms, key=lambda row: row.number)
    }
    return {number: kinds for number, kinds in left.items() if kinds}
