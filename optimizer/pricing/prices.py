"""What a certificate says any move costs, whether it was compiled or not.

The certificate holds a potential per node and stage: what a person is worth elsewhere, what a
seat is; and a multiplier per side row. A move from node a to node b costs its tiers, weighed, +
what the rows that count it ask + potential of a - potential of b: one number per stage,
compared lexicographically with nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.arrays import Indices, Ints
from optimizer.facts import Facts
from optimizer.lot import mixed, words
from optimizer.plan import LOT, Certificate, Plan
from optimizer.policy import Form
from optimizer.pricing.fills import further_fill
from optimizer.pricing.surcharges import Surcharges, surcharges_of
from optimizer.rules import Pairs, objective_by_id, objectives_of
from optimizer.rules.unmet_demands import UNMET_DEMANDS

LARGEST = 2**61
"""Beyond it the sum of a cost and two potentials might wrap around in 64 bits."""


def is_readable(certificate: Certificate, facts: Facts) -> bool:
    """Whether the stages are the plan's tiers, each weighed, and then the lot, all with one number per node and row."""
    tiers = [tier for stage in certificate.stages[:-1] for tier in stage]
    claims = (certificate.weights, certificate.potentials, certificate.multipliers, (certificate.scales,))
    numbers = (number for claim in claims for part in claim for number in part)
    return (
        len(certificate.nodes) > 0
        and all(certificate.stages)
        and certificate.stages[-1:] == ((LOT,),)
        and tiers == [objective.id for objective in objectives_of(facts)]
        and [len(stage) for stage in certificate.stages] == [len(weights) for weights in certificate.weights]
        and len(certificate.potentials) == len(certificate.stages)
        and all(len(values) == len(certificate.nodes) for values in certificate.potentials)
        and len(certificate.multipliers) == len(certificate.stages) == len(certificate.scales)
        and all(len(values) == len(certificate.rows) for values in certificate.multipliers)
        and all(factor for _, _, factor in certificate.rows)
        and min(certificate.scales) > 0
        and max(map(abs, numbers), default=0) <= LARGEST
    )


@dataclass(frozen=True)
class Priced:
    """The sign of every move's price; ``is_known`` where the certificate has both its nodes."""

    sign: NDArray[np.int8]
    is_known: NDArray[np.bool_]


@dataclass(frozen=True)
class Prices:
    """A certificate read for the rows of a dataset's tables; node -1 is one that it does not have.

    ``potential`` has one row per stage and one column per node.
    """

    certificate: Certificate
    salt: str
    person: Indices
    mover: Indices
    post: Indices
    for_good: Indices
    unit: Indices
    potential: Ints
    surcharges: tuple[Surcharges, ...]

    @classmethod
    def of(cls, certificate: Certificate, salt: str, facts: Facts) -> Prices:
        """Look nodes and rows up by their names. Raises KeyError for a row of a limit or subject that there is not."""
        index = pd.Index(certificate.nodes, dtype=object)

        def nodes(kind: str, codes: pd.Series) -> Indices:
            return index.get_indexer(pd.Index([f"{kind} {code}" for code in codes], dtype=object))

        ids, codes = facts.dataset.employees["id"], facts.dataset.posts["code"]
        return cls(
            certificate,
            salt,
            nodes("person", ids),
            nodes("mover", ids),
            nodes("post", codes),
            nodes("for good", codes),
            nodes("unit", facts.dataset.units["code"]),
            np.array(certificate.potentials, dtype=np.int64),
            surcharges_of(certificate, facts),
        )

    def of_moves(self, pairs: Pairs, *, dear: bool) -> Priced:
        """Price many moves: the sign of the first of a move's costs that is not zero.

        What a demand is worth is a price of the move, lies on its way or is a row, as the compiler
        chose: if ``dear``, a move is priced as high as that allows.
        """
        for_good = self.for_good[pairs.post]
        end = np.where(pairs.has_form(Form.SECONDMENT) | (for_good < 0), self.post[pairs.post], for_good)
        return self._priced(pairs, end, lambda tier: _cost(tier, pairs, dear))

    def of_fills(self, pairs: Pairs, plan: Plan) -> Priced:
        """Price moves into free seats: up to the unit's node, with what one more fill costs on the way."""
        end = self.unit[pairs.receiver]
        return self._priced(pairs, end, lambda tier: _cost(tier, pairs, True) + further_fill(tier, plan, pairs))

    def _priced(self, pairs: Pairs, end: Indices, cost_of: Callable[[str], Ints]) -> Priced:
        start = np.where(pairs.reopens, self.mover[pairs.employee], self.person[pairs.employee])
        sign = np.zeros(len(pairs), dtype=np.int8)
        claims = zip(self.certificate.stages, self.certificate.weights, self.certificate.scales, strict=True)
        for stage, (tiers, weights, scale) in enumerate(claims):
            is_lot = tiers == (LOT,)
            costs = [_lots(self.salt, pairs, np.flatnonzero(sign == 0))] if is_lot else map(cost_of, tiers)
            cost = _weighed(list(costs), [weight * scale for weight in weights])
            for surcharge in self.surcharges:
                cost = cost + surcharge.on(pairs, stage)
            price = cost + self.potential[stage][start] - self.potential[stage][end]
            sign = np.where(sign == 0, (price > 0).astype(np.int8) - (price < 0), sign)
        return Priced(sign, (start >= 0) & (end >= 0))


def _cost(tier: str, pairs: Pairs, dear: bool) -> Ints:
    """What a tier asks for every move, beside its curves and side rows."""
    terms = objective_by_id(tier).terms(pairs)
    cost = np.zeros(len(pairs), dtype=np.int64) if terms.cost is None else terms.cost.copy()
    for shortfall in terms.shortfalls if tier == UNMET_DEMANDS else ():
        worth = shortfall.members.coefficient
        np.add.at(cost, shortfall.members.move, np.maximum(-worth, 0) if dear else np.minimum(-worth, 0))
    return cost


def _weighed(costs: Sequence[Ints], weights: Sequence[int]) -> NDArray[Any]:
    """Sum of weight x cost, in Python's integers where 64 bits might not hold it."""
    reach = sum(abs(weight) * int(np.abs(cost).max(initial=0)) for cost, weight in zip(costs, weights, strict=True))
    total: NDArray[Any] = np.zeros(len(costs[0]), dtype=np.int64 if reach <= LARGEST else object)
    for cost, weight in zip(costs, weights, strict=True):
        total = total + cost.astype(total.dtype) * weight
    return total


def _lots(salt: str, pairs: Pairs, rows: Indices) -> Ints:
    """The lot of some moves, 0 for the others."""
    some = Pairs(pairs.facts, pairs.employee[rows], pairs.post[rows], pairs.form[rows], pairs.reopens[rows])
    reopening = np.where(some.reopens, " reopens", "").tolist()
    kinds = (form + reopens for form, reopens in zip(some.form_names(), reopening, strict=True))
    lots = np.zeros(len(pairs), dtype=np.int64)
    lots[rows] = mixed(words(salt, some.of_employee("id")), words(salt, some.of_post("code")), words(salt, kinds))
    return lots
