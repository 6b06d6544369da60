"""The constraint model: any Problem with all its limits, solved by CP-SAT tier by tier.

It knows nothing of the network, so that it judges it: every limit is a linear row, every
curve a sum of steps. Exact, and slow on large Problems.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from optimizer.arrays import Indices, Ints
from optimizer.engines.circulation import SolverError
from optimizer.engines.lot import MoveKeys
from optimizer.engines.solution import Solution
from optimizer.plan import Status
from optimizer.problem.problem import Limit, Problem
from optimizer.rules.objective import Curve, Shortfall, Terms

POLL_SECONDS = 0.1


def solve_cp_sat(
    problem: Problem,
    *,
    hint: Ints | None = None,
    deadline: float | None = None,
    should_stop: Callable[[], bool] | None = None,
    workers: int = 1,
) -> Solution:
    """Minimise the tiers in order, then the lot.

    ``hint`` is a choice to start from, never given up for a worse one. ``deadline`` is a
    :func:`time.monotonic` time. With one worker the answer is the same in every run.
    """
    model = _Model(problem)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = 1
    # The rows are nearly a network: the linear relaxation is tight, probing and symmetry cost
    # more than they save (Bắc Ninh's first tier: proved in 18 s instead of not in 60 s).
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    # A gap told in floats is zero too early where values are beyond 2**53; without this limit it is told in integers.
    solver.parameters.absolute_gap_limit = 0.0
    # That nobody moves is always possible: what is demanded may be missed, at a cost.
    flow = np.zeros(len(problem.pairs), dtype=np.int64) if hint is None else hint
    bounds: list[int | None] = []
    salt = ""
    for tier, total in enumerate([*(model.expression(tier.terms) for tier in problem.tiers), model.lot(salt)]):
        model.hint(flow)
        model.model.minimize(total.expression)
        status = _solve(solver, model.model, deadline, should_stop)
        if status == cp_model.MODEL_INVALID:
            raise SolverError("MODEL_INVALID")
        if status == cp_model.INFEASIBLE:
            raise SolverError("INFEASIBLE, though nobody need move")
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            flow = _better(problem, model.flow(solver), flow)
        if status != cp_model.OPTIMAL:
            if status == cp_model.FEASIBLE and tier < len(problem.tiers):
                bounds.append(total.offset + proved_bound(solver))
            stopped = should_stop is not None and should_stop()
            ended = (Status.STOPPED, "stop_asked") if stopped else (Status.FEASIBLE, "time_limit")
            # Tiers not reached have no bound.
            rest = (None,) * (len(problem.tiers) - len(bounds))
            return Solution(flow, *ended, (*bounds, *rest), False, "")
        best = total.value(solver)
        if tier < len(problem.tiers):
            bounds.append(total.offset + best)
        model.at_most(total, best)
    is_unique = _solve(solver, model.other_than(flow), deadline, should_stop) == cp_model.INFEASIBLE
    return Solution(flow, Status.OPTIMAL, "proved", tuple(bounds), is_unique, salt)


def _solve(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    deadline: float | None,
    should_stop: Callable[[], bool] | None,
) -> cp_model.CpSolverStatus:
    """Solve; a thread beside it asks whether to stop, since the solver reports nothing while it searches."""
    if deadline is not None:
        solver.parameters.max_time_in_seconds = max(deadline - time.monotonic(), 0.0)
    if should_stop is not None and should_stop():
        return cp_model.UNKNOWN
    is_done = threading.Event()

    def watch() -> None:
        while should_stop is not None and not is_done.wait(POLL_SECONDS):
            if should_stop():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        return solver.solve(model)
    finally:
        is_done.set()
        watcher.join()


def proved_bound(solver: cp_model.CpSolver, offset: int = 0) -> int:
    """What the solver proved of its objective, which has an ``offset``, rounded up no further than its floats allow."""
    bound = solver.best_objective_bound
    return math.ceil(bound - 1e-6 - (abs(bound) + abs(offset)) * 2.0**-50)


def _better(problem: Problem, flow: Ints, other: Ints) -> Ints:
    """The choice with the smaller objective vector, the first one among equals."""
    return flow if problem.values(flow) <= problem.values(other) else other


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

    def value(self, solver: cp_model.CpSolver) -> int:
        """What the solver found, without the offset, in whole numbers: its own objective is a float."""
        pairs = zip(self.variables, self.coefficients, strict=True)
        return sum(coefficient * solver.value(variable) for variable, coefficient in pairs)


class _Model:
    """Variables and rows of a Problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.moves = [self.model.new_int_var(0, most, "") for most in problem.capacity.tolist()]
        for limit in problem.limits.values():
            self._rows(limit)

    def _rows(self, limit: Limit) -> None:
        members, bounds = limit.members, limit.bounds
        for subject, chosen in _groups(members.subject):
            self.model.add_linear_constraint(
                cp_model.LinearExpr.weighted_sum(
                    [self.moves[move] for move in members.move[chosen].tolist()], members.coefficient[chosen].tolist()
                ),
                # A demand, a lower bound above zero, is the business of the tier of unmet demands.
                int(bounds.lower[subject]) if bounds.lower[subject] <= 0 else cp_model.INT_MIN,
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
            if terms.is_bottleneck:
                self._worst(terms.curve, total)
        for shortfall in terms.shortfalls:
            self._shortfall(shortfall, total)
        return total

    def _shortfall(self, shortfall: Shortfall, total: _Sum) -> None:
        """Add what every demand misses: a variable that, with what is counted, reaches the lower bound."""
        members, counted = shortfall.members, dict(_groups(shortfall.members.subject))
        for subject, lower in enumerate(shortfall.lower.tolist()):
            chosen = counted.get(subject, np.empty(0, dtype=np.intp))
            coefficients = members.coefficient[chosen]
            # Departures of people who were counted may leave more missing than was demanded.
            away = int((coefficients * self.problem.capacity[members.move[chosen]])[coefficients < 0].sum())
            missing = self.model.new_int_var(0, lower - away, "")
            total.variables.append(missing)
            total.coefficients.append(1)
            moves = [self.moves[move] for move in members.move[chosen].tolist()]
            self.model.add_linear_constraint(
                cp_model.LinearExpr.weighted_sum([*moves, missing], [*coefficients.tolist(), 1]),
                lower,
                cp_model.INT_MAX,
            )

    def _worst(self, curve: Curve, total: _Sum) -> None:
        """Not the sum of the steps taken, but the dearest of those left; each step is a single fill."""
        untouched = ~np.isin(curve.subject, self.problem.pairs.filled(curve.level))
        left = int(-curve.marginal[untouched].min(initial=0))
        worst = self.model.new_int_var(left, int(-curve.marginal.min(initial=0)), "")
        for step, marginal in zip(total.variables, total.coefficients, strict=True):
            self.model.add(worst >= -marginal * (1 - step))
        total.variables, total.coefficients, total.offset = [worst], [1], 0

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
        numbers = MoveKeys.of(self.problem.pairs).lots(salt, np.ones(len(self.moves), dtype=bool))
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


def _groups(subject: Indices) -> list[tuple[int, Indices]]:
    """Positions of the members of every subject."""
    order = np.argsort(subject, kind="stable")
    subjects, first = np.unique(subject[order], return_index=True)
    return list(zip(subjects.tolist(), np.split(order, first[1:]), strict=True)) if len(subjects) else []
