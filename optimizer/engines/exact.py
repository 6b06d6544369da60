"""The core: the few arcs on which a better plan could differ, solved in whole numbers by CP-SAT."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model
from scipy.sparse import csr_array

from optimizer.arrays import Ints, Mask
from optimizer.engines.checker import LARGEST
from optimizer.engines.circulation import Arcs, SolverError
from optimizer.engines.cp_sat import proved_bound
from optimizer.engines.lagrangian import Centre, dot
from optimizer.engines.rows import Face


@dataclass(frozen=True)
class Core:
    """The answer of a core: the best plan found and a proved lower bound of the gap of all within it."""

    flow: Ints
    least_gap: int


def solve_core(centre: Centre, plan: Ints, effort: float) -> Core:
    """The plan nearest to the bound among those that differ from the centre's flow on its free arcs only.

    ``effort`` is in units of CP-SAT's deterministic time, each about a second of a quiet machine.

    ``plan`` is one already known, to start from; it is returned if no other is found with this effort, or
    if the figures are too large to be searched in 64 bits.

    Raises SolverError if the model is refused, or no plan keeps the rows.
    """
    if not _is_in_range(centre):
        return Core(plan, 0)
    model = _Model(centre)
    model.hint(plan)
    solver = _solver(effort)
    status = solver.solve(model.model)
    if status == cp_model.OPTIMAL:
        flow = model.flow(solver)
        return Core(flow, centre.gap(flow))
    if status == cp_model.FEASIBLE:
        return Core(model.flow(solver), max(proved_bound(solver, model.offset), 0))
    if status == cp_model.UNKNOWN:
        return Core(plan, 0)
    raise SolverError(solver.status_name(status))


def is_only(arcs: Arcs, face: Face, is_move: Mask, effort: float) -> bool:
    """Whether every plan of a face that keeps the rows makes the same moves as its flow; False if that is not told.

    It is not when the effort is spent, or where figures are too large to be searched in 64 bits.
    """
    nothing, none = np.zeros(len(arcs.tail), dtype=np.int64), np.zeros(len(face.rows), dtype=np.int64)
    centre = Centre(arcs, face.rows, 1, face.free, nothing, face.flow, none, 0)
    if not _is_in_range(centre):
        return False
    model = _Model(centre)
    model.differ(face.flow, is_move)
    return bool(_solver(effort).solve(model.model) == cp_model.INFEASIBLE)


def _is_in_range(centre: Centre) -> bool:
    """Whether every sum of a model stays within what CP-SAT accepts, told in floats, which do not overflow."""
    free = centre.free
    most = centre.arcs.capacity[free].astype(np.float64)
    rows = abs(centre.rows.matrix[:, free].astype(np.float64)) @ most
    rows += np.abs(centre.rows.excess(np.where(free, 0, centre.flow)).astype(np.float64))
    cost = np.abs(centre.cost[free]).astype(np.float64) @ most
    cost += np.abs(centre.multipliers).astype(np.float64) @ rows
    return bool(max(cost, rows.max(initial=0.0)) < 2 * LARGEST)


def _solver(effort: float) -> cp_model.CpSolver:
    """One worker and its own measure of time, so that the answer is the same in every run, however busy the machine."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = effort
    # Rows of a network: the linear relaxation is tight, probing and symmetry cost more than they save.
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    # A gap told in floats is zero too early where values are beyond 2**53; without this limit it is told in integers.
    solver.parameters.absolute_gap_limit = 0.0
    return solver


class _Model:
    """Variables for the free arcs, conservation at the nodes they touch, and the rows."""

    def __init__(self, centre: Centre) -> None:
        self.centre, free = centre, centre.free
        self.model = cp_model.CpModel()
        self.free = np.flatnonzero(free)
        self.variables = [
            self.model.new_int_var(0, capacity, "") for capacity in centre.arcs.capacity[self.free].tolist()
        ]
        fixed = np.where(free, 0, centre.flow)
        self._conserve(fixed)
        costs = [*centre.cost[self.free].tolist()]
        terms = [*self.variables]
        self.offset = -dot(centre.cost[self.free], centre.flow[self.free])
        rows, used = centre.rows, centre.rows.matrix[:, self.free]
        room = -rows.excess(fixed)
        most = centre.arcs.capacity[self.free]
        for row in range(len(rows)):
            at = slice(used.indptr[row], used.indptr[row + 1])
            moves, coefficients = [self.variables[arc] for arc in used.indices[at].tolist()], used.data[at].tolist()
            if not rows.is_tight[row]:
                least = int(np.minimum(used.data[at] * most[used.indices[at]], 0).sum())
                slack = self.model.new_int_var(0, max(int(room[row]) - least, 0), "")
                moves.append(slack)
                coefficients.append(1)
                terms.append(slack)
                costs.append(int(centre.multipliers[row]))
            self.model.add_linear_constraint(
                cp_model.LinearExpr.weighted_sum(moves, coefficients), int(room[row]), int(room[row])
            )
        self.model.minimize(cp_model.LinearExpr.weighted_sum(terms, costs) + self.offset)

    def _conserve(self, fixed: Ints) -> None:
        """What enters a node leaves it."""
        arcs, tail, head = self.centre.arcs, self.centre.arcs.tail[self.free], self.centre.arcs.head[self.free]
        balance = np.zeros(arcs.nodes, dtype=np.int64)
        np.add.at(balance, arcs.head, fixed)
        np.subtract.at(balance, arcs.tail, fixed)
        column = np.arange(len(self.free))
        signs = np.repeat(np.array([1, -1]), len(column))
        incidence = csr_array(
            (signs, (np.concatenate([head, tail]), np.tile(column, 2))), shape=(arcs.nodes, len(column))
        )
        for node in np.flatnonzero(np.diff(incidence.indptr)).tolist():
            at = slice(incidence.indptr[node], incidence.indptr[node + 1])
            flows = [self.variables[arc] for arc in incidence.indices[at].tolist()]
            missing = -int(balance[node])
            self.model.add_linear_constraint(
                cp_model.LinearExpr.weighted_sum(flows, incidence.data[at].tolist()), missing, missing
            )

    def hint(self, flow: Ints) -> None:
        """Start from a flow."""
        for variable, value in zip(self.variables, flow[self.free].tolist(), strict=True):
            self.model.add_hint(variable, value)

    def differ(self, flow: Ints, is_move: Mask) -> None:
        """Ask for any plan whose moves differ from those of ``flow``, whatever it costs."""
        self.model.proto.clear_objective()
        differences = []
        for arc, variable in zip(self.free.tolist(), self.variables, strict=True):
            if is_move[arc]:
                for low, high in ((int(flow[arc]) + 1, cp_model.INT_MAX), (cp_model.INT_MIN, int(flow[arc]) - 1)):
                    differs = self.model.new_bool_var("")
                    self.model.add_linear_constraint(variable, low, high).only_enforce_if(differs)
                    differences.append(differs)
        self.model.add_bool_or(differences)

    def flow(self, solver: cp_model.CpSolver) -> Ints:
        """The flow the solver found."""
        flow = self.centre.flow.copy()
        flow[self.free] = [solver.value(variable) for variable in self.variables]
        return flow
