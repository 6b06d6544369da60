"""What an engine answers: a choice of moves, and what is proved about it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.plan import Status

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Potentials:
    """Node potentials of one stage; ``tiers`` are the tiers solved together, () for the lot."""

    tiers: tuple[int, ...]
    values: Ints


@dataclass(frozen=True)
class Proof:
    """What the independent checker needs: the flow of every arc and the potentials of every stage.

    ``nodes`` names the network's nodes in the order of the potentials.
    """

    nodes: tuple[str, ...]
    flow: Ints
    potentials: tuple[Potentials, ...]


@dataclass(frozen=True)
class Solution:
    """``flow[j]`` people take candidate pair j.

    ``bounds`` holds a proved lower bound per tier, None where nothing is proved. ``detail``
    says in a code how the search ended.
    """

    flow: Ints
    status: Status
    detail: str
    bounds: tuple[int | None, ...]
    is_unique: bool
    salt: str
    proof: Proof | None = None
