"""An independent reading of the proof: original arcs, integers, nothing of the solver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from optimizer.arrays import Indices, Ints

LARGEST = 2**61
"""Beyond it the sum of a cost and two potentials might wrap around in 64 bits, and prove anything."""


@dataclass(frozen=True)
class Stage:
    """A stage's claim: costs and potentials of the arcs, multipliers of the rows.

    ``potential`` and ``multipliers`` are in ``scale``-ths of a unit of cost.
    """

    cost: Ints
    potential: Ints
    multipliers: Ints
    scale: int


def is_optimal(
    nodes: int,
    tail: Indices,
    head: Indices,
    capacity: Ints,
    rows: csr_array,
    upper: Ints,
    stages: Sequence[Stage],
    flow: Ints,
) -> bool:
    """Whether a flow is a lexicographically cheapest circulation within rows, by complementary slackness.

    The flow must keep within capacities and be conserved at every node; ``rows @ flow`` must
    stay within ``upper``. The reduced costs of an arc, one per stage, form a tuple; it must be
    lexicographically >= 0 where the flow could grow and <= 0 where it could shrink. The slack
    of a row is held to the same: its reduced costs are the multipliers. Then no change lowers
    any stage without raising an earlier one. No figure may be so large that 64 bits overflow
    (:data:`LARGEST`).

    >>> import numpy as np
    >>> from scipy.sparse import csr_array
    >>> tail, head, nothing = np.array([0, 1, 0]), np.array([1, 0, 1]), np.empty(0, dtype=np.int64)
    >>> stage = Stage(np.array([-3, 1, -2]), np.array([0, -2]), nothing, 1)
    >>> without = csr_array((0, 3), dtype=np.int64), nothing
    >>> is_optimal(2, tail, head, np.array([1, 2, 5]), *without, [stage], np.array([1, 2, 1]))
    True
    >>> is_optimal(2, tail, head, np.array([1, 2, 5]), *without, [stage], np.array([1, 1, 0]))
    False
    """
    if ((flow < 0) | (flow > capacity)).any():
        return False
    balance = np.zeros(nodes, dtype=np.int64)
    np.add.at(balance, head, flow)
    np.subtract.at(balance, tail, flow)
    excess = rows @ flow - upper
    if balance.any() or (excess > 0).any():
        return False
    arc_sign, slack_sign = np.zeros(len(tail), dtype=np.int8), np.zeros(len(upper), dtype=np.int8)
    for stage in stages:
        if not _fits(stage, rows):
            return False
        cost = stage.cost * stage.scale + rows.T @ stage.multipliers
        arc_sign = _first(arc_sign, cost + stage.potential[tail] - stage.potential[head])
        slack_sign = _first(slack_sign, stage.multipliers)
    return bool(
        (arc_sign[flow < capacity] >= 0).all()
        and (arc_sign[flow > 0] <= 0).all()
        and (slack_sign >= 0).all()
        and (slack_sign[excess < 0] <= 0).all()
    )


def _first(sign: NDArray[np.int8], reduced: Ints) -> NDArray[np.int8]:
    """The sign of the first stage that is not zero."""
    return np.where(sign == 0, np.sign(reduced).astype(np.int8), sign)


def _fits(stage: Stage, rows: csr_array) -> bool:
    """Whether no sum that the check needs can leave 64 bits."""
    if not 0 < stage.scale <= LARGEST:
        return False
    parts = (stage.potential, stage.multipliers)
    if any(((part > LARGEST) | (part < -LARGEST)).any() for part in parts):
        return False
    # In floats, whose error is far below the margin left by LARGEST.
    scale = float(stage.scale)
    sizes = csr_array((np.abs(rows.data).astype(np.float64), rows.indices, rows.indptr), shape=rows.shape)
    priced = np.abs(stage.cost).astype(np.float64) * scale
    priced += sizes.T @ np.abs(stage.multipliers).astype(np.float64)
    return bool((priced <= LARGEST).all())
