"""The plan and what is said about it: moves, vacant seats, proof, provenance.

Nothing here depends on how a plan was found: one made by hand has the same type.
Timings are kept out, so that the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from optimizer.domain import SenderKind
from optimizer.policy import Form


@dataclass(frozen=True, order=True)
class Move:
    """One person (or ``count`` people of an anonymous group) going to one post.

    ``burden_minutes`` is what the move adds to the person's daily burden, one way.
    """

    employee: str
    to_post: str
    form: Form
    sender_kind: SenderKind
    from_unit: str
    from_post: str
    to_unit: str
    field: str
    start: date
    end: date | None
    km: float | None
    minutes: int
    distance_source: str
    cost_vnd: int
    payer: str
    legal_basis: str
    fit: float
    volunteer: bool
    count: int = 1


class VacancyCause(StrEnum):
    """Why a seat stays vacant."""

    NO_CANDIDATE = "no_candidate"
    RECEIVER_FULL = "receiver_full"
    STARVED = "starved"
    OUTBID = "outbid"


@dataclass(frozen=True, order=True)
class VacantSeats:
    """Seats of a post that the plan leaves vacant, and why.

    ``candidates`` counts the people whom no rule keeps from the post.
    """

    post: str
    unit: str
    field: str
    seats: int
    cause: VacancyCause
    candidates: int


class Status(StrEnum):
    """How a search ended. ``FEASIBLE`` is a plan without proof, never called optimal."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True)
class TierValue:
    """One component of the objective vector, lower is better, in the tier's own unit.

    ``bound`` is a proved lower bound of the tier given the values above it; None when
    nothing is proved. A tier is optimal when bound and value are equal.
    """

    tier: str
    unit: str
    value: int
    bound: int | None

    @property
    def is_proved(self) -> bool:
        """Whether no plan with the same values above has a lower value here."""
        return self.bound == self.value


@dataclass(frozen=True)
class Termination:
    """How and why the search ended. ``detail`` is a code of :mod:`optimizer.text`."""

    status: Status
    detail: str
    is_unique: bool = False


@dataclass(frozen=True)
class Certificate:
    """What an independent checker needs to confirm optimality.

    ``stages`` names the tiers solved together, the lot last; ``nodes`` the network's nodes;
    ``potentials`` holds one integer per node for every stage. ``arcs`` and ``flow`` give the
    network's arcs that carry somebody, and how many people.
    """

    stages: tuple[tuple[str, ...], ...]
    nodes: tuple[str, ...]
    potentials: tuple[tuple[int, ...], ...]
    arcs: tuple[int, ...]
    flow: tuple[int, ...]


class ProofCheck(StrEnum):
    """What the independent checker says of a plan's proof."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    ABSENT = "absent"


@dataclass(frozen=True)
class Provenance:
    """Where a plan comes from: hashes, versions, the day, the salt of the lot."""

    dataset_sha256: str
    policy_sha256: str
    version: str
    engine: str
    as_of: date
    lot_salt: str
    tiers: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A proposal of moves with everything that is proved about it."""

    moves: tuple[Move, ...]
    unfilled: tuple[VacantSeats, ...]
    objective: tuple[TierValue, ...]
    termination: Termination
    provenance: Provenance
    certificate: Certificate | None = None

    @property
    def has_proof(self) -> bool:
        """Whether every tier is proved optimal."""
        return self.termination.status is Status.OPTIMAL and all(tier.is_proved for tier in self.objective)

    @property
    def values(self) -> Mapping[str, int]:
        """The objective vector by tier."""
        return {tier.tier: tier.value for tier in self.objective}
