"""The third shape of a rule: a cost on a move, or a convex cost on a count per subject."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import Facts
from optimizer.plan import Move, Plan
from optimizer.policy import Form, Policy
from optimizer.rules.limit_rule import Members
from optimizer.rules.pairs import CurveLevel, Pairs
from optimizer.rules.rule import Rule, Words, worded
from optimizer.text import Language, render


@dataclass(frozen=True)
class Curve:
    """A convex cost on the net number of seats filled per subject.

    The count of a subject is its fills less its reopened seats. Raising the count of
    ``subject[i]`` through each of the values ``above[i]`` < count <= ``upto[i]`` costs
    ``marginal[i]``; steps are given per subject in rising order, do not overlap, cover every
    count that can occur and have non-decreasing marginals.
    """

    level: CurveLevel
    subject: NDArray[np.intp]
    above: NDArray[np.int64]
    upto: NDArray[np.int64]
    marginal: NDArray[np.int64]


@dataclass(frozen=True)
class Shortfall:
    """What the members count below ``lower``, per subject, costs one each; ``label`` names the subjects."""

    label: tuple[str, ...]
    lower: NDArray[np.int64]
    members: Members


@dataclass(frozen=True)
class Terms:
    """An objective over the candidate pairs: value without any move, cost per move, curve on counts.

    ``shortfalls`` are costs of lower bounds missed. In a bottleneck the curve's steps are not
    added up: the value is the dearest step not taken, ``-marginal``, or 0.
    """

    base: int
    cost: NDArray[np.int64] | None = None
    curve: Curve | None = None
    shortfalls: tuple[Shortfall, ...] = ()
    is_bottleneck: bool = False


class Objective(Rule):
    """A tier: a cost, lower is better, in whole numbers of ``unit``.

    ``sentences`` say what one unit is, with every parameter in it as a named figure.
    A policy leaves it out by not naming it among its tiers.
    """

    unit: ClassVar[str]
    is_optional = False

    @property
    def name(self) -> Words:
        """What people call the tier: a code of the section ``tier``."""
        return worded(f"tier.{self.id}")

    def statement(self, policy: Policy, language: Language) -> str:
        """What one unit of the tier is, with the coefficients that the policy sets."""
        figures = {name: getattr(self, name)(policy) for name in self.parameters()}
        return render(self.sentences[language], language, **figures)

    def applies(self, facts: Facts) -> bool:
        """Whether there is anything to measure; a tier that does not apply is left out of the plan."""
        del facts
        return True

    @abstractmethod
    def terms(self, pairs: Pairs) -> Terms:
        """The cost over the candidate pairs."""

    @abstractmethod
    def measure(self, plan: Plan, facts: Facts) -> int:
        """The value recomputed from a plan and the tables alone."""


class MoveObjective(Objective):
    """A tier that is a price per move, summed."""

    @abstractmethod
    def prices(self, pairs: Pairs) -> NDArray[np.int64]:
        """The price of every candidate pair."""

    @abstractmethod
    def price(self, move: Move, facts: Facts) -> int:
        """The readable statement: the price of one move of a plan, per person."""

    def terms(self, pairs: Pairs) -> Terms:
        """Nothing without moves, then the price of each."""
        return Terms(0, self.prices(pairs))

    def measure(self, plan: Plan, facts: Facts) -> int:
        """Sum of the prices of all people moved."""
        return sum(self.price(move, facts) * move.count for move in plan.moves)


class AwayObjective(MoveObjective):
    """A tier that is a price per person transferred or seconded; who is reassigned at home costs nothing.

    A price may be a yes or no: then it counts the people of whom it holds.
    """

    @abstractmethod
    def away_prices(self, pairs: Pairs) -> NDArray[np.int64] | NDArray[np.bool_]:
        """The price of every candidate pair, were it a transfer or a secondment."""

    @abstractmethod
    def away_price(self, move: Move, facts: Facts) -> int:
        """The readable statement: the price of one transfer or secondment, per person."""

    def prices(self, pairs: Pairs) -> NDArray[np.int64]:
        """The same, and 0 for reassignments."""
        return np.where(pairs.has_form(Form.REASSIGNMENT), 0, self.away_prices(pairs)).astype(np.int64)

    def price(self, move: Move, facts: Facts) -> int:
        """The same for one move."""
        return 0 if move.form is Form.REASSIGNMENT else int(self.away_price(move, facts))
