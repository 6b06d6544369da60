"""Departments, public service units and delivery centres give at most a share of their payroll."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.policy import Form
from optimizer.rules.instruments import cite
from optimizer.rules.limit_rule import UNLIMITED, Bounds, LimitRule, Members, Place
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import Parameter


class SenderShare(LimitRule):
    """Units above the commune, and delivery centres, give a share of payroll, rounded up. Subjects: units.

    People already seconded out count against the share.
    """

    id = "sender_share"
    place = Place.LEAVING
    citation = cite("Công văn 09/CV-BCĐ ngày 30/5/2025", "biên chế cấp xã", is_verified=True)
    sentences = {
        "vi": "{number} người rời {subject}, tỷ lệ cho phép là {limit} người.",
        "en": "{number} people leave {subject}, its share allows {limit}.",
    }
    share = Parameter(
        0.05,
        unit={"vi": "tỷ lệ trên biên chế có mặt", "en": "share of payroll"},
        source={
            "vi": "Nghệ An lập danh sách ít nhất 5% biên chế có mặt để biệt phái về xã",
            "en": "Nghệ An lists at least 5 per cent of payroll for secondment to communes",
        },
        at_most=1_000,
    )

    def bounds(self, facts: Facts) -> Bounds:
        """At most ceil(share x payroll) - seconded out; communes are bound by their surplus instead."""
        counts = facts.counts
        # Rounded before the ceiling: 0.07 x 100 is 7.000000000000001 in binary.
        allowed = np.ceil(np.round(self.share(facts.policy) * counts.payroll, 9)).astype(np.int64)
        upper = np.where(counts.is_commune, UNLIMITED, np.maximum(allowed - counts.seconded_out, 0))
        return Bounds(np.zeros_like(upper), upper)

    def members(self, pairs: Pairs) -> Members:
        """Everybody who leaves the unit."""
        move = np.flatnonzero(~pairs.has_form(Form.REASSIGNMENT))
        return Members(move, pairs.sender[move], np.ones(len(move), dtype=np.int64))

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """One for the sender."""
        if move.form is not Form.REASSIGNMENT:
            yield facts.dataset.unit_row[move.from_unit], 1
