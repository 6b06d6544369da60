"""The rulebook: the rules that were asked for by number, and what in this product keeps each of them."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field

from optimizer.policy import Policy
from optimizer.rules.instruments import cite
from optimizer.rules.limit_rule import LimitRule
from optimizer.rules.objective import Objective
from optimizer.rules.pair_rule import PairRule
from optimizer.rules.registry import RULES, rule_by_id
from optimizer.rules.rule import DESIGN, Citation, Rule, Words
from optimizer.rules.unmet_demands import UNMET_DEMANDS


class Kind(StrEnum):
    """What keeps a rule: a rule of this package by its shape, or something elsewhere."""

    PAIR_RULE = "pair_rule"
    LIMIT = "limit"
    OBJECTIVE = "objective"
    COUNT = "count"
    TABLE = "table"
    SETTING = "setting"
    PLAN_FIELD = "plan_field"
    WORKFLOW = "workflow"
    EXPORT = "export"
    PROTECTION = "protection"


class State(StrEnum):
    """Whether a policy uses a rule on its day. An objective counts if it is among the policy's tiers."""

    ON = "on"
    OFF = "off"
    NOT_IN_FORCE = "not_in_force"
    NO_TIER = "no_tier"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cited(_Data):
    """An article that an entry rests on besides those that its rules cite."""

    instrument: str
    article: str
    is_verified: bool


class Setting(_Data):
    """A field of the policy that tunes an entry, ``forms.commune`` being the field of a field."""

    name: str
    unit: Words
    source: Words

    def value(self, policy: Policy) -> object:
        """What a policy sets. Raises AttributeError if policies have no such field."""
        value: object = policy
        for name in self.name.split("."):
            value = getattr(value, name)
        return value

    @property
    def default(self) -> object:
        """What a policy sets that says nothing."""
        return self.value(Policy())


class Entry(_Data):
    """One rule that was asked for, worded in both languages.

    ``rules`` are ids of rules that keep it; ``places`` name what else does, as
    ``module:attribute`` or ``text:code``; ``kinds`` says what that is.
    """

    number: int
    is_hard: bool
    vi: str
    en: str
    rules: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    places: tuple[str, ...] = ()
    cites: tuple[Cited, ...] = ()
    settings: tuple[Setting, ...] = ()
    note: Words = Field(default_factory=dict)

    @property
    def text(self) -> Words:
        """The rule in a sentence."""
        return {"vi": self.vi, "en": self.en}

    @property
    def kept_by(self) -> tuple[Rule, ...]:
        """The rules that keep it. Raises KeyError for an id that no rule bears."""
        return tuple(rule_by_id(id_) for id_ in self.rules)

    @property
    def all_kinds(self) -> tuple[Kind, ...]:
        """What keeps it, those of its rules first, each once."""
        return tuple(dict.fromkeys((*(kind_of(rule) for rule in self.kept_by), *self.kinds)))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What it rests on: its own articles, then those of its rules, each once."""
        own = (cite(one.instrument, one.article, is_verified=one.is_verified) for one in self.cites)
        of_rules = (rule.citation for rule in self.kept_by if rule.citation is not DESIGN)
        return tuple(dict.fromkeys((*own, *of_rules)))


@cache
def rulebook() -> tuple[Entry, ...]:
    """The rules that were asked for, in the order of their numbers.

    >>> rulebook()[6].en.split(" and ")[0]
    'A secondment lasts 36 months at most'
    """
    text = resources.files(__package__).joinpath("rulebook.toml").read_text(encoding="utf-8")
    return tuple(Entry.model_validate(row) for row in tomllib.loads(text)["entry"])


def design_rules() -> tuple[Rule, ...]:
    """The rules that nobody asked for by number: what a plan of this product rests on besides."""
    asked_for = {id_ for entry in rulebook() for id_ in entry.rules}
    return tuple(rule for rule in RULES if rule.id not in asked_for)


def kind_of(rule: Rule) -> Kind:
    """The shape of a rule."""
    for shape, kind in ((PairRule, Kind.PAIR_RULE), (LimitRule, Kind.LIMIT), (Objective, Kind.OBJECTIVE)):
        if isinstance(rule, shape):
            return kind
    raise TypeError(type(rule).__name__)


def state_of(rule: Rule, policy: Policy) -> State:
    """Whether a policy uses a rule on its day, and why not."""
    if isinstance(rule, Objective):
        return State.ON if rule.id in (UNMET_DEMANDS, *policy.tier_order) else State.NO_TIER
    if rule.is_on(policy):
        return State.ON
    return State.OFF if rule.citation.is_in_force(policy.as_of) else State.NOT_IN_FORCE
