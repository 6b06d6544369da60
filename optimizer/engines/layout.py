"""A Problem laid out for the stages: network, side rows, and tiers packed into costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from optimizer.arrays import Indices, Ints, Mask
from optimizer.engines import checker
from optimizer.engines.circulation import Arcs, reduced_costs
from optimizer.engines.job import LOT_STAGE, Bound, Job, StageResult
from optimizer.engines.lot import MoveKeys
from optimizer.engines.rows import Rows
from optimizer.engines.solution import Potentials
from optimizer.engines.stages import Stage, dearest_of, spans_of, stages_of
from optimizer.engines.worker import solve_here, solve_in_child
from optimizer.plan import LOT
from optimizer.problem.nesting import Nesting, nesting_of
from optimizer.problem.network import Network, network_of
from optimizer.problem.problem import Problem


@dataclass(frozen=True)
class Answer:
    """How far the stages came.

    ``flow`` is the best plan found, within all rows. ``bound`` is the network's optimum of the
    stage that was being closed when the search ended, None if none was.
    """

    flow: Ints
    stages: tuple[StageResult, ...]
    bound: Bound | None

    @property
    def is_complete(self) -> bool:
        """Whether every stage is proved and the lot drawn."""
        return bool(self.stages) and self.stages[-1].stage == LOT_STAGE and not self.stages[-1].gap


@dataclass(frozen=True)
class Layout:
    """A Problem's network and side rows, with its stages."""

    problem: Problem
    nesting: Nesting
    network: Network
    stages: tuple[Stage, ...]

    def arcs(self, closed: Mask | None = None) -> Arcs:
        """The network's arcs; pairs marked in ``closed`` carry nobody."""
        network, capacity = self.network, self.network.capacity
        if closed is not None:
            capacity = capacity.copy()
            capacity[network.between :][closed] = 0
        return Arcs(network.nodes, network.tail, network.head, capacity, network.between)

    def keys(self) -> MoveKeys:
        """What the lot is drawn on."""
        return MoveKeys.of(self.problem.pairs)

    @cached_property
    def stage_costs(self) -> tuple[Ints, ...]:
        """The cost of every arc in each stage."""
        return tuple(stage.cost(self.network) for stage in self.stages)

    @cached_property
    def floors(self) -> Mapping[int, int]:
        """Per stage that is a bottleneck, the dearest step that no flow can take: no better value is possible."""
        floors = {}
        for number, stage in enumerate(self.stages):
            if stage.is_bottleneck:
                (tier,) = stage.tiers
                curve = self.problem.tiers[tier].terms.curve
                assert curve is not None
                price = self.network.between_cost[tier]
                steps = Counter(np.repeat(curve.marginal, curve.upto - curve.above).tolist())
                arcs = np.flatnonzero(price)
                steps.subtract(dict(_sums(price[arcs], self.network.capacity[arcs])))
                floors[number] = -min((step for step, left in steps.items() if left > 0), default=0)
        return floors

    @cached_property
    def divisors(self) -> Ints:
        """What every side row is divided by, so that a multiplier of one is a small step whatever a row counts."""
        side = self.nesting.side_rows
        divisor = np.zeros(len(side), dtype=np.int64)
        np.gcd.at(divisor, side.row, side.coefficient)
        return np.where(side.tier < 0, np.maximum(divisor, 1), 1)

    @cached_property
    def rows(self) -> Rows:
        """The side rows over the arcs; what exceeds a row that a tier prices flows through the row's loop."""
        side, network = self.nesting.side_rows, self.network
        priced = np.flatnonzero(side.tier >= 0)
        coefficient = np.concatenate([side.coefficient // self.divisors[side.row], np.full(len(priced), -1)])
        row = np.concatenate([side.row, priced])
        arc = np.concatenate([side.pair + network.between, self._loops(len(priced))])
        matrix = csr_array((coefficient, (row, arc)), shape=(len(side), len(network.tail)))
        return Rows(matrix, side.upper // self.divisors, np.zeros(len(side), dtype=bool))

    @cached_property
    def row_names(self) -> tuple[tuple[str, str, int], ...]:
        """Rule, subject and factor of every side row: the row times the factor is what the rule counts."""
        side = self.nesting.side_rows
        return tuple(zip(side.rule, side.label, (side.sign * self.divisors).tolist(), strict=True))

    def _loops(self, number: int) -> Indices:
        return np.arange(self.network.between - number, self.network.between)

    @cached_property
    def start(self) -> Ints:
        """The flow in which nobody moves: what is demanded is all missed."""
        flow = np.zeros(len(self.network.tail), dtype=np.int64)
        side = self.nesting.side_rows
        priced = np.flatnonzero(side.tier >= 0)
        flow[self._loops(len(priced))] = np.maximum(-side.upper[priced], 0)
        return flow

    def solve(
        self,
        *,
        closed: Mask | None = None,
        deadline: float | None = None,
        should_stop: Callable[[], bool] | None = None,
        on_stage: Callable[[tuple[str, ...]], None] | None = None,
        is_isolated: bool = True,
    ) -> Answer:
        """Solve all stages and the lot as far as time allows: in a child process, or in this one, to the end."""
        job = Job(self.arcs(closed), self.stage_costs, self.keys(), self.rows, self.start, self.floors)
        flow = self.start
        stages: list[StageResult] = []
        bound: Bound | None = None
        messages = solve_in_child(job, deadline=deadline, should_stop=should_stop) if is_isolated else solve_here(job)
        for message in messages:
            if isinstance(message, Bound):
                bound = message
                continue
            flow = message.flow
            if isinstance(message, StageResult):
                stages.append(message)
                bound = None if not message.gap else bound
                if on_stage is not None:
                    on_stage(self.tiers_of(message.stage))
        return Answer(flow, tuple(stages), bound)

    def tiers_of(self, stage: int) -> tuple[str, ...]:
        """Names of the tiers of a stage."""
        if stage == LOT_STAGE:
            return (LOT,)
        return tuple(self.problem.tiers[tier].id for tier in self.stages[stage].tiers)

    def bounds(self, answer: Answer) -> tuple[int | None, ...]:
        """What is proved of every tier: no plan is better, given that the tiers above are at their bounds."""
        values = self.problem.values(self.network.pair_flow(answer.flow))
        proved = [result.stage for result in answer.stages if not result.gap and result.stage != LOT_STAGE]
        bounds: list[int | None] = [None] * len(values)
        for stage in proved:
            for tier in self.stages[stage].tiers:
                bounds[tier] = values[tier]
        if answer.bound is None or answer.bound.stage >= len(self.stages) or answer.bound.stage in self.floors:
            return tuple(bounds)
        open_ = self.stages[answer.bound.stage]
        gaps = [result.gap for result in answer.stages if result.stage == answer.bound.stage]
        nobody = self.problem.values(self.network.pair_flow(self.start))
        for tier, weight in zip(open_.tiers, open_.weight, strict=True):
            least = nobody[tier] + self.network.cost(tier, answer.bound.flow - self.start)
            # A step of this tier weighs more than all the tiers after it.
            bounds[tier] = max([least, *(values[tier] - -(-gap // weight) for gap in gaps)])
            if least != values[tier]:
                break
        return tuple(bounds)

    def confirms(self, flow: Ints, potentials: Sequence[Potentials], salt: str) -> bool:
        """Whether potentials and multipliers prove the flow optimal in every stage and in the lot."""
        arcs, rows = self.arcs(), self.rows
        undecided = np.ones(len(arcs.tail), dtype=bool)
        stages = []
        for number, stage in enumerate(potentials):
            is_lot = number == len(self.stages)
            cost = self.keys().lots(salt, undecided) if is_lot else self.stage_costs[number]
            stages.append(checker.Stage(cost, stage.values, stage.multipliers, stage.scale))
            priced = cost * stage.scale + rows.by_arc @ stage.multipliers
            undecided &= reduced_costs(arcs, priced, stage.values) == 0
        return len(stages) == len(self.stages) + 1 and checker.is_optimal(
            arcs.nodes, arcs.tail, arcs.head, arcs.capacity, rows.matrix, rows.upper, stages, flow
        )


def _sums(key: Ints, number: Ints) -> Iterator[tuple[int, int]]:
    """The sum of the numbers of every key."""
    keys, position = np.unique(key, return_inverse=True)
    return zip(keys.tolist(), np.bincount(position, weights=number).astype(np.int64).tolist(), strict=True)


def lay_out(problem: Problem) -> Layout:
    """Lay a Problem out as a network and pack its tiers into stages.

    Raises CostRangeError if the costs of one tier alone are too large.
    """
    nesting = nesting_of(problem)
    network = network_of(problem, nesting)
    spans = spans_of(network, problem.pairs.post, problem.limits["open_seats"].bounds.upper)
    bottlenecks = frozenset(number for number, tier in enumerate(problem.tiers) if tier.terms.is_bottleneck)
    return Layout(problem, nesting, network, stages_of(dearest_of(network), spans, network.nodes, bottlenecks))
