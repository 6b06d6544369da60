"""A commune gives surplus only: what leaves is covered by its surplus or by transfers in."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.policy import Form
from optimizer.rules.base import UNLIMITED, Bounds, Citation, LimitRule, Members
from optimizer.rules.pairs import Pairs


class SurplusOnly(LimitRule):
    """Departures from a commune, less transfers into it, stay within its surplus. Subjects: units.

    The state after the plan counts: a transfer in allows a departure, a secondment in does
    not, since it leaves the payroll as it is.
    """

    id = "surplus_only"
    citation = Citation("Công văn 09/CV-BCĐ", "biên chế cấp xã", is_verified=True)
    sentences = {
        "vi": "{subject} cho đi {number} người sau khi trừ người điều động đến, chỉ dôi dư {limit} người.",
        "en": "{subject} gives {number} people net of transfers in, its surplus is {limit}.",
    }

    def bounds(self, facts: Facts) -> Bounds:
        """At most the surplus, less those already seconded out."""
        counts = facts.counts
        upper = np.where(counts.is_commune, np.maximum(counts.surplus - counts.seconded_out, 0), UNLIMITED)
        return Bounds(np.full_like(upper, -UNLIMITED), upper)

    def members(self, pairs: Pairs) -> Members:
        """Departures count up, transfers in count down."""
        leaves = np.flatnonzero(~pairs.has_form(Form.REASSIGNMENT))
        arrives = np.flatnonzero(pairs.has_form(Form.TRANSFER))
        return Members(
            np.concatenate([leaves, arrives]),
            np.concatenate([pairs.sender[leaves], pairs.receiver[arrives]]),
            np.repeat(np.array([1, -1], dtype=np.int64), [len(leaves), len(arrives)]),
        )

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """One for the sender; a transfer takes one off for the receiver."""
        if move.form is not Form.REASSIGNMENT:
            yield facts.dataset.unit_row[move.from_unit], 1
        if move.form is Form.TRANSFER:
            yield facts.dataset.unit_row[move.to_unit], -1

    def label(self, subject: int, facts: Facts) -> str:
        """The unit's code."""
        return str(facts.dataset.units["code"].iat[subject])
