"""Limits and demands a province sets itself on the moves of its units, or of the whole plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Indices
from optimizer.domain import Limit
from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.policy import Form
from optimizer.rules.limit_rule import UNLIMITED, Bounds, LimitRule, Members, Place, Places
from optimizer.rules.pairs import FORMS, Pairs
from optimizer.rules.rule import DESIGN


class LocalLimits(LimitRule):
    """Gross transfers and secondments per row of the ``limits`` table. Subjects: its rows.

    One thing is left to the rule ``release``: what a row allows or keeps of a field of one
    unit (:attr:`Limit.is_field_release`), since changes of field at home count there too.
    What such a row demands is counted here.
    """

    id = "local_limits"
    citation = DESIGN
    sentences = {
        "vi": "{number} lượt điều động, biệt phái {subject}, giới hạn là {limit}.",
        "en": "{number} moves {subject}, the limit is {limit}.",
    }

    def places(self, facts: Facts) -> Places:
        """The unit, or field of it, that a row's moves leave or enter; nowhere if they cross units or are any."""
        located = [_place(row, facts) for row in facts.dataset.limit_rows]
        return Places(
            np.array([place.value for place, _ in located], dtype=np.str_),
            np.array([number for _, number in located], dtype=np.intp),
        )

    def bounds(self, facts: Facts) -> Bounds:
        """At least ``at_least``, at most ``at_most`` and payroll - ``keep``."""
        rows = facts.dataset.limit_rows
        return Bounds(
            np.array([row.at_least or 0 for row in rows], dtype=np.int64),
            np.array([_most(row, facts) for row in rows], dtype=np.int64),
        )

    def members(self, pairs: Pairs) -> Members:
        """The pairs that fit all cells of a row."""
        away = _Away.of(pairs)
        counted = [_counted(row, pairs, away) for row in pairs.dataset.limit_rows]
        move = np.concatenate([*counted, np.empty(0, dtype=np.intp)])
        subject = np.repeat(np.arange(len(counted)), np.array([len(some) for some in counted], dtype=np.intp))
        return Members(move, subject, np.ones(len(move), dtype=np.int64))

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """One for every row whose cells the move fits."""
        if move.form is Form.REASSIGNMENT:
            return
        employee = facts.dataset.employee_row[move.employee]
        field_left = facts.counts.field_codes[facts.counts.field_of_employee[employee]]
        kind = facts.dataset.employee_values("kind")[employee]
        found = (move.from_unit, move.to_unit, field_left, move.field, move.form.value, kind)
        for subject, row in enumerate(facts.dataset.limit_rows):
            if all(cell in ("", value) for cell, value in zip(row.cells, found, strict=True)):
                yield subject, 1

    def label(self, subject: int, facts: Facts) -> str:
        """Where the moves go from and to, ``*`` being any unit: ``S/IT → *``, ``* → U (secondment)``."""
        row = facts.dataset.limit_rows[subject]
        ends = ((row.sender, row.field_left), (row.receiver, row.field_entered))
        way = " → ".join("/".join(filter(None, (unit or "*", field))) for unit, field in ends)
        narrowed = ", ".join(filter(None, (row.form, row.kind)))
        return f"{way} ({narrowed})" if narrowed else way


def _place(row: Limit, facts: Facts) -> tuple[Place, int]:
    """Where the moves of a row are counted; the compiler sees whether they are all that passes."""
    if bool(row.sender) is bool(row.receiver):
        return Place.NOWHERE, 0
    fields = facts.counts.field_codes
    unit, field = facts.dataset.unit_row[row.sender or row.receiver], _position(row.field, fields)
    if row.sender and row.field_left and field >= 0:
        return Place.RELEASE, unit * len(fields) + field
    if row.receiver and row.field_entered and field >= 0:
        return Place.ENTERING, unit * len(fields) + field
    return Place.LEAVING if row.sender else Place.ARRIVING, unit


def _most(row: Limit, facts: Facts) -> int:
    """The upper bound of a row, but for what a field of a unit releases."""
    if row.is_field_release:
        return UNLIMITED
    at_most = UNLIMITED if row.at_most is None else row.at_most
    if row.keep is None:
        return at_most
    return min(at_most, max(int(facts.counts.payroll[facts.dataset.unit_row[row.unit]]) - row.keep, 0))


@dataclass(frozen=True)
class _ByUnit:
    """Pairs sorted by a unit, and where each unit's begin: those of one unit are a slice."""

    pair: Indices
    first: Indices

    @classmethod
    def of(cls, pair: Indices, unit: Indices, units: int) -> _ByUnit:
        by_unit = pair[np.argsort(unit[pair], kind="stable")]
        return cls(by_unit, np.searchsorted(unit[by_unit], np.arange(units + 1)))

    def __getitem__(self, unit: int) -> Indices:
        return self.pair[self.first[unit] : self.first[unit + 1]]


@dataclass(frozen=True)
class _Away:
    """Pairs that take somebody to another unit: all, by the unit left, and by the unit entered."""

    every: Indices
    by_sender: _ByUnit
    by_receiver: _ByUnit

    @classmethod
    def of(cls, pairs: Pairs) -> _Away:
        away, units = np.flatnonzero(~pairs.has_form(Form.REASSIGNMENT)), len(pairs.dataset.units)
        return cls(away, _ByUnit.of(away, pairs.sender, units), _ByUnit.of(away, pairs.receiver, units))


def _counted(row: Limit, pairs: Pairs, away: _Away) -> Indices:
    """The pairs that fit all cells of a row, looked for among those of its unit."""
    dataset, counts = pairs.dataset, pairs.counts
    if row.sender:
        chosen = away.by_sender[dataset.unit_row[row.sender]]
    elif row.receiver:
        chosen = away.by_receiver[dataset.unit_row[row.receiver]]
    else:
        chosen = away.every
    fits = np.ones(len(chosen), dtype=bool)
    if row.sender and row.receiver:
        fits &= pairs.receiver[chosen] == dataset.unit_row[row.receiver]
    if row.field_left:
        fits &= counts.field_of_employee[pairs.employee[chosen]] == _position(row.field, counts.field_codes)
    if row.field_entered:
        fits &= counts.field_of_post[pairs.post[chosen]] == _position(row.field, counts.field_codes)
    if row.form:
        fits &= pairs.form[chosen] == FORMS.index(Form(row.form))
    if row.kind:
        fits &= (dataset.employees["kind"].take(pairs.employee[chosen]) == row.kind).to_numpy()
    return chosen[fits]


def _position(field: str, fields: tuple[str, ...]) -> int:
    """Position of a field among those that occur, -1 for one that nobody has and no post asks for."""
    return fields.index(field) if field in fields else -1
