"""Whether the audit log is as it was written: every row there, unchanged, in its place, up to the last."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from api.store.audit import AUDIT, HEAD, entry_of, head_seal
from api.store.database import keys_of

_PART = 1_000


class Damage(StrEnum):
    """What is wrong with a place of the log."""

    ALTERED = "altered"
    """The row, or the one before it, is not what was written there."""

    MISSING = "missing"
    """There is no row of this number."""

    CUT_OFF = "cut_off"
    """The head does not tell the last row: rows after it are gone, or the head was changed."""

    NOT_AS_KNOWN = "not_as_known"
    """The row does not bear the seal that somebody wrote down: the log was put back to an earlier state."""


@dataclass(frozen=True)
class Trouble:
    """A damaged place, by the number of its row."""

    number: int
    damage: Damage


@dataclass(frozen=True)
class Anchor:
    """A row's number and seal, to be written down elsewhere.

    >>> Anchor.parse("12:" + "0f" * 32).number
    12
    """

    number: int
    seal: str

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """The anchor of a text. Raises ValueError if it is none."""
        number, colon, seal = text.partition(":")
        if not (number.isdecimal() and colon and len(bytes.fromhex(seal)) == 32):
            raise ValueError("not an anchor")
        return cls(int(number), seal)

    def __str__(self) -> str:
        return f"{self.number}:{self.seal}"


@dataclass(frozen=True)
class LogCheck:
    """What a check finds; ``last`` is the last row, None in an empty log."""

    rows: int
    last: Anchor | None
    troubles: tuple[Trouble, ...]


def check_log(connection: Connection, known: Anchor | None = None) -> LogCheck:
    """Walk through the whole log; ``known`` is an anchor that was written down at some time."""
    rows, last, troubles = 0, Anchor(0, ""), list[Trouble]()
    is_known = known is None
    for anchor, found in _walk(connection):
        rows += 1
        troubles += found
        is_known = is_known or anchor == known
        last = anchor
    keys = keys_of(connection)
    head = connection.execute(select(HEAD.c.number, HEAD.c.seal)).one_or_none()
    told = (0, "") if head is None else (head.number, head.seal)
    right = (0, "") if not rows else (last.number, head_seal(last.number, last.seal, keys))
    if told[0] != right[0] or not hmac.compare_digest(told[1], right[1]):
        troubles.append(Trouble(last.number + 1, Damage.CUT_OFF))
    if known is not None and not is_known:
        troubles.append(Trouble(known.number, Damage.NOT_AS_KNOWN))
    return LogCheck(rows, last if rows else None, tuple(troubles))


def _walk(connection: Connection) -> Iterator[tuple[Anchor, list[Trouble]]]:
    """Every row's anchor with what is wrong there. A row after a gap cannot be held against the one before it."""
    keys, before = keys_of(connection), Anchor(0, "")
    query = select(AUDIT).order_by(AUDIT.c.number).execution_options(yield_per=_PART)
    for row in connection.execute(query):
        entry = entry_of(row)
        if entry.number != before.number + 1:
            found = [Trouble(before.number + 1, Damage.MISSING)]
        elif not hmac.compare_digest(entry.seal, entry.sealed_after(before.seal, keys)):
            found = [Trouble(entry.number, Damage.ALTERED)]
        else:
            found = []
        before = Anchor(entry.number, entry.seal)
        yield before, found
