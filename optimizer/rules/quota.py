"""No transfer takes a commune above its assigned quota; secondments are not capped by it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.policy import Form
from optimizer.rules.instruments import cite
from optimizer.rules.limit_rule import UNLIMITED, Bounds, LimitRule, Members, Place
from optimizer.rules.pairs import Pairs


class Quota(LimitRule):
    """Transfers into a commune, less transfers out of it, stay within quota - payroll. Subjects: units."""

    id = "quota"
    place = Place.NET_ARRIVALS
    citation = cite("Công văn 09/CV-BCĐ ngày 30/5/2025", "biên chế cấp xã", is_verified=True)
    is_law = True
    sentences = {
        "vi": "{subject} nhận thêm {number} biên chế, chỉ tiêu còn {limit}.",
        "en": "{subject} gains {number} on its payroll, its quota has room for {limit}.",
    }

    def bounds(self, facts: Facts) -> Bounds:
        """At most the shortage of communes; a commune above its quota gains nobody."""
        counts = facts.counts
        upper = np.where(counts.is_commune, counts.shortage, UNLIMITED)
        return Bounds(np.full_like(upper, -UNLIMITED), upper)

    def members(self, pairs: Pairs) -> Members:
        """Transfers count up for the receiver and down for the sender."""
        move = np.flatnonzero(pairs.has_form(Form.TRANSFER))
        return Members(
            np.concatenate([move, move]),
            np.concatenate([pairs.receiver[move], pairs.sender[move]]),
            np.repeat(np.array([1, -1], dtype=np.int64), len(move)),
        )

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """One for the receiver of a transfer, one off for its sender."""
        if move.form is Form.TRANSFER:
            yield facts.dataset.unit_row[move.to_unit], 1
            yield facts.dataset.unit_row[move.from_unit], -1
