"""Where a plan stands: the best flow of its Problem, the prices that prove it, and how far off the plan is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.arrays import Ints
from optimizer.certificate import proof_in
from optimizer.engines.circulation import Arcs, reduced_costs
from optimizer.engines.flow import solution_of
from optimizer.engines.layout import Layout, lay_out
from optimizer.engines.solution import Potentials, Proof
from optimizer.explain.causes import vacant_seats
from optimizer.explain.residual import Residual
from optimizer.facts import Facts
from optimizer.plan import Plan, VacantSeats
from optimizer.problem import Problem, compile_problem
from optimizer.rules import objectives_of
from optimizer.text import say


class NotProvedError(RuntimeError):
    """No optimum of the Problem could be proved, so that nothing can be measured against it."""


@dataclass(frozen=True)
class Standing:
    """A plan beside the best there is.

    ``flow`` is an optimal flow of the network within the side rows, the plan's own if that is
    optimal. ``prices`` are the reduced costs of all arcs, one row per stage, None where the
    optimum was not proved by potentials. ``behind`` is by how much the plan is worse in each
    tier; below zero only where it breaks rules, or after a tier in which it is worse. ``closed``
    marks pairs that are looked at though no plan may use them.
    """

    plan: Plan
    layout: Layout
    flow: Ints
    proof: Proof | None
    behind: tuple[int, ...]
    closed: NDArray[np.bool_] | None = None

    @property
    def problem(self) -> Problem:
        """What the plan answers."""
        return self.layout.problem

    @property
    def facts(self) -> Facts:
        """The tables and the policy."""
        return self.problem.facts

    @property
    def is_best(self) -> bool:
        """Whether the plan is worth as much as the best."""
        return not any(self.behind)

    @cached_property
    def vacancies(self) -> tuple[VacantSeats, ...]:
        """The seats that the best plan leaves vacant."""
        return vacant_seats(self.problem, self.layout.network.pair_flow(self.flow))

    @cached_property
    def arcs(self) -> Arcs:
        """The network's arcs."""
        return self.layout.arcs(self.closed)

    @property
    def has_prices(self) -> bool:
        """Whether the optimum was proved by potentials, so that paths tell what changes cost."""
        return self.proof is not None

    @property
    def can_be_solved(self) -> bool:
        """Whether a change can be answered by solving again: not where a tier is a bottleneck."""
        return not self.layout.floors

    @cached_property
    def prices(self) -> Ints:
        """Reduced costs in every stage but the lot, in the stage's scale; only with a proof."""
        assert self.proof is not None
        rows = self.layout.rows
        return np.array(
            [
                reduced_costs(self.arcs, cost * stage.scale + rows.by_arc @ stage.multipliers, stage.values)
                for cost, stage in zip(self.layout.stage_costs, self.proof.potentials, strict=False)
            ]
        ).reshape(len(self.layout.stages), len(self.flow))

    @cached_property
    def residual(self) -> Residual:
        """The ways that the best flow leaves open, at these prices."""
        return Residual.of(self.arcs, self.prices, self.flow)

    @cached_property
    def excess(self) -> Ints:
        """Activity less bound of every side row under the best flow."""
        return self.layout.rows.excess(self.flow)

    @cached_property
    def is_priced(self) -> NDArray[np.bool_]:
        """Which side rows have a multiplier: to leave slack in them costs."""
        priced = np.zeros(len(self.layout.rows), dtype=bool)
        if self.proof is not None:
            for stage in self.proof.potentials:
                priced |= stage.multipliers != 0
        return priced

    @cached_property
    def pair_key(self) -> NDArray[np.intp]:
        """Which person and post an arc stands for, as one number; -1 for arcs in between."""
        pairs = self.problem.pairs
        between = np.full(self.layout.network.between, -1, dtype=np.intp)
        return np.concatenate([between, self.key_of(pairs.employee, pairs.post)])

    def key_of(self, employee: NDArray[np.intp], post: NDArray[np.intp]) -> NDArray[np.intp]:
        """Rows of a person and a post as one number."""
        key: NDArray[np.intp] = employee * len(self.facts.dataset.posts) + post
        return key

    def arcs_of(self, employee: int, post: int) -> NDArray[np.intp]:
        """The arcs by which a person may go to a post: one per form, and one more if the seat left may reopen."""
        # Pairs are in order of person and post.
        first = self.layout.network.between
        key = self.key_of(np.array([employee]), np.array([post]))[0]
        begin, end = (np.searchsorted(self.pair_key[first:], key, side=side) for side in ("left", "right"))
        return np.arange(first + begin, first + end)


def standing_of(plan: Plan, facts: Facts) -> Standing:
    """Read the optimum from the plan's certificate if that holds, else find it.

    Raises NotProvedError if it cannot be proved.
    """
    layout = lay_out(compile_problem(facts))
    proof = None if plan.certificate is None else proof_in(plan.certificate, layout)
    if proof is not None and layout.confirms(proof.flow, proof.potentials, plan.provenance.lot_salt):
        flow = proof.flow
    else:
        answer = layout.solve()
        if not answer.is_complete:
            raise NotProvedError(say("explain.not_proved", "en"))
        flow, proof = answer.flow, solution_of(layout, answer).proof
    best = layout.problem.values(layout.network.pair_flow(flow))
    measured = [objective.measure(plan, facts) for objective in objectives_of(facts)]
    return Standing(
        plan, layout, flow, proof, tuple(value - least for value, least in zip(measured, best, strict=True))
    )


def beside(standing: Standing, problem: Problem, closed: NDArray[np.bool_] | None = None) -> Standing | None:
    """The same plan beside the best of a wider Problem, in which pairs marked in ``closed`` carry nobody.

    None if that has no prices.
    """
    layout = lay_out(problem)
    answer = layout.solve(closed=closed)
    stages = [stage for stage in answer.stages if stage.stage >= 0]
    if len(stages) < len(layout.stages) or any(stage.potential is None or stage.gap for stage in stages):
        return None
    potentials = tuple(
        Potentials(of.tiers, stage.potential, of.weight, stage.multipliers, stage.scale)
        for of, stage in zip(layout.stages, stages, strict=True)
        if stage.potential is not None
    )
    proof = Proof(layout.network.names, layout.row_names, answer.flow, potentials)
    return Standing(standing.plan, layout, answer.flow, proof, standing.behind, closed)
