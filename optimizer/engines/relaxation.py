"""The network of a Problem, ready to be solved: exact but for the side rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.engines.checker import is_optimal
from optimizer.engines.circulation import Arcs, Ints
from optimizer.engines.solution import Potentials
from optimizer.engines.staged import LOT_STAGE, Job, MoveKeys, StageResult
from optimizer.engines.stages import Stage, dearest_of, spans_of, stages_of
from optimizer.engines.worker import solve_in_child
from optimizer.problem.nesting import Nesting, nesting_of
from optimizer.problem.network import Network, network_of
from optimizer.problem.problem import Problem
from optimizer.rules.pairs import FORMS


@dataclass(frozen=True)
class Relaxed:
    """An answer of the network: flow per arc after the last stage reached, and its proof so far."""

    flow: Ints
    potentials: tuple[Potentials, ...]
    is_complete: bool
    is_unique: bool
    salt: str


@dataclass(frozen=True)
class Relaxation:
    """A Problem's network with its stages; leaves out the side rows."""

    problem: Problem
    nesting: Nesting
    network: Network
    stages: tuple[Stage, ...]

    def arcs(self, closed: NDArray[np.bool_] | None = None) -> Arcs:
        """The network's arcs; pairs marked in ``closed`` carry nobody."""
        network, capacity = self.network, self.network.capacity
        if closed is not None:
            capacity = capacity.copy()
            capacity[network.between :][closed] = 0
        return Arcs(network.nodes, network.tail, network.head, capacity)

    def keys(self) -> MoveKeys:
        """What the lot is drawn on."""
        pairs = self.problem.pairs
        return MoveKeys(
            first=self.network.between,
            ids=pairs.dataset.employees["id"].tolist(),
            codes=pairs.dataset.posts["code"].tolist(),
            forms=[form.value for form in FORMS],
            person=pairs.employee,
            post=pairs.post,
            form=pairs.form,
            reopens=pairs.reopens,
        )

    @cached_property
    def stage_costs(self) -> tuple[Ints, ...]:
        """The cost of every arc in each stage."""
        return tuple(stage.cost(self.network) for stage in self.stages)

    def solve(
        self,
        *,
        closed: NDArray[np.bool_] | None = None,
        deadline: float | None = None,
        should_stop: Callable[[], bool] | None = None,
        on_stage: Callable[[tuple[str, ...]], None] | None = None,
    ) -> Relaxed:
        """Solve all stages and the lot in a child process, as far as time allows."""
        job = Job(self.arcs(closed), self.stage_costs, self.keys())
        flow = np.zeros(len(self.network.tail), dtype=np.int64)
        proof: list[Potentials] = []
        lot: StageResult | None = None
        for result in solve_in_child(job, deadline=deadline, should_stop=should_stop):
            flow = result.flow
            tiers = () if result.stage == LOT_STAGE else self.stages[result.stage].tiers
            proof.append(Potentials(tiers, result.potential))
            if on_stage is not None:
                on_stage(tuple(self.problem.tiers[tier].id for tier in tiers) or ("lot",))
            if result.stage == LOT_STAGE:
                lot = result
        if lot is None:
            return Relaxed(flow, tuple(proof), False, False, "")
        return Relaxed(flow, tuple(proof), True, lot.is_unique, lot.salt)

    def confirms(self, flow: Ints, potentials: Sequence[Potentials], salt: str) -> bool:
        """Whether the potentials prove the flow optimal in every stage and in the lot."""
        arcs, costs = self.arcs(), list(self.stage_costs)
        values = [stage.values for stage in potentials]
        costs.append(self.keys().lots_on_face(salt, arcs, costs, values))
        return is_optimal(arcs.nodes, arcs.tail, arcs.head, arcs.capacity, costs, values, flow)


def relax(problem: Problem) -> Relaxation:
    """Lay a Problem out as a network and pack its tiers into stages.

    Raises CostRangeError if the costs of one tier alone are too large.
    """
    nesting = nesting_of(problem)
    network = network_of(problem, nesting)
    spans = spans_of(network, problem.pairs.post, problem.limits["open_seats"].bounds.upper)
    return Relaxation(problem, nesting, network, stages_of(dearest_of(network), spans, network.nodes))
