"""The best plan of a tiny instance by trying every plan.

Options are decided one after the other, each for every number of people it could carry.
Partial plans that leave the same seats vacant and use the same room of every limit still to
come differ in nothing that later decisions can see: of those only the cheapest go on, and
how many there are. Nothing else is left out, so the search is exhaustive.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import add

from optimizer.domain import Dataset
from optimizer.policy import Policy
from tests.optimizer.judge.options import Option
from tests.optimizer.judge.reading import TIERS, Limit, Reading

Numbers = tuple[int, ...]
Moves = tuple[tuple[Option, int], ...]


@dataclass(frozen=True)
class Optimum:
    """The best objective vector, one plan that has it, how many plans have it, and the rules that plan exhausts."""

    values: dict[str, int]
    moves: Moves
    plans: int
    tight: frozenset[str]


@dataclass(frozen=True)
class Partial:
    """The cheapest way to one state: costs in the tiers that add up per move, and how many ways cost the same."""

    costs: Numbers
    ways: int
    moves: Moves

    def or_else(self, other: Partial | None) -> Partial:
        """The cheaper one; of equals one, with the ways of both."""
        if other is None or self.costs < other.costs:
            return self
        if other.costs < self.costs:
            return other
        return Partial(self.costs, self.ways + other.ways, self.moves)


State = tuple[Numbers, Numbers]
"""Vacant seats of every commune post, and the load of every limit that options still to come may use."""


def solve(dataset: Dataset, policy: Policy, without: Collection[str] = ()) -> Optimum:
    """The lexicographic optimum, with the rules named ``without`` left out; ``person`` and ``open_seats`` must stay."""
    reading = Reading(dataset, policy)
    limits = [limit for limit in reading.limits() if limit.rule not in without]
    best: Partial | None = None
    best_values: dict[str, int] = {}
    for (vacant, _), partial in _all_plans(reading, limits).items():
        values = dict(zip(TIERS, (*reading.major_values(reading.by_post(vacant)), *partial.costs), strict=True))
        if best is None or tuple(values.values()) < tuple(best_values.values()):
            best, best_values = partial, values
        elif values == best_values:
            best = best.or_else(partial)
    assert best is not None, "the empty plan keeps every limit"
    plan = dict(best.moves)
    tight = frozenset(limit.rule for limit in limits if limit.load(plan) == limit.most)
    return Optimum(best_values, best.moves, best.ways, tight)


def _all_plans(reading: Reading, limits: Sequence[Limit]) -> dict[State, Partial]:
    """Every plan within the limits, merged by the seats that it leaves vacant."""
    options = sorted(reading.options, key=lambda option: option.employee)
    last = [max(i for i, option in enumerate(options) if option in limit.sign) for limit in limits]
    start = tuple(reading.counts.open_seats[post.code] for post in reading.commune_posts), (0,) * len(limits)
    plans = {start: Partial((0,) * len(TIERS[3:]), 1, ())}
    for number, option in enumerate(options):
        change = reading.vacancy_change(option)
        sign = tuple(limit.sign.get(option, 0) for limit in limits)
        filling = [row for row, limit in enumerate(limits) if sign[row] and limit.is_gross]
        ending = [row for row, end in enumerate(last) if end == number]
        grown: dict[State, Partial] = {}
        for (vacant, loads), partial in plans.items():
            people, costs = 0, partial.costs
            # Only a limit that nothing can relax ends the count: that of the person is always one.
            while all(loads[row] <= limits[row].most for row in filling):
                if all(loads[row] <= limits[row].most for row in ending):
                    state = vacant, tuple(0 if row in ending else load for row, load in enumerate(loads))
                    moves = (*partial.moves, (option, people)) if people else partial.moves
                    grown[state] = Partial(costs, partial.ways, moves).or_else(grown.get(state))
                people += 1
                vacant, loads = _plus(vacant, change), _plus(loads, sign)
                costs = _plus(costs, reading.minor_costs[option])
        plans = grown
    return plans


def _plus(numbers: Numbers, more: Numbers) -> Numbers:
    return tuple(map(add, numbers, more))
