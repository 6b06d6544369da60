"""Demands come first: what a plan cannot meet of them is the smallest possible."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.facts import Facts
from optimizer.plan import Plan
from optimizer.rules.limit_rule import LimitRule, Members
from optimizer.rules.objective import Objective, Shortfall, Terms
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN

UNMET_DEMANDS = "unmet_demands"


class UnmetDemands(Objective):
    """People missing from lower bounds and orders to move, added up over all of them.

    Always the first tier where anything is demanded. Zero means that every demand is met;
    anything else is the smallest relaxation: by so much demands must be lowered in all.
    """

    id = UNMET_DEMANDS
    unit = "people"
    citation = DESIGN
    sentences = {
        "vi": "Một người còn thiếu so với một yêu cầu bắt buộc hoặc một chỉ đạo điều chuyển.",
        "en": "A person missing from a demand or from an order to move.",
    }

    def __init__(self, limits: Sequence[LimitRule]) -> None:
        self.limits = limits

    def applies(self, facts: Facts) -> bool:
        """Whether anything is demanded."""
        return any((rule.bounds(facts).lower > 0).any() for rule in self.limits if rule.is_on(facts.policy))

    def terms(self, pairs: Pairs) -> Terms:
        """What every demand misses."""
        shortfalls = []
        for rule in self.limits:
            lower = rule.bounds(pairs.facts).lower if rule.is_on(pairs.policy) else np.empty(0, dtype=np.int64)
            demanded = np.flatnonzero(lower > 0)
            if len(demanded):
                position = np.full(len(lower), -1, dtype=np.intp)
                position[demanded] = np.arange(len(demanded))
                members = rule.members(pairs)
                counts = position[members.subject] >= 0
                chosen = Members(members.move[counts], position[members.subject[counts]], members.coefficient[counts])
                label = tuple(rule.label(subject, pairs.facts) for subject in demanded.tolist())
                shortfalls.append(Shortfall(label, lower[demanded], chosen))
        return Terms(0, shortfalls=tuple(shortfalls))

    def measure(self, plan: Plan, facts: Facts) -> int:
        """What the demands miss in a plan, counted move by move."""
        return sum(
            demand.missing for rule in self.limits if rule.is_on(facts.policy) for demand in rule.demands(plan, facts)
        )
