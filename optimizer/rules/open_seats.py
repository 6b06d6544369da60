"""No post receives more people than it has seats with nobody at work in them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.rules.limit_rule import Bounds, LimitRule, Members, Place
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class OpenSeats(LimitRule):
    """Moves into a post are capped by its open seats, those of absent holders included. Subjects: posts."""

    id = "open_seats"
    place = Place.POST
    is_optional = False
    citation = DESIGN
    sentences = {
        "vi": "Vị trí {subject} nhận {number} người, chỉ còn {limit} chỗ.",
        "en": "Post {subject} receives {number} people, only {limit} seats are open.",
    }

    def bounds(self, facts: Facts) -> Bounds:
        """At most the open seats of communes' posts; other units receive nobody."""
        seats = np.where(facts.counts.is_needed, facts.counts.open_seats, 0)
        return Bounds(np.zeros_like(seats), seats)

    def members(self, pairs: Pairs) -> Members:
        """Every pair counts for its post."""
        every = np.arange(len(pairs))
        return Members(every, pairs.post, np.ones(len(pairs), dtype=np.int64))

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """One for the post."""
        yield facts.dataset.post_row[move.to_post], 1
