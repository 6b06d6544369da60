"""What a reader is shown of a rule under a policy: its state, its source, its parameters in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from doctest import DocTestParser
from inspect import getdoc
from sys import modules

from pydantic import TypeAdapter

from optimizer.allowances import Allowance
from optimizer.policy import Policy
from optimizer.rules import PairRule, Rule
from optimizer.rules.instruments import instruments
from optimizer.rules.rule import DESIGN, Citation, Reading, Words, worded
from optimizer.rules.rulebook import Entry, Kind, State, design_rules, kind_of, rulebook, state_of


@dataclass(frozen=True)
class CitationView:
    """An article on a day: whether it is in force, and how far the text in force was read."""

    instrument: str
    article: str
    about: Words
    in_force_from: date | None
    in_force_until: date | None
    is_in_force: bool
    reading: Reading
    amended_by: str
    amended_from: date | None


@dataclass(frozen=True)
class ParameterView:
    """A figure that a policy may set: ``name`` as the policy writes it, the value in force and the default."""

    name: str
    value: object
    default: object
    unit: Words
    source: Words
    is_law: bool = False


@dataclass(frozen=True)
class RuleView:
    """One rule of the package. ``summary`` and ``examples`` are for programmers, in English.

    ``neutral`` is what those outside the personnel role read in place of a bar's sentence.
    """

    id: str
    name: Words
    kind: Kind
    is_law: bool
    is_optional: bool
    state: State
    citation: CitationView | None
    parameters: tuple[ParameterView, ...]
    sentences: Words
    neutral: Words | None
    module: str
    summary: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntryView:
    """One rule that was asked for, and what keeps it."""

    number: int
    text: Words
    is_hard: bool
    kinds: tuple[Kind, ...]
    rules: tuple[RuleView, ...]
    places: tuple[str, ...]
    settings: tuple[ParameterView, ...]
    citations: tuple[CitationView, ...]
    note: Words = field(default_factory=dict)


@dataclass(frozen=True)
class RulebookView:
    """The whole rulebook under a policy: what was asked for by number, then the product's own rules."""

    as_of: date
    entries: tuple[EntryView, ...]
    own_rules: tuple[RuleView, ...]

    @property
    def rules(self) -> Mapping[str, RuleView]:
        """Every rule of the package once, by id, in the order of the rulebook."""
        asked_for = (rule for entry in self.entries for rule in entry.rules)
        return {rule.id: rule for rule in (*asked_for, *self.own_rules)}


def rulebook_view(policy: Policy) -> RulebookView:
    """Every rule on the policy's day, with its parameters at the policy's values."""
    entries = tuple(_entry_view(entry, policy) for entry in rulebook())
    return RulebookView(policy.as_of, entries, tuple(rule_view(rule, policy) for rule in design_rules()))


def rulebook_json(policy: Policy) -> str:
    """The same for programs: one JSON document, indented for readers."""
    return TypeAdapter(RulebookView).dump_json(rulebook_view(policy), indent=1).decode() + "\n"


def rule_view(rule: Rule, policy: Policy) -> RuleView:
    """One rule on the policy's day."""
    module = type(rule).__module__
    return RuleView(
        id=rule.id,
        name=rule.name,
        kind=kind_of(rule),
        is_law=rule.is_law,
        is_optional=rule.is_optional,
        state=state_of(rule, policy),
        citation=None if rule.citation is DESIGN else _citation_view(rule.citation, policy.as_of),
        parameters=_parameters(rule, policy),
        sentences=rule.sentences,
        neutral=worded("word.bar") if isinstance(rule, PairRule) and rule.is_bar else None,
        module=module,
        summary=(modules[module].__doc__ or "").partition("\n")[0],
        examples=tuple(_examples(getdoc(type(rule)) or "")),
    )


def _examples(docstring: str) -> list[str]:
    """The examples of a docstring that ask something, each with its answer in one line."""
    examples = DocTestParser().get_examples(docstring)
    return [
        f"{example.source.strip()} → {example.want.strip() or 'None'}"
        for example in examples
        if not example.source.startswith(("from ", "import "))
    ]


def _parameters(rule: Rule, policy: Policy) -> tuple[ParameterView, ...]:
    given: Mapping[str, object] = policy.setting(rule.id).values
    return tuple(
        ParameterView(
            name=f"{rule.id}.{name}",
            value=given.get(name, parameter.default),
            default=parameter.default,
            unit=parameter.unit,
            source=parameter.source,
            is_law=parameter.is_law,
        )
        for name, parameter in rule.parameters().items()
    )


def _entry_view(entry: Entry, policy: Policy) -> EntryView:
    return EntryView(
        number=entry.number,
        text=entry.text,
        is_hard=entry.is_hard,
        kinds=entry.all_kinds,
        rules=tuple(rule_view(rule, policy) for rule in entry.kept_by),
        places=entry.places,
        settings=tuple(
            ParameterView(
                name=setting.name,
                value=_shown(setting.value(policy)),
                default=_shown(setting.default),
                unit=setting.unit,
                source=setting.source,
            )
            for setting in entry.settings
        ),
        citations=tuple(_citation_view(citation, policy.as_of) for citation in entry.citations),
        note=entry.note,
    )


def _shown(value: object) -> object:
    """A setting's value, rows of allowances by their codes."""
    if isinstance(value, tuple):
        return tuple(item.code if isinstance(item, Allowance) else item for item in value)
    return value


def _citation_view(citation: Citation, day: date) -> CitationView:
    return CitationView(
        instrument=citation.instrument,
        article=citation.article,
        about=instruments()[citation.instrument].subject,
        in_force_from=citation.in_force_from,
        in_force_until=citation.in_force_until,
        is_in_force=citation.is_in_force(day),
        reading=citation.reading(day),
        amended_by=citation.amended_by,
        amended_from=citation.amended_from,
    )
