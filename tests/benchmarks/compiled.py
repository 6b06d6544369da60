"""An instance compiled for the peers: the Problem of the upper tiers, its optimum, its integer program."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from optimizer.domain import Dataset
from optimizer.engines.circulation import solve
from optimizer.engines.flow import solution_of
from optimizer.engines.layout import Layout, lay_out
from optimizer.facts import facts_of
from optimizer.plan import Status
from optimizer.policy import Policy
from optimizer.problem import Problem, compile_problem
from tests.benchmarks.families import UPPER_TIERS, with_tiers
from tests.benchmarks.program import Answer, Ints, Program

Result = TypeVar("Result")


@dataclass(frozen=True)
class EngineSeconds:
    """The engine's steps on a compiled Problem.

    ``first_stage`` is the time from the network to the optimum of the upper tiers (or to the
    time limit), ``solve`` that to the end of the lot, ``check`` the independent checker's.
    ``to_proof`` is what compares with a peer: first stage and check.
    """

    network: float
    first_stage: float
    solve: float
    check: float
    to_proof: float


@dataclass(frozen=True)
class Compiled:
    """A Problem whose tiers fit one stage, with the product's own answer to it."""

    problem: Problem
    layout: Layout
    flow: Ints
    status: Status
    seconds: EngineSeconds

    @property
    def values(self) -> tuple[int, ...]:
        """The objective vector of the product's plan."""
        return self.problem.values(self.flow)

    def named(self, values: tuple[int, ...]) -> Mapping[str, int]:
        """An objective vector by tier."""
        return dict(zip((tier.id for tier in self.problem.tiers), values, strict=True))

    def program(self) -> Program:
        """The numbers a peer gets."""
        network, rows = self.layout.network, self.layout.nesting.side_rows
        if any((limit.bounds.lower > 0).any() for limit in self.problem.limits.values()):
            raise ValueError("a demand is no row of the program")
        arcs, cost = self.layout.arcs(), self.layout.stage_costs[0]
        # The arcs in between follow from who moves where.
        moves = np.concatenate([np.zeros(network.between, dtype=np.int64), self.flow])
        best = solve(arcs, cost, np.arange(len(arcs.tail)) < network.between, moves)
        return Program(
            nodes=arcs.nodes,
            first_pair=network.between,
            tail=arcs.tail,
            head=arcs.head,
            capacity=arcs.capacity,
            cost=cost,
            row=rows.row,
            pair=rows.pair,
            coefficient=rows.coefficient,
            upper=rows.upper,
            best=best,
        )

    def grade(self, program: Program, answer: Answer) -> Mapping[str, object]:
        """What a peer's flow is worth, tier by tier, recounted in whole numbers.

        ``against_ours`` compares the vector with the product's, ``gap_per_cent`` the weighted
        objective with the peer's own bound.
        """
        if not len(answer.flow):
            return {}
        values = self.problem.values(answer.flow[program.first_pair :])
        # The program's costs leave out the value without any move.
        offset = self._weighted(self.values) - int(program.cost @ program.best)
        weighted = self._weighted(values)
        gap = max(weighted - offset - answer.bound, 0.0)
        return {
            "values": self.named(values),
            "is_feasible": program.is_feasible(answer.flow),
            "side_rows_exceeded": program.side_rows_exceeded(answer.flow),
            "against_ours": "same" if values == self.values else "better" if values < self.values else "worse",
            "gap_per_cent": 100 * gap / max(weighted, 1) if math.isfinite(gap) else None,
        }

    def _weighted(self, values: tuple[int, ...]) -> int:
        """An objective vector as the one number that peers minimise."""
        return sum(weight * value for weight, value in zip(self.layout.stages[0].weight, values, strict=True))


def upper_tiers(dataset: Dataset, policy: Policy) -> tuple[str, ...]:
    """As many of the upper tiers as fit one integer cost on this instance."""
    problem = compile_problem(facts_of(dataset, with_tiers(policy, UPPER_TIERS)))
    return tuple(problem.tiers[tier].id for tier in lay_out(problem).stages[0].tiers)


def compiled(dataset: Dataset, policy: Policy, time_limit_seconds: float) -> Compiled:
    """Compile and solve, step by step; the policy's tiers must fit one stage."""
    problem = compile_problem(facts_of(dataset, policy))
    network_seconds, layout = timed(lambda: lay_out(problem))
    if len(layout.stages) != 1:
        raise ValueError(f"the tiers take {len(layout.stages)} stages")
    reached: list[float] = []
    start = time.perf_counter()
    answer = layout.solve(
        deadline=time.monotonic() + time_limit_seconds,
        on_stage=lambda tiers: reached.append(time.perf_counter() - start),
    )
    solve_seconds = time.perf_counter() - start
    check_seconds, solution = timed(lambda: solution_of(layout, answer))
    first_stage = next(iter(reached), solve_seconds)
    seconds = EngineSeconds(network_seconds, first_stage, solve_seconds, check_seconds, first_stage + check_seconds)
    return Compiled(problem, layout, solution.flow, solution.status, seconds)


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Seconds and result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result
