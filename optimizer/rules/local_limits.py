"""Limits a province sets itself on departures from a unit and arrivals in it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.domain import LimitSubject
from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.policy import Form
from optimizer.rules.base import DESIGN, UNLIMITED, Bounds, LimitRule, Members
from optimizer.rules.pairs import Pairs


class LocalLimits(LimitRule):
    """Gross departures and arrivals per row of the ``limits`` table. Subjects: its rows.

    Departures from a field are the rule ``release``; here are those of whole units, and
    arrivals in a unit or in one of its fields.
    """

    id = "local_limits"
    citation = DESIGN
    sentences = {
        "vi": "{number} lượt điều động, biệt phái tại {subject}, giới hạn là {limit}.",
        "en": "{number} moves at {subject}, the limit is {limit}.",
    }

    def bounds(self, facts: Facts) -> Bounds:
        """``at_most``, or payroll - ``keep`` for departures from a whole unit."""
        limits = facts.dataset.limits
        unit = [facts.dataset.unit_row[code] for code in limits["unit"]]
        payroll = facts.counts.payroll[np.array(unit, dtype=np.intp)]
        at_most = limits["at_most"].fillna(UNLIMITED).to_numpy(np.int64)
        keep = np.maximum(payroll - limits["keep"].fillna(-UNLIMITED).to_numpy(np.int64), 0)
        upper = np.minimum(at_most, keep)
        upper[(limits["subject"] == LimitSubject.RELEASE).to_numpy() & (limits["field"] != "").to_numpy()] = UNLIMITED
        return Bounds(np.zeros_like(upper), upper)

    def members(self, pairs: Pairs) -> Members:
        """Every pair that leaves, or enters, the unit and field of a row."""
        moves = np.flatnonzero(~pairs.has_form(Form.REASSIGNMENT))
        move, subject = [], []
        for row, (kind, unit, field) in enumerate(_rows(pairs.facts)):
            side = pairs.sender if kind == LimitSubject.RELEASE else pairs.receiver
            chosen = moves[side[moves] == pairs.dataset.unit_row[unit]]
            if field and kind == LimitSubject.ARRIVAL:
                chosen = chosen[(pairs.of_post("field") == field).to_numpy()[chosen]]
            move.append(chosen)
            subject.append(np.full(len(chosen), row))
        empty = [np.empty(0, dtype=np.intp)]
        members = np.concatenate(move or empty)
        return Members(members, np.concatenate(subject or empty), np.ones(len(members), dtype=np.int64))

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """One for every row about the move's sender, receiver, or receiver and field."""
        if move.form is Form.REASSIGNMENT:
            return
        for row, (kind, unit, field) in enumerate(_rows(facts)):
            if (kind == LimitSubject.RELEASE and unit == move.from_unit) or (
                kind == LimitSubject.ARRIVAL and unit == move.to_unit and field in ("", move.field)
            ):
                yield row, 1

    def label(self, subject: int, facts: Facts) -> str:
        """Unit, and field if the limit has one."""
        _, unit, field = _rows(facts)[subject]
        return f"{unit}/{field}" if field else unit


def _rows(facts: Facts) -> list[tuple[str, str, str]]:
    return [(limit.subject.value, limit.unit, limit.field) for limit in facts.dataset.limit_rows]
