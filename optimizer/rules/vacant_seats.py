"""Seats of absent holders are open to secondment only."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.policy import Form
from optimizer.rules.limit_rule import Bounds, LimitRule, Members, Place
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class VacantSeats(LimitRule):
    """Transfers and reassignments into a post are capped by the seats nobody owns. Subjects: posts."""

    id = "vacant_seats"
    place = Place.POST_FOR_GOOD
    is_optional = False
    citation = DESIGN
    sentences = {
        "vi": "Vị trí {subject} nhận {number} người điều động hoặc bố trí lại, chỉ có {limit} chỗ khuyết.",
        "en": "Post {subject} receives {number} people for good, only {limit} seats have no owner.",
    }

    def bounds(self, facts: Facts) -> Bounds:
        """At most the vacant seats of communes' posts."""
        seats = np.where(facts.counts.is_needed, facts.counts.vacant_seats, 0)
        return Bounds(np.zeros_like(seats), seats)

    def members(self, pairs: Pairs) -> Members:
        """Transfers and reassignments count for their post."""
        move = np.flatnonzero(~pairs.has_form(Form.SECONDMENT))
        return Members(move, pairs.post[move], np.ones(len(move), dtype=np.int64))

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """One for the post, unless it is a secondment."""
        if move.form is not Form.SECONDMENT:
            yield facts.dataset.post_row[move.to_post], 1
