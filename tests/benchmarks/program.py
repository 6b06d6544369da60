"""The integer program that every peer solves: numbers only, so that any process can read it.

This module and the HiGHS peer must not import ``optimizer``: highspy and ortools cannot be
loaded in one process.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Ints = NDArray[np.int64]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Program:
    """Choose whole numbers 0 <= x <= capacity on m arcs, the sum of cost x number least.

    Flow is conserved at each of ``nodes`` nodes. The arcs from ``first_pair`` on move people;
    k side rows bound weighted sums of them: ``row``, ``pair`` and ``coefficient`` list the
    members, ``upper`` the bounds. ``cost`` is the weighted sum of the upper tiers;
    ``seat_cost`` is the same for every circulation, with what a seat is worth on the one arc
    out of its post instead of on all arcs into it: smaller sums, by which solvers on floating
    point gain most. ``best`` is an optimum found before, to be given as a hint.
    """

    nodes: int
    first_pair: int
    tail: Rows
    head: Rows
    capacity: Ints
    cost: Ints
    row: Rows
    pair: Rows
    coefficient: Ints
    upper: Ints
    best: Ints

    @property
    def seat_cost(self) -> Ints:
        """The cost with the worth of seats on the arcs out of their posts."""
        dearest = np.iinfo(np.int64).max
        potential = np.full(self.nodes, dearest)
        np.minimum.at(potential, self.head[self.first_pair :], self.cost[self.first_pair :])
        potential[potential == dearest] = 0
        cost: Ints = self.cost + potential[self.tail] - potential[self.head]
        return cost

    @property
    def matrix(self) -> sparse.csc_matrix:
        """Shape (nodes + side rows, arcs): what leaves less what enters every node, then the side rows."""
        arcs = np.arange(len(self.tail))
        ones = np.ones(len(arcs), dtype=np.int64)
        data = np.concatenate([ones, -ones, self.coefficient])
        row = np.concatenate([self.tail, self.head, self.nodes + self.row])
        column = np.concatenate([arcs, arcs, self.first_pair + self.pair])
        return sparse.csc_matrix((data, (row, column)), shape=(self.nodes + len(self.upper), len(arcs)))

    @property
    def row_lower(self) -> NDArray[np.float64]:
        """Lower bounds of the matrix's rows."""
        return np.concatenate([np.zeros(self.nodes), np.full(len(self.upper), -np.inf)])

    @property
    def row_upper(self) -> NDArray[np.float64]:
        """Upper bounds of the matrix's rows."""
        return np.concatenate([np.zeros(self.nodes), self.upper.astype(np.float64)])

    def is_feasible(self, flow: Ints) -> bool:
        """Whether a flow keeps capacities, conservation and side rows, in whole numbers."""
        activity = self.matrix @ flow
        kept = (activity[: self.nodes] == 0).all() and (activity[self.nodes :] <= self.upper).all()
        return bool(kept and (flow >= 0).all() and (flow <= self.capacity).all())

    def side_rows_exceeded(self, flow: Ints) -> int:
        """How many side rows a flow breaks."""
        activity = (self.matrix @ flow)[self.nodes :]
        return int((activity > self.upper).sum())

    def save(self, path: Path) -> None:
        """Write all arrays to one file."""
        np.savez(path, **asdict(self))

    @classmethod
    def load(cls, path: Path) -> Program:
        """Read what :meth:`save` wrote."""
        with np.load(path) as stored:
            values: dict[str, Any] = {part.name: stored[part.name] for part in fields(cls)}
        return cls(**{**values, "nodes": int(values["nodes"]), "first_pair": int(values["first_pair"])})


@dataclass(frozen=True)
class Answer:
    """What a peer says.

    ``status`` is optimal, feasible (a flow without proof), bound (an optimum of the linear
    relaxation that is not whole), nothing, or the solver's own word for a failure. ``flow`` is
    empty without one; ``bound`` is what no flow's cost is below. ``seconds`` runs from the
    model in the solver's own form to its answer, ``load_seconds`` is the time before that.
    """

    status: str
    flow: Ints
    bound: float
    seconds: float
    load_seconds: float
    settings: str
    memory_mb: float = 0.0

    def save(self, path: Path) -> None:
        """Write it to one file."""
        np.savez(path, **asdict(self))

    @classmethod
    def load(cls, path: Path) -> Answer:
        """Read what :meth:`save` wrote."""
        with np.load(path) as stored:
            values: dict[str, Any] = {part.name: stored[part.name] for part in fields(cls)}
        return cls(**{name: value if name == "flow" else value.item() for name, value in values.items()})


NO_FLOW: Ints = np.empty(0, dtype=np.int64)
