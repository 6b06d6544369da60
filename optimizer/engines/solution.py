"""What an engine answers: a choice of moves, and what is proved about it."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.arrays import Ints
from optimizer.plan import Status


@dataclass(frozen=True)
class Potentials:
    """Node potentials of one stage; ``tiers`` are the tiers solved together, () for the lot.

    ``weights`` says by how much each tier counts in the stage; the lot counts once.
    ``multipliers`` price the side rows; they and ``values`` are in ``scale``-ths of a unit.
    """

    tiers: tuple[int, ...]
    values: Ints
    weights: tuple[int, ...]
    multipliers: Ints
    scale: int


@dataclass(frozen=True)
class Proof:
    """What the independent checker needs: the flow of every arc, the potentials and multipliers of every stage.

    ``nodes`` names the network's nodes in the order of the potentials, ``rows`` rule, subject
    and factor of the side rows in the order of the multipliers.
    """

    nodes: tuple[str, ...]
    rows: tuple[tuple[str, str, int], ...]
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
