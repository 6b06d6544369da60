"""The constraint model: any Problem with all its limits, solved by CP-SAT tier by tier.

It knows nothing of the network, so that it judges it: every limit is a linear row, every
curve a sum of steps. Exact, and slow on large Problems.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from optimizer.engines.circulation import SolverError
from optimizer.engines.lot import lots
from optimizer.engines.solution import Solution
from optimizer.plan import Status
from optimizer.problem.problem import Limit, Problem
from optimizer.rules.base import Curve, Terms

Ints = NDArray[np.int64]
Rows = NDArray[np.intp]


def solve_cp_sat(
    problem: Problem,
    *,
    least: Ints | None = None,
    most: Ints | None = None,
    hint: Ints | None = None,
    floor: tuple[int | None, ...] = (),
    deadline: float | None = None,
    should_stop: Callable[[], bool] | None = None,
    workers: int = 1,
) -> Solution:
    """Minimise the tiers in order, then the lot.

    ``least`` and ``most`` narrow the people per candidate pair; ``hint`` is a choice to start
    from, never given up for a worse one. ``floor`` holds lower bounds already proved, each
    given that the tiers above are at theirs. ``deadline`` is a :func:`time.monotonic` time. With
    one worker the answer is the same in every run.
    """
    model = _Model(problem, least, most)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = 1
    # The rows are nearly a network: the linear relaxation is tight, probing and symmetry cost
    # more than they save (Bắc Ninh's first tier: proved in 18 s instead of not in 60 s).
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    stopper = _Stopper(should_stop)
    # That nobody moves is always possible where no lower bound is given.
    flow = np.zeros(len(problem.pairs), dtype=np.int64) if hint is None and least is None else hint
    bounds: list[int | None] = []
    salt = ""
    for tier, total in enumerate([*(model.expression(tier.terms) for tier in problem.tiers), model.lot(salt)]):
        known = floor[tier] if tier < len(floor) else None
        if flow is not None and known is not None and problem.values(flow)[: tier + 1] == floor[: tier + 1]:
            bounds.append(known)
            model.at_most(total, known - total.offset)
            continue
        if flow is not None:
            model.hint(flow)
        if deadline is not None:
            solver.parameters.max_time_in_seconds = max(deadline - time.monotonic(), 0.0)
        model.model.minimize(total.expression)
        status = solver.solve(model.model, stopper)
        if status == cp_model.MODEL_INVALID:
            raise SolverError("MODEL_INVALID")
        if status == cp_model.INFEASIBLE:
            return _ended(problem, flow, Status.INFEASIBLE, "no_plan", bounds)
        stopped = should_stop is not None and should_stop()
        reason = (Status.STOPPED, "stop_asked") if stopped else (Status.FEASIBLE, "time_limit")
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return _ended(problem, flow, *reason, bounds)
        flow = _better(problem, model.flow(solver), flow)
        if status == cp_model.FEASIBLE:
            if tier < len(problem.tiers):
                bounds.append(total.offset + math.ceil(solver.best_objective_bound - 1e-6))
            return _ended(problem, flow, *reason, bounds)
        best = round(solver.objective_value)
        if tier < len(problem.tiers):
            bounds.append(total.offset + best)
        model.at_most(total, best)
    assert flow is not None
    if deadline is not None:
        solver.parameters.max_time_in_seconds = max(deadline - time.monotonic(), 0.0)
    is_unique = solver.solve(model.other_than(flow), stopper) == cp_model.INFEASIBLE
    return Solution(flow, Status.OPTIMAL, "proved", tuple(bounds), is_unique, salt)


def _better(problem: Problem, flow: Ints, other: Ints | None) -> Ints:
    """The choice with the smaller objective vector, the first one among equals."""
    return flow if other is None or problem.values(flow) <= problem.values(other) else other


def _ended(problem: Problem, flow: Ints | None, status: Status, detail: str, bounds: list[int | None]) -> Solution:
    """A search cut short: tiers not reached have no bound."""
    rest = (None,) * (len(problem.tiers) - len(bounds))
    if flow is None:
        flow = np.zeros(len(problem.pairs), dtype=np.int64)
    return Solution(flow, status, detail, (*bounds, *rest), False, "")


class _Stopper(cp_model.CpSolverSolutionCallback):
    """Stops the search at the next solution once a stop is asked for."""

    def __init__(self, should_stop: Callable[[], bool] | None) -> None:
        super().__init__()
        self.should_stop = should_stop

    def on_solution_callback(self) -> None:
        if self.should_stop is not None and self.should_stop():
            self.stop_search()


@dataclass
class _Sum:
    """A weighted sum of variables, collected bit by bit."""

    variables: list[cp_model.IntVar]
    coefficients: list[int]
    offset: int

    @property
    def expression(self) -> cp_model.LinearExprT:
        """The sum as CP-SAT reads it, without the offset."""
        return cp_model.LinearExpr.weighted_sum(self.variables, self.coefficients)


class _Model:
    """Variables and rows of a Problem."""

    def __init__(self, problem: Problem, least: Ints | None, most: Ints | None) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        lower = np.zeros(len(problem.pairs), dtype=np.int64) if least is None else least
        upper = problem.capacity if most is None else np.minimum(most, problem.capacity)
        self.moves = [
            self.model.new_int_var(int(low), int(high), f"x{number}")
            for number, (low, high) in enumerate(zip(lower.tolist(), upper.tolist(), strict=True))
        ]
        for limit in problem.limits.values():
            self._rows(limit)

    def _rows(self, limit: Limit) -> None:
        members, bounds = limit.members, limit.bounds
        for subject, chosen in _groups(members.subject):
            self.model.add_linear_constraint(
                cp_model.LinearExpr.weighted_sum(
                    [self.moves[move] for move in members.move[chosen].tolist()], members.coefficient[chosen].tolist()
                ),
                int(bounds.lower[subject]),
                int(bounds.upper[subject]),
            )

    def expression(self, terms: Terms) -> _Sum:
        """A tier's value as a weighted sum; curves add steps and a row per subject."""
        total = _Sum([], [], terms.base)
        if terms.cost is not None:
            priced = np.flatnonzero(terms.cost)
            total.variables += [self.moves[move] for move in priced.tolist()]
            total.coefficients += terms.cost[priced].tolist()
        if terms.curve is not None:
            self._curve(terms.curve, total)
        return total

    def _curve(self, curve: Curve, total: _Sum) -> None:
        """Add the steps of every subject that candidate pairs touch; convexity fills them in order."""
        pairs = self.problem.pairs
        reopening = np.flatnonzero(pairs.reopens)
        move = np.concatenate([np.arange(len(pairs)), reopening])
        subject = np.concatenate([pairs.filled(curve.level), pairs.emptied(curve.level)])
        sign = np.repeat(np.array([1, -1]), [len(pairs), len(reopening)])
        segments = dict(_groups(curve.subject))
        for touched, chosen in _groups(subject):
            if touched not in segments:
                continue
            steps = []
            for segment in segments[touched].tolist():
                above, upto, marginal = (int(part[segment]) for part in (curve.above, curve.upto, curve.marginal))
                step = self.model.new_int_var(0, upto - above, "")
                steps.append(step)
                total.variables.append(step)
                total.coefficients.append(marginal)
                # Values are told from a net count of zero.
                total.offset -= marginal * max(min(0, upto) - above, 0)
            net = [self.moves[row] for row in move[chosen].tolist()]
            lowest = int(curve.above[segments[touched]].min())
            self.model.add_linear_constraint(
                cp_model.LinearExpr.weighted_sum([*net, *steps], [*sign[chosen].tolist(), *[-1] * len(steps)]),
                lowest,
                lowest,
            )

    def lot(self, salt: str) -> _Sum:
        """The recorded lot."""
        pairs = self.problem.pairs
        ids, codes = pairs.dataset.employees["id"].tolist(), pairs.dataset.posts["code"].tolist()
        forms = pairs.form_names()
        numbers = lots(
            salt,
            (
                (ids[person], codes[post], form, "reopens" if reopens else "")
                for person, post, form, reopens in zip(
                    pairs.employee.tolist(), pairs.post.tolist(), forms, pairs.reopens.tolist(), strict=True
                )
            ),
        )
        return _Sum(self.moves, numbers.tolist(), 0)

    def at_most(self, total: _Sum, value: int) -> None:
        """Keep a sum, its offset left out, from rising above a value."""
        self.model.add_linear_constraint(total.expression, cp_model.INT_MIN, value)

    def hint(self, flow: Ints) -> None:
        """Start the next search from a choice."""
        self.model.proto.clear_solution_hint()
        for variable, value in zip(self.moves, flow.tolist(), strict=True):
            self.model.add_hint(variable, value)

    def other_than(self, flow: Ints) -> cp_model.CpModel:
        """The model asking for any choice that differs from this one, whatever its cost."""
        other = self.model.clone()
        other.minimize(0)
        differences = []
        for variable, value in zip(self.moves, flow.tolist(), strict=True):
            for low, high in ((value + 1, cp_model.INT_MAX), (cp_model.INT_MIN, value - 1)):
                differs = other.new_bool_var("")
                other.add_linear_constraint(variable, low, high).only_enforce_if(differs)
                differences.append(differs)
        other.add_bool_or(differences)
        return other

    def flow(self, solver: cp_model.CpSolver) -> Ints:
        """The choice the solver found."""
        return np.array([solver.value(variable) for variable in self.moves], dtype=np.int64)


def _groups(subject: Rows) -> list[tuple[int, Rows]]:
    """Positions of the members of every subject."""
    order = np.argsort(subject, kind="stable")
    subjects, first = np.unique(subject[order], return_index=True)
    return list(zip(subjects.tolist(), np.split(order, first[1:]), strict=True)) if len(subjects) else []
