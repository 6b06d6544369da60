"""A commune gives surplus only: who leaves is covered by its surplus or by arrivals."""

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


class SurplusOnly(LimitRule):
    """Departures from a commune, less arrivals in it, stay within its surplus. Subjects: units.

    The state after the plan counts: every arrival allows a departure of somebody who is
    surplus by post and by field. Where ``transfers_only`` is set, only transfers in do, since
    a secondment leaves the payroll as it is; the payroll then never falls below the quota.
    """

    id = "surplus_only"
    place = Place.NET_DEPARTURES
    citation = cite("Công văn 09/CV-BCĐ ngày 30/5/2025", "biên chế cấp xã", is_verified=True)
    is_law = True
    sentences = {
        "vi": "{subject} cho đi {number} người sau khi trừ người đến, chỉ dôi dư {limit} người.",
        "en": "{subject} gives {number} people net of arrivals, its surplus is {limit}.",
    }
    transfers_only = Parameter(
        False,
        unit={"vi": "có hoặc không", "en": "yes or no"},
        source={
            "vi": "thiết kế: giới hạn số người tính theo trạng thái sau phương án",
            "en": "design: limits on headcount hold for the state after the plan",
        },
    )

    def bounds(self, facts: Facts) -> Bounds:
        """At most the surplus, less those already seconded out."""
        counts = facts.counts
        upper = np.where(counts.is_commune, np.maximum(counts.surplus - counts.seconded_out, 0), UNLIMITED)
        return Bounds(np.full_like(upper, -UNLIMITED), upper)

    def members(self, pairs: Pairs) -> Members:
        """Departures count up, arrivals count down."""
        leaves = np.flatnonzero(~pairs.has_form(Form.REASSIGNMENT))
        arrives = np.flatnonzero(pairs.has_form(Form.TRANSFER)) if self.transfers_only(pairs.policy) else leaves
        return Members(
            np.concatenate([leaves, arrives]),
            np.concatenate([pairs.sender[leaves], pairs.receiver[arrives]]),
            np.repeat(np.array([1, -1], dtype=np.int64), [len(leaves), len(arrives)]),
        )

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """One for the sender, one off for the receiver."""
        if move.form is Form.REASSIGNMENT:
            return
        yield facts.dataset.unit_row[move.from_unit], 1
        if move.form is Form.TRANSFER or not self.transfers_only(facts.policy):
            yield facts.dataset.unit_row[move.to_unit], -1
