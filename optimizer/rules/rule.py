"""What every rule says of itself: its citation, its parameters, whether a policy uses it.

Three shapes of rules stand on it, each in a file of its own: :class:`~optimizer.rules.pair_rule.PairRule`,
:class:`~optimizer.rules.limit_rule.LimitRule` and :class:`~optimizer.rules.objective.Objective`. One rule is one
file in this package; its docstring states the rule in one line.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar, cast, overload

from optimizer.in_force import is_in_force
from optimizer.plan import Override
from optimizer.policy import Policy
from optimizer.text import LANGUAGES, Language, catalog, render

Value = TypeVar("Value", bool, int, float, str, tuple[str, ...])

Words = Mapping[Language, str]
"""One text in every language."""


class Reading(StrEnum):
    """How far the text behind a rule was read: itself, itself before an amendment that was not, or not at all."""

    READ = "read"
    AMENDED = "amended"
    UNREAD = "unread"


@dataclass(frozen=True)
class Citation:
    """Where a rule comes from. ``is_verified`` says whether the text itself was read.

    An instrument without a first day of force is taken to be in force: a dispatch (công văn)
    guides and never comes into force, of others the day was not seen. ``amended_by`` names an
    amendment that was not read.
    """

    instrument: str
    article: str
    in_force_from: date | None = None
    in_force_until: date | None = None
    is_verified: bool = False
    amended_by: str = ""
    amended_from: date | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether the instrument is in force on a day; one without dates always is."""
        return is_in_force(self, day)

    def reading(self, day: date) -> Reading:
        """How far the text in force on a day was read."""
        if not self.is_verified:
            return Reading.UNREAD
        return Reading.AMENDED if self.amended_from is not None and self.amended_from <= day else Reading.READ


DESIGN = Citation("", "")
"""A rule that follows from no text of law but from how this product works."""


LARGEST = 1e15
"""Most that a number of a policy may be: whole numbers up to it are exact as floats."""


class Parameter(Generic[Value]):
    """A number or switch of a rule that a policy may change; called with the policy it gives the value.

    Declared in the rule's class body; ``unit`` and ``source`` say what it measures and why
    the default is what it is. A number stays between ``at_least`` and ``at_most``. With
    ``is_law`` the default is how the law reads: a policy that sets another value needs a reason.
    """

    def __init__(
        self,
        default: Value,
        *,
        unit: Words,
        source: Words,
        at_least: float = 0.0,
        at_most: float = LARGEST,
        is_law: bool = False,
    ) -> None:
        self.default: Value = default
        self.unit = unit
        self.source = source
        self.at_least = at_least
        self.at_most = at_most
        self.is_law = is_law
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
    ``is_on_by_default`` is False for what a policy must ask for. ``is_law`` is True where the
    text cited itself forbids what the rule refuses: a policy that switches it off needs a reason,
    and cannot at all where the rule is not optional.
    """

    id: ClassVar[str]
    is_optional: ClassVar[bool] = True
    is_on_by_default: ClassVar[bool] = True
    is_law: ClassVar[bool] = False
    citation: ClassVar[Citation]
    sentences: ClassVar[Words]

    @property
    def name(self) -> Words:
        """What people call it: a code of the section ``rule``."""
        return worded(f"rule.{self.id}")

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

    def overrides(self, policy: Policy) -> Iterator[Override]:
        """Where a policy departs from the law behind this rule, if that is in force on the day."""
        setting = policy.setting(self.id)
        if not self.citation.is_in_force(policy.as_of):
            return
        if self.is_law and self.is_optional and setting.on is False:
            yield Override(self.id, "on", True, False, setting.reason)
        for name, parameter in self.parameters().items():
            value = setting.values.get(name, parameter.default)
            if parameter.is_law and value != parameter.default:
                yield Override(self.id, name, parameter.default, value, setting.reason)


def worded(code: str) -> Words:
    """The wording of a code in every language. Raises KeyError for an unknown one."""
    wording = catalog()[code]
    return {language: wording[language] for language in LANGUAGES}


@dataclass(frozen=True)
class Violation:
    """A plan breaks a rule: which, about what, with the figures of its sentence."""

    rule: str
    subject: str
    figures: Mapping[str, object]
    sentences: Words

    def sentence(self, language: Language) -> str:
        """The violation in one sentence."""
        return render(self.sentences[language], language, **self.figures)
