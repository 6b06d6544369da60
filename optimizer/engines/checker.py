"""An independent reading of the proof: original arcs, integers, nothing of the solver."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

LARGEST = 2**61
"""Beyond it the sum of a cost and two potentials might wrap around in 64 bits, and prove anything."""


def is_optimal(
    nodes: int,
    tail: NDArray[np.intp],
    head: NDArray[np.intp],
    capacity: Ints,
    stage_costs: Sequence[Ints],
    stage_potentials: Sequence[Ints],
    flow: Ints,
) -> bool:
    """Whether a flow is a lexicographically cheapest circulation, by complementary slackness.

    The flow must keep within capacities and be conserved at every node. No cost and no
    potential may be so large that 64 bits overflow (:data:`LARGEST`). The reduced costs of
    an arc, one per stage, form a tuple; it must be lexicographically >= 0 where the flow
    could grow and <= 0 where it could shrink. Then no cycle of changes lowers any stage
    without raising an earlier one.

    >>> import numpy as np
    >>> tail, head = np.array([0, 1, 0]), np.array([1, 0, 1])
    >>> costs, potentials = [np.array([-3, 1, -2])], [np.array([0, -2])]
    >>> is_optimal(2, tail, head, np.array([1, 2, 5]), costs, potentials, np.array([1, 2, 1]))
    True
    >>> is_optimal(2, tail, head, np.array([1, 2, 5]), costs, potentials, np.array([1, 1, 0]))
    False
    """
    if len(stage_costs) != len(stage_potentials):
        return False
    if any(((part > LARGEST) | (part < -LARGEST)).any() for part in (*stage_costs, *stage_potentials)):
        return False
    if ((flow < 0) | (flow > capacity)).any():
        return False
    balance = np.zeros(nodes, dtype=np.int64)
    np.add.at(balance, head, flow)
    np.subtract.at(balance, tail, flow)
    if balance.any():
        return False
    sign = np.zeros(len(tail), dtype=np.int8)
    for cost, potential in zip(stage_costs, stage_potentials, strict=True):
        reduced = np.sign(cost + potential[tail] - potential[head]).astype(np.int8)
        sign = np.where(sign == 0, reduced, sign)
    may_grow, may_shrink = flow < capacity, flow > 0
    return bool((sign[may_grow] >= 0).all() and (sign[may_shrink] <= 0).all())
