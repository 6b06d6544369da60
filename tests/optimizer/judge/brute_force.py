"""The best plan of a tiny instance by trying every plan.

Options are decided one after the other, each for every number of people it could carry.
Partial plans that leave the same seats vacant and use the same room of every limit still to
come differ in nothing that later decisions can see: of those only the cheapest go on, and
how many there are. Nothing else is left out, so the search is exhaustive.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from operator import add

from optimizer.domain import Dataset
from optimizer.plan import Move
from optimizer.policy import Policy
from tests.optimizer.judge.limit import Demand, Limit
from tests.optimizer.judge.options import Option
from tests.optimizer.judge.reading import Reading

Numbers = tuple[int, ...]
Moves = tuple[tuple[Option, int], ...]


@dataclass(frozen=True)
class Optimum:
    """The best objective vector, one plan that has it, how many plans have it, and the rules that plan exhausts.

    ``unmet`` is what all plans must miss of the demands; it comes before the vector.
    """

    unmet: int
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


State = tuple[Numbers, Numbers, int]
"""Vacant seats of every commune post, the load of every limit and demand that options still to come may
use, and what is missing of the demands that they cannot change."""


def solve(
    dataset: Dataset,
    policy: Policy,
    without: Collection[str] = (),
    base: tuple[Move, ...] | None = None,
    banned: Collection[tuple[str, str]] = (),
    raised: Collection[tuple[str, str]] = (),
    extra: Collection[Option] = (),
    free: Collection[str] = (),
) -> Optimum:
    """The lexicographic optimum, with the rules named ``without`` left out; ``person`` and ``open_seats`` must stay.

    ``banned`` are people and posts that must not come together; ``raised`` rules and subjects whose limit lets one
    more through; ``extra`` moves that are open although a rule refuses them; ``free`` people whose only moves are
    extra ones, and cost nothing in tiers that ask who goes where.
    """
    reading = Reading(dataset, policy, base, extra, free)
    reading.options = [option for option in reading.options if (option.employee, option.post) not in banned]
    limits = [
        replace(limit, most=limit.most + 1) if (limit.rule, limit.subject) in raised else limit
        for limit in reading.limits()
        if limit.rule not in without
    ]
    demands = [demand for demand in reading.demands() if demand.rule not in without]
    best: Partial | None = None
    best_unmet, best_values = 0, dict[str, int]()
    for (vacant, _, unmet), partial in _all_plans(reading, limits, demands).items():
        values = reading.tiers.values(reading.by_post(vacant), partial.costs)
        if best is None or (unmet, *values.values()) < (best_unmet, *best_values.values()):
            best, best_unmet, best_values = partial, unmet, values
        elif (unmet, values) == (best_unmet, best_values):
            best = best.or_else(partial)
    assert best is not None, "the empty plan keeps every limit"
    plan = dict(best.moves)
    tight = frozenset(limit.rule for limit in limits if limit.load(plan) == limit.most)
    return Optimum(best_unmet, best_values, best.moves, best.ways, tight)


def _all_plans(reading: Reading, limits: Sequence[Limit], demands: Sequence[Demand]) -> dict[State, Partial]:
    """Every plan within the limits, merged by the seats that it leaves vacant and the demands that it misses."""
    options = sorted(reading.options, key=lambda option: option.employee)
    limits = [*limits, *reading.tiers.same_moves()]
    same_move = {option: row for row, limit in enumerate(limits) if limit.rule == "same_move" for option in limit.sign}
    hopeless = sum(demand.missing(0) for demand in demands if not demand.sign)
    counted = [*limits, *(demand for demand in demands if demand.sign)]
    last = [max(i for i, option in enumerate(options) if option in one.sign) for one in counted]
    start = tuple(reading.counts.open_seats[post.code] for post in reading.commune_posts), (0,) * len(counted), hopeless
    plans = {start: Partial(reading.tiers.start, 1, ())}
    for number, option in enumerate(options):
        change = reading.vacancy_change(option)
        sign = tuple(one.sign.get(option, 0) for one in counted)
        filling = [row for row, limit in enumerate(limits) if sign[row] and limit.is_gross]
        ending = [row for row, end in enumerate(last) if end == number]
        grown: dict[State, Partial] = {}
        for (vacant, loads, unmet), partial in plans.items():
            people, costs = 0, partial.costs
            # Only a limit that nothing can relax ends the count: that of the person is always one.
            while all(loads[row] <= limits[row].most for row in filling):
                if all(loads[row] <= limits[row].most for row in ending if row < len(limits)):
                    missed = sum(counted[row].missing(loads[row]) for row in ending if row >= len(limits))
                    left = tuple(0 if row in ending else load for row, load in enumerate(loads))
                    state = vacant, left, unmet + missed
                    moves = (*partial.moves, (option, people)) if people else partial.moves
                    grown[state] = Partial(costs, partial.ways, moves).or_else(grown.get(state))
                already = loads[same_move[option]] if option in same_move else 0
                costs = _plus(costs, reading.tiers.next_one(option, already))
                people += 1
                vacant, loads = _plus(vacant, change), _plus(loads, sign)
        plans = grown
    return plans


def _plus(numbers: Numbers, more: Numbers) -> Numbers:
    return tuple(map(add, numbers, more))
