"""The Problem: candidate moves, limits and tiers as arrays. What every engine solves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optimizer.arrays import Ints
from optimizer.counts import head_count
from optimizer.facts import Facts
from optimizer.problem.candidates import candidates_of, open_pairs
from optimizer.rules import LIMIT_RULES, Bounds, LimitRule, Members, Pairs, Terms, objectives_of


@dataclass(frozen=True)
class Limit:
    """A limit rule over the candidate pairs: its bounds, and which pairs count."""

    rule: LimitRule
    bounds: Bounds
    members: Members


@dataclass(frozen=True)
class Tier:
    """An objective laid out over the candidate pairs."""

    id: str
    unit: str
    terms: Terms


@dataclass(frozen=True)
class Problem:
    """Choose how many people take each candidate pair, within limits, tiers minimised in order.

    ``candidates`` are all pairs that no rule refuses; ``pairs`` those of them for which limits
    leave room, and the choice is among these. ``capacity[j]`` is the most people pair j can
    move: those in the row, as far as seats are open.
    """

    facts: Facts
    candidates: Pairs
    pairs: Pairs
    limits: Mapping[str, Limit]
    tiers: tuple[Tier, ...]

    @cached_property
    def capacity(self) -> Ints:
        """Most people per pair."""
        heads = head_count(self.facts.dataset)[self.pairs.employee]
        return np.minimum(heads, self.limits["open_seats"].bounds.upper[self.pairs.post])

    def values(self, flow: Ints) -> tuple[int, ...]:
        """The objective vector of a choice, one value per tier."""
        return tuple(value_of(tier.terms, self.pairs, flow) for tier in self.tiers)


def compile_problem(facts: Facts) -> Problem:
    """Lay rules and tiers out over the candidate pairs of a dataset.

    Raises KeyError for a tier that no objective bears.
    """
    candidates = candidates_of(facts)
    pairs, members = open_pairs(candidates)
    limits = {rule.id: Limit(rule, rule.bounds(facts), members[rule.id]) for rule in LIMIT_RULES if rule.id in members}
    tiers = tuple(Tier(objective.id, objective.unit, objective.terms(pairs)) for objective in objectives_of(facts))
    return Problem(facts, candidates, pairs, limits, tiers)


def value_of(terms: Terms, pairs: Pairs, flow: Ints) -> int:
    """Value of one tier for a choice."""
    value = terms.base
    if terms.cost is not None:
        value += int(terms.cost @ flow)
    if terms.curve is not None:
        curve = terms.curve
        subjects = pairs.subjects(curve.level)
        net = np.bincount(pairs.filled(curve.level), weights=flow, minlength=subjects).astype(np.int64)
        net -= np.bincount(pairs.emptied(curve.level), weights=flow[pairs.reopens], minlength=subjects).astype(np.int64)
        if terms.is_bottleneck:
            return int(-curve.marginal[net[curve.subject] < curve.upto].min(initial=0))
        reached = np.minimum(net[curve.subject], curve.upto) - curve.above
        from_zero = np.minimum(0, curve.upto) - curve.above
        steps = np.maximum(reached, 0) - np.maximum(from_zero, 0)
        value += int(steps @ curve.marginal)
    for shortfall in terms.shortfalls:
        counted = np.zeros(len(shortfall.lower), dtype=np.int64)
        np.add.at(counted, shortfall.members.subject, shortfall.members.coefficient * flow[shortfall.members.move])
        value += int(np.maximum(shortfall.lower - counted, 0).sum())
    return value
