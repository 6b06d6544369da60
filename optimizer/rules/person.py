"""A person moves once; a group moves at most as many people as it has."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.counts import head_count
from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.rules.limit_rule import Bounds, LimitRule, Members, Place
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class Person(LimitRule):
    """Nobody moves twice in one plan. Subjects: rows of the employees table."""

    id = "person"
    place = Place.PERSON
    is_optional = False
    citation = DESIGN
    sentences = {
        "vi": "{subject} được bố trí {number} lần, nhiều nhất là {limit}.",
        "en": "{subject} is moved {number} times, at most {limit} is possible.",
    }

    def bounds(self, facts: Facts) -> Bounds:
        """At most the number of people in the row."""
        heads = head_count(facts.dataset)
        return Bounds(np.zeros_like(heads), heads)

    def members(self, pairs: Pairs) -> Members:
        """Every pair counts for its employee."""
        every = np.arange(len(pairs))
        return Members(every, pairs.employee, np.ones(len(pairs), dtype=np.int64))

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """One for the employee."""
        yield facts.dataset.employee_row[move.employee], 1
