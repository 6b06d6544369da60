"""How many people a unit gains in some forms: those who come less those who go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.policy import Form
from optimizer.rules.limit_rule import LimitRule, Members, Place
from optimizer.rules.pairs import Pairs


class NetArrivals(LimitRule):
    """Moves into a unit in one of the ``forms``, less those out of it. Subjects: units."""

    place = Place.NET_ARRIVALS
    forms: ClassVar[frozenset[Form]]

    def members(self, pairs: Pairs) -> Members:
        """Moves count up for the receiver and down for the sender."""
        move = np.flatnonzero(np.any([pairs.has_form(form) for form in self.forms], axis=0))
        return Members(
            np.concatenate([move, move]),
            np.concatenate([pairs.receiver[move], pairs.sender[move]]),
            np.repeat(np.array([1, -1], dtype=np.int64), len(move)),
        )

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """One for the receiver, one off for the sender."""
        if move.form in self.forms:
            yield facts.dataset.unit_row[move.to_unit], 1
            yield facts.dataset.unit_row[move.from_unit], -1
