"""The plan and what is said about it: moves, vacant seats, proof, provenance.

Nothing here depends on how a plan was found: one made by hand has the same type.
Timings are kept out, so that the same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from optimizer.domain import SenderKind
from optimizer.policy import Form, ParameterValue
from optimizer.text import Language


@dataclass(frozen=True, order=True)
class Move:
    """One person (or ``count`` people of an anonymous group) going to one post.

    ``km`` and ``minutes`` are one way. ``cost_vnd`` is what the move costs the budget in
    allowances over its term, for all its people together.
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

    @property
    def key(self) -> tuple[str, str, Form, int]:
        """What a move does, whatever is said of it: who goes to which post in which form, and how many people."""
        return self.employee, self.to_post, self.form, self.count


def moves_sha256(moves: Iterable[Move]) -> str:
    """Fingerprint of what moves do, in any order."""
    return hashlib.sha256(json.dumps(sorted(move.key for move in moves)).encode()).hexdigest()


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


@dataclass(frozen=True)
class RefusedMove:
    """A rule that refuses all moves of a form that an order names.

    ``vi`` and ``en`` hold what it says of the first of them, to ``post``. The legal bars are one
    rule, ``bar``, with one neutral sentence. ``form`` is None, and ``post`` empty, where the
    order names no move at all; ``rule`` is then a code of why.
    """

    rule: str
    form: Form | None
    post: str
    vi: str
    en: str

    def sentence(self, language: Language) -> str:
        """What the rule says, in a language."""
        return {"vi": self.vi, "en": self.en}[language]


@dataclass(frozen=True)
class FullLimit:
    """A limit, or another demand, that the plan would break by one more move that counts towards a demand.

    It stands in the way of ``moves`` of them; ``vi`` and ``en`` say what the nearest would come to.
    """

    rule: str
    moves: int
    vi: str
    en: str

    def sentence(self, language: Language) -> str:
        """What the nearest of them would come to, in a language."""
        return {"vi": self.vi, "en": self.en}[language]


@dataclass(frozen=True)
class UnmetDemand:
    """A lower bound, or an order to move, that the plan misses, and what stands in the way.

    ``candidates`` counts the people whom no rule keeps from a move that counts towards it and
    for which a seat is open; each counts once at most, so fewer than ``demanded`` never meet it.
    ``refusals`` are given for an order about one person whom no such move is open to. ``moves``
    counts those that no rule refuses, of people who do not count yet; unless the search was cut
    short, each of them would break one of ``limits``.
    """

    rule: str
    subject: str
    demanded: int
    reached: int
    candidates: int
    moves: int
    refusals: tuple[RefusedMove, ...] = ()
    limits: tuple[FullLimit, ...] = ()

    @property
    def missing(self) -> int:
        """By how much the demand would have to be lowered."""
        return self.demanded - self.reached


class Status(StrEnum):
    """How a search ended.

    ``FEASIBLE`` is a plan without proof, never called optimal. ``INFEASIBLE`` is proved too: no
    plan meets all demands, and this one misses them by the fewest people.
    """

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
    """How and why the search ended. ``detail`` is a code, worded in the section ``ended``."""

    status: Status
    detail: str
    is_unique: bool = False


LOT = "lot"
"""Stands for the lot among the stages of a certificate."""


@dataclass(frozen=True)
class Certificate:
    """What an independent checker needs to confirm optimality.

    ``stages`` names the tiers solved together, :data:`LOT` last; ``weights`` says by how much
    each of them counts in its stage; ``nodes`` the network's nodes; ``potentials`` holds one
    integer per node for every stage, ``multipliers`` one per side row of ``rows``, both in
    as many parts of a unit of cost as ``scales`` says. A row is named by its rule and subject;
    times its factor, negative for a lower bound, it is what the rule counts. ``arcs`` and ``flow``
    give the network's arcs that carry somebody, and how many people.
    """

    stages: tuple[tuple[str, ...], ...]
    weights: tuple[tuple[int, ...], ...]
    nodes: tuple[str, ...]
    potentials: tuple[tuple[int, ...], ...]
    rows: tuple[tuple[str, str, int], ...]
    multipliers: tuple[tuple[int, ...], ...]
    scales: tuple[int, ...]
    arcs: tuple[int, ...]
    flow: tuple[int, ...]


class ProofCheck(StrEnum):
    """What the independent checker says of a plan's proof."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    ABSENT = "absent"


@dataclass(frozen=True)
class Provenance:
    """Where a plan comes from: hashes, versions, the day, the salt of the lot.

    ``base_sha256`` is the hash of the moves of the plan it is compared with, empty without one.
    """

    dataset_sha256: str
    policy_sha256: str
    version: str
    engine: str
    as_of: date
    lot_salt: str
    tiers: tuple[str, ...]
    base_sha256: str = ""


@dataclass(frozen=True)
class Override:
    """Where the policy of a plan departs from hard law, and the reason it states.

    ``parameter`` is ``on`` for a rule that is switched off.
    """

    rule: str
    parameter: str
    default: ParameterValue
    value: ParameterValue
    reason: str


@dataclass(frozen=True)
class Plan:
    """A proposal of moves with everything that is proved about it.

    ``unmet`` lists the demands that it misses. If their sum is proved the smallest, it is a
    smallest relaxation; another plan may miss others by as many people. ``overrides`` list
    where its policy departs from hard law.
    """

    moves: tuple[Move, ...]
    unfilled: tuple[VacantSeats, ...]
    objective: tuple[TierValue, ...]
    termination: Termination
    provenance: Provenance
    certificate: Certificate | None = None
    unmet: tuple[UnmetDemand, ...] = ()
    overrides: tuple[Override, ...] = ()

    @property
    def has_proof(self) -> bool:
        """Whether every tier is proved optimal, that of unmet demands included."""
        has_ended = self.termination.status in (Status.OPTIMAL, Status.INFEASIBLE)
        return has_ended and all(tier.is_proved for tier in self.objective)

    @property
    def values(self) -> Mapping[str, int]:
        """The objective vector by tier."""
        return {tier.tier: tier.value for tier in self.objective}
