"""What a rule is: the three shapes, their parameters and citations.

- :class:`PairRule`: may this employee take this post in this form?
- :class:`LimitRule`: at most, or at least, so many of a set of moves, for every subject.
- :class:`Objective`: a cost on a move, or a convex cost on a count per subject.

One rule is one file in this package. Its docstring states the rule in one line.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar, cast, overload

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import Dataset, Employee, Post, Unit
from optimizer.facts import Facts
from optimizer.plan import Move, Plan
from optimizer.policy import Form, Policy
from optimizer.rules.pairs import CurveLevel, Pairs
from optimizer.text import Language, render, say

Value = TypeVar("Value", bool, int, float, str, tuple[str, ...])


@dataclass(frozen=True)
class Citation:
    """Where a rule comes from. ``is_verified`` says whether the text itself was read."""

    instrument: str
    article: str
    in_force_from: date | None = None
    in_force_until: date | None = None
    is_verified: bool = False

    def is_in_force(self, day: date) -> bool:
        """Whether the instrument is in force on a day; one without dates always is."""
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_until is None or day <= self.in_force_until
        )


DESIGN = Citation("", "")
"""A rule that follows from no text of law but from how this product works."""


class Parameter(Generic[Value]):
    """A number or switch of a rule that a policy may change; called with the policy it gives the value.

    Declared in the rule's class body; ``unit`` and ``source`` say what it measures and why
    the default is what it is. A number stays between ``at_least`` and ``at_most``.
    """

    def __init__(
        self, default: Value, *, unit: str, source: str, at_least: float = 0.0, at_most: float = math.inf
    ) -> None:
        self.default: Value = default
        self.unit = unit
        self.source = source
        self.at_least = at_least
        self.at_most = at_most
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, rule: None, owner: type) -> Parameter[Value]: ...
    @overload
    def __get__(self, rule: Rule, owner: type) -> Setting[Value]: ...
    def __get__(self, rule: Rule | None, owner: type) -> Parameter[Value] | Setting[Value]:
        return self if rule is None else Setting(rule.id, self)


@dataclass(frozen=True)
class Setting(Generic[Value]):
    """A rule's parameter, ready to be read from a policy."""

    rule: str
    parameter: Parameter[Value]

    def __call__(self, policy: Policy) -> Value:
        """The policy's value, or the default."""
        value: Any = policy.setting(self.rule).values.get(self.parameter.name, self.parameter.default)
        return cast(Value, value)


class Rule(ABC):
    """What every rule says about itself.

    ``sentences`` hold the rule's refusal or statement per language, with named figures.
    ``is_optional`` is False for what every plan rests on: no policy can switch it off.
    ``is_on_by_default`` is False for what a policy must ask for.
    """

    id: ClassVar[str]
    is_optional: ClassVar[bool] = True
    is_on_by_default: ClassVar[bool] = True
    citation: ClassVar[Citation]
    sentences: ClassVar[Mapping[Language, str]]

    @classmethod
    def parameters(cls) -> Mapping[str, Parameter[Any]]:
        """Declared parameters by name."""
        return {
            name: value
            for base in reversed(cls.__mro__)
            for name, value in vars(base).items()
            if isinstance(value, Parameter)
        }

    def is_on(self, policy: Policy) -> bool:
        """Whether the policy uses this rule and its instrument is in force on the day."""
        asked = policy.setting(self.id).on
        is_wanted = self.is_on_by_default if asked is None else asked
        return not self.is_optional or (is_wanted and self.citation.is_in_force(policy.as_of))


@dataclass(frozen=True)
class Candidate:
    """One employee looked at for one post in one form, with all a rule may ask about.

    ``km`` and ``minutes`` are one way from home (or, without a home, from today's
    workplace) to the post's workplace; None if a place is unknown.
    """

    employee: Employee
    post: Post
    form: Form
    sender: Unit
    receiver: Unit
    km: float | None
    minutes: float | None
    fit: float
    dataset: Dataset


@dataclass(frozen=True)
class Refusal:
    """A rule's no, with the figures of its sentence.

    ``is_bar`` marks the seven legal bars: outside the personnel role they are worded as one
    neutral sentence, without rule, article or figure.
    """

    rule: str
    figures: Mapping[str, object]
    sentences: Mapping[Language, str]
    is_bar: bool = False

    def sentence(self, language: Language, *, is_personnel: bool = False) -> str:
        """The refusal in one sentence."""
        if self.is_bar and not is_personnel:
            return say("word.bar", language)
        return render(self.sentences[language], language, **self.figures)


class PairRule(Rule):
    """May this employee take this post in this form?

    ``employee_columns`` and ``post_columns`` name all columns the answer depends on, so that
    it is asked once per distinct combination; ``uses_form`` says whether it depends on the
    form, and then on the employee only. A rule that looks at anything else (travel, the
    unit's place) sets ``is_profiled`` to False and is asked for every pair left by the others.
    """

    employee_columns: ClassVar[tuple[str, ...]] = ()
    post_columns: ClassVar[tuple[str, ...]] = ()
    uses_form: ClassVar[bool] = False
    is_profiled: ClassVar[bool] = True
    is_bar: ClassVar[bool] = False

    @abstractmethod
    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """The readable statement: a refusal with its figures, or None."""

    @abstractmethod
    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same, for many pairs at once: True where the rule refuses."""

    def refusal(self, **figures: object) -> Refusal:
        """This rule's no, with the figures of its sentence."""
        return Refusal(self.id, figures, self.sentences, self.is_bar)


@dataclass(frozen=True)
class Violation:
    """A plan breaks a rule: which, about what, with the figures of its sentence."""

    rule: str
    subject: str
    figures: Mapping[str, object]
    sentences: Mapping[Language, str]

    def sentence(self, language: Language) -> str:
        """The violation in one sentence."""
        return render(self.sentences[language], language, **self.figures)


UNLIMITED = 2**52
"""A bound that no number of moves, and no sum of đồng, reaches."""


class Place(StrEnum):
    """Where on a person's way a limit counts. There it can be a capacity of the network.

    The way out passes the person, the post held (``HELD``), the field of the unit left
    (``RELEASE``) and the unit left (``LEAVING``); the way in passes the post, for those who
    stay first its seats without owner (``POST_FOR_GOOD``), then the field of the unit entered
    (``ENTERING``) and the unit entered (``ARRIVING``). ``NET_DEPARTURES`` and ``NET_ARRIVALS``
    count both ways of a unit against each other. A limit at ``NOWHERE`` counts across ways.

    Subjects at a place are numbered by rows of employees, posts, or units; a field of a unit
    is the unit's row x number of fields + the field's position.
    """

    PERSON = "person"
    HELD = "held"
    RELEASE = "release"
    LEAVING = "leaving"
    NET_DEPARTURES = "net_departures"
    NET_ARRIVALS = "net_arrivals"
    ARRIVING = "arriving"
    ENTERING = "entering"
    POST = "post"
    POST_FOR_GOOD = "post_for_good"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class Places:
    """Place and number at that place of every subject of a limit, as arrays of one length.

    ``place`` holds values of :class:`Place`.
    """

    place: NDArray[np.str_]
    number: NDArray[np.intp]


@dataclass(frozen=True)
class Bounds:
    """Lower and upper bound of every subject of a limit, as integer arrays of one length.

    A lower bound above zero is a *demand*: that nobody moves does not meet it.
    """

    lower: NDArray[np.int64]
    upper: NDArray[np.int64]


@dataclass(frozen=True)
class Members:
    """Which candidate pairs count against which subject, and how much.

    Three arrays of one length: row of the pair, row of the subject, coefficient (not zero; a
    pair counts at most once per subject).
    """

    move: NDArray[np.intp]
    subject: NDArray[np.intp]
    coefficient: NDArray[np.int64]


@dataclass(frozen=True)
class Demand:
    """A lower bound of a limit, and the number counted in a plan."""

    rule: str
    subject: str
    demanded: int
    counted: int

    @property
    def missing(self) -> int:
        """By how much the plan misses it."""
        return max(self.demanded - self.counted, 0)


class LimitRule(Rule):
    """At most, or at least, so many of a set of moves, for every subject.

    For every subject: lower <= sum of coefficient x number over its members <= upper.
    ``place`` says where the subjects are counted; the compiler makes a limit a capacity
    there if its members are all that passes.
    """

    place: ClassVar[Place] = Place.NOWHERE

    def places(self, facts: Facts) -> Places:
        """Where every subject is counted; one place for all unless a rule says otherwise."""
        subjects = len(self.bounds(facts).upper)
        return Places(np.full(subjects, self.place.value), np.arange(subjects))

    @abstractmethod
    def bounds(self, facts: Facts) -> Bounds:
        """The bounds of all subjects."""

    @abstractmethod
    def members(self, pairs: Pairs) -> Members:
        """Which of the candidate pairs count, vectorised."""

    @abstractmethod
    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """The readable statement: subjects one move of a plan counts against, and how much."""

    @abstractmethod
    def label(self, subject: int, facts: Facts) -> str:
        """Code of a subject: a unit, a post, a person."""

    def violations(self, plan: Plan, facts: Facts) -> list[Violation]:
        """The limit counted afresh on a plan, one move after the other."""
        total, bounds = self._counted(plan, facts), self.bounds(facts)
        return [
            self.violation(self.label(subject, facts), number, int(bounds.lower[subject]), int(bounds.upper[subject]))
            for subject, number in sorted(total.items())
            if not bounds.lower[subject] <= number <= bounds.upper[subject]
        ]

    def demands(self, plan: Plan, facts: Facts) -> list[Demand]:
        """Every lower bound that nobody moving does not meet, and what a plan counts of it."""
        lower = self.bounds(facts).lower
        demanded = np.flatnonzero(lower > 0).tolist()
        total = self._counted(plan, facts) if demanded else Counter[int]()
        return [
            Demand(self.id, self.label(subject, facts), int(lower[subject]), total[subject]) for subject in demanded
        ]

    def _counted(self, plan: Plan, facts: Facts) -> Counter[int]:
        """What a plan counts against every subject it touches, or that demands something."""
        total: Counter[int] = Counter(dict.fromkeys(np.flatnonzero(self.bounds(facts).lower > 0).tolist(), 0))
        for move in plan.moves:
            for subject, coefficient in self.charges(move, facts):
                total[subject] += coefficient * move.count
        return total

    def violation(self, subject: str, number: int, lower: int, upper: int) -> Violation:
        """This limit broken by a subject, with the number counted and the bound it breaks."""
        limit = upper if number > upper else lower
        return Violation(self.id, subject, {"subject": subject, "number": number, "limit": limit}, self.sentences)


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
