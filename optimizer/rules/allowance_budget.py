"""All moves together cost no more in allowances than a budget."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.rules.cost import Cost
from optimizer.rules.limit_rule import Bounds, LimitRule, Members
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN, Parameter

_COST = Cost()


class AllowanceBudget(LimitRule):
    """What the tier ``cost`` measures is at most ``max_vnd``. One subject: the whole plan.

    Off until a policy sets it: there is no budget to assume.
    """

    id = "allowance_budget"
    is_on_by_default = False
    citation = DESIGN
    sentences = {
        "vi": "{subject}: chi phí {number} đồng, giới hạn là {limit} đồng.",
        "en": "{subject}: costs of {number} đồng, the limit is {limit} đồng.",
    }
    max_vnd = Parameter(
        0,
        unit={"vi": "đồng", "en": "đồng"},
        source={
            "vi": "do tỉnh quyết định; chưa nêu thì không được chi",
            "en": "the province's decision; nothing may be spent until it is given",
        },
    )

    def bounds(self, facts: Facts) -> Bounds:
        """At most the budget."""
        return Bounds(np.zeros(1, dtype=np.int64), np.array([self.max_vnd(facts.policy)], dtype=np.int64))

    def members(self, pairs: Pairs) -> Members:
        """Every pair that costs anything, counted in đồng."""
        price = _COST.prices(pairs)
        move = np.flatnonzero(price)
        return Members(move, np.zeros(len(move), dtype=np.intp), price[move])

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """The move's cost per person."""
        price = _COST.price(move, facts)
        if price:
            yield 0, price

    def label(self, subject: int, facts: Facts) -> str:
        """The plan has no code: the rule's id."""
        return self.id
