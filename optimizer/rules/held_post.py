"""A departure never empties a needed seat, unless a misplaced person is put right at home."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.policy import Form
from optimizer.rules.limit_rule import Bounds, LimitRule, Members, Place
from optimizer.rules.misplaced import is_misplaced
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class HeldPost(LimitRule):
    """From a commune's post only as many holders leave as it has beyond its seats. Subjects: posts.

    A misplaced person may always be reassigned at home; the post then reopens, which the
    tier of weighted fills pays for.
    """

    id = "held_post"
    place = Place.HELD
    is_optional = False
    citation = DESIGN
    sentences = {
        "vi": "{number} người rời vị trí {subject}, chỉ dôi dư {limit} người.",
        "en": "{number} people leave post {subject}, only {limit} are beyond its seats.",
    }

    def bounds(self, facts: Facts) -> Bounds:
        """At most the holders beyond the seats."""
        over = facts.counts.over_held
        return Bounds(np.zeros_like(over), over)

    def members(self, pairs: Pairs) -> Members:
        """Moves of a commune's post holders that do not reopen the post."""
        held = pairs.held
        move = np.flatnonzero((held >= 0) & pairs.counts.is_commune[pairs.sender] & ~pairs.reopens)
        return Members(move, held[move], np.ones(len(move), dtype=np.int64))

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """One for the post held in a commune, unless a misplaced person is reassigned."""
        dataset = facts.dataset
        employee = dataset.employee_row[move.employee]
        held = int(dataset.employee_post[employee])
        put_right = move.form is Form.REASSIGNMENT and is_misplaced(facts, np.array([employee]))[0]
        if held >= 0 and facts.counts.is_commune[dataset.employee_unit[employee]] and not put_right:
            yield held, 1
