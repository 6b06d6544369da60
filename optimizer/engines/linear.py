"""What a linear program among few arcs proposes: prices for the rows, and a plan.

Flows seen so far use few arcs. On these the rows are no trouble to a simplex method (HiGHS):
it tells what every row is worth, and mostly moves whole people too. It counts in floats, so
what it says is a proposal: prices are tried on the whole network and plans are counted, both
in integers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

from optimizer.arrays import Ints, Mask
from optimizer.engines.checker import LARGEST
from optimizer.engines.lagrangian import Centre

Floats = NDArray[np.float64]

DEAREST = 1e5
"""Costs are scaled down to this: the program decides to 1e-7 and is none the better for larger ones."""

WHOLE = 1e-6
"""People are whole to this."""

MOST_BRANCHES = 500
"""Nodes of the search for a plan of whole people, which only guides."""


@dataclass(frozen=True)
class Proposal:
    """Where multipliers should move, None if the program failed; a plan if it came out whole and keeps the rows."""

    step: Ints | None
    plan: Ints | None


def propose(centre: Centre, seen: Mask) -> Proposal:
    """Prices and perhaps a plan by the linear program among the arcs seen."""
    program = _Program(centre, seen)
    answer = linprog(
        program.cost,
        A_eq=program.matrix,
        b_eq=program.right,
        bounds=[(0.0, most) for most in program.most.tolist()],
        method="highs-ds",
    )
    if answer.x is None:
        return Proposal(None, None)
    plan = program.plan(answer.x)
    prices = -answer.eqlin.marginals[-len(centre.rows) :] / program.scale
    if not (np.abs(prices) < LARGEST).all():
        # Not a number, or none that means anything.
        return Proposal(None, plan)
    # Floats round large bounds: what a multiplier must not fall below is told in integers.
    step = np.maximum(np.round(prices).astype(np.int64), centre.rows.least() - centre.multipliers)
    return Proposal(step, plan)


def whole_plan(centre: Centre, seen: Mask) -> Ints | None:
    """A plan of whole people among the arcs seen, None if none is found soon."""
    program = _Program(centre, seen)
    answer = milp(
        program.cost,
        integrality=program.is_arc.astype(np.int64),
        bounds=Bounds(np.zeros(len(program.most)), program.most),
        constraints=LinearConstraint(program.matrix, program.right, program.right),
        options={"node_limit": MOST_BRANCHES, "mip_rel_gap": 0.0},
    )
    return None if answer.x is None else program.plan(answer.x)


class _Program:
    """Arcs seen and a slack per row, priced from the centre: conservation at the nodes, then the rows."""

    def __init__(self, centre: Centre, seen: Mask) -> None:
        self.centre = centre
        self.arcs = np.flatnonzero(seen & centre.free)
        arcs, rows, chosen = centre.arcs, centre.rows, self.arcs
        fixed = centre.flow.copy()
        fixed[chosen] = 0
        column = np.arange(len(chosen))
        ends = np.concatenate([arcs.head[chosen], arcs.tail[chosen]])
        signs = np.repeat([1.0, -1.0], len(chosen))
        shape = (arcs.nodes, len(chosen))
        # Both ends of a loop meet in one place and cancel.
        conserve = csr_array((signs, (ends, np.tile(column, 2))), shape=shape)
        touched = np.flatnonzero(np.diff(conserve.indptr))
        slacks, none = eye_array(len(rows)), csr_array((len(touched), len(rows)))
        self.matrix = vstack(
            [hstack([conserve[touched], none]), hstack([rows.matrix[:, chosen], slacks])], format="csr"
        ).astype(np.float64)
        self.right = np.concatenate([-arcs.balance(fixed)[touched], -rows.excess(fixed)]).astype(np.float64)
        self.most = np.concatenate([arcs.capacity[chosen], np.where(rows.is_tight, 0.0, np.inf)])
        self.is_arc = np.arange(len(self.most)) < len(chosen)
        cost = np.concatenate([centre.cost[chosen], centre.multipliers]).astype(np.float64)
        self.scale = min(DEAREST / max(float(np.abs(cost).max(initial=0.0)), 1.0), 1.0)
        self.cost: Floats = cost * self.scale

    def plan(self, values: Floats) -> Ints | None:
        """The flow of a solution, None if it is not whole or breaks a row."""
        carried = values[: len(self.arcs)]
        if (np.abs(carried - np.round(carried)) > WHOLE).any():
            return None
        flow = self.centre.flow.copy()
        flow[self.arcs] = np.round(carried).astype(np.int64)
        return flow if self.centre.arcs.conserves(flow) and self.centre.rows.are_kept(flow) else None
