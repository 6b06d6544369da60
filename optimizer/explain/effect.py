"""What a change of a plan costs, tier by tier, and whom it moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Indices, Ints
from optimizer.explain.standing import Standing
from optimizer.policy import Form
from optimizer.rules import FORMS

Named = tuple[str, str, Form]
"""Employee id, post code and form of a move."""


@dataclass(frozen=True)
class Effect:
    """The best plan with a change, beside the plan as it stands.

    ``loss`` is by how much each tier gets worse, below zero where it gets better. If
    ``is_exact``, no plan with the change is better. Else limits that cross units are in the way and
    nothing was solved again: ``loss`` bounds it from below, in as many tiers as are given.
    ``gone`` and ``come`` are the moves that the best plan then makes no more, or makes besides.
    """

    loss: tuple[int, ...]
    is_exact: bool
    gone: tuple[Named, ...] = ()
    come: tuple[Named, ...] = ()

    @property
    def is_free(self) -> bool:
        """Whether the plan would be just as good."""
        return self.is_exact and not any(self.loss)


@dataclass(frozen=True)
class Change:
    """Arcs of a flow, each once, and by how much the flow on them changes."""

    arc: Indices
    by: Ints

    @classmethod
    def of(cls, arc: Indices, by: Ints) -> Change:
        """Changes of one arc are added up."""
        arcs, position = np.unique(arc, return_inverse=True)
        total = np.zeros(len(arcs), dtype=np.int64)
        np.add.at(total, position, by)
        return cls(arcs[total != 0], total[total != 0])

    @classmethod
    def between(cls, flow: Ints, other: Ints) -> Change:
        """What leads from one flow to another."""
        return cls.of(np.flatnonzero(flow != other), (other - flow)[flow != other])

    def on(self, arcs: Indices) -> Ints:
        """By how much the flow on some arcs changes."""
        known = np.isin(arcs, self.arc)
        return np.where(known, np.append(self.by, 0)[np.searchsorted(self.arc, arcs)], 0)


def effect_of(standing: Standing, change: Change) -> Effect:
    """The effect of a change that no other undercuts at the standing's prices.

    It is exact if the side rows let it pass, and leave no slack where slack has a price.
    """
    excess = standing.excess
    after = excess + standing.layout.rows.by_arc[change.arc].T @ change.by
    is_exact = not (after > 0).any() and not (after != excess)[standing.is_priced].any()
    values = tier_values(standing, change)
    told = values if is_exact else _bound(standing, change, values)
    gone, come = _moves(standing, change)
    return Effect(tuple(value - off for value, off in zip(told, standing.behind, strict=False)), is_exact, gone, come)


def solved_effect(standing: Standing, flow: Ints) -> Effect:
    """The effect of a change after which ``flow`` is best."""
    change = Change.between(standing.flow, flow)
    values = zip(tier_values(standing, change), standing.behind, strict=True)
    return Effect(tuple(value - off for value, off in values), True, *_moves(standing, change))


def tier_values(standing: Standing, change: Change) -> tuple[int, ...]:
    """By how much a change raises each tier."""
    network = standing.layout.network
    is_move = change.arc >= network.between
    arc, by = change.arc[~is_move], change.by[~is_move]
    pair, moved = change.arc[is_move] - network.between, change.by[is_move]
    return tuple(
        int(between[arc] @ by) + (0 if price is None else int(price[pair] @ moved))
        for between, price in zip(network.between_cost, network.pair_cost, strict=True)
    )


def _bound(standing: Standing, change: Change, values: tuple[int, ...]) -> tuple[int, ...]:
    """What is proved of a change that side rows do not let pass: the first tiers, at their prices.

    A stage without prices of rows is told by its tiers; of the first with prices only the first tier is told.
    """
    assert standing.proof is not None
    relaxation = standing.layout
    by_row = relaxation.rows.by_arc[change.arc].T @ change.by
    told: list[int] = []
    for stage, cost, proof in zip(relaxation.stages, relaxation.stage_costs, standing.proof.potentials, strict=False):
        if proof.multipliers.any():
            least = -(-int(cost[change.arc] @ change.by * proof.scale + by_row @ proof.multipliers) // proof.scale)
            # One step of the first tier weighs more than all the tiers after it.
            told.append(-(-(least - stage.weight[0] + 1) // stage.weight[0]))
            break
        told.extend(values[tier] for tier in stage.tiers)
    return tuple(told)


def _moves(standing: Standing, change: Change) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """The moves that a change ends and begins; a move that only reopens a seat or no longer does is neither."""
    pairs = standing.problem.pairs
    first = standing.layout.network.between
    is_move = change.arc >= first
    some = pairs.taken(change.arc[is_move] - first)
    named = zip(some.of_employee("id").tolist(), some.of_post("code").tolist(), some.form.tolist(), strict=True)
    net: dict[Named, int] = {}
    for (employee, post, form), by in zip(named, change.by[is_move].tolist(), strict=True):
        key = employee, post, FORMS[form]
        net[key] = net.get(key, 0) + by
    return tuple(sorted(key for key in net if net[key] < 0)), tuple(sorted(key for key in net if net[key] > 0))
