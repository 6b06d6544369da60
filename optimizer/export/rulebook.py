"""The rulebook in words: every rule with its kind, its source and where it lives, then the figures it uses."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.export.rule_view import CitationView, EntryView, ParameterView, RuleView, rulebook_view
from optimizer.export.section import Section
from optimizer.policy import Policy
from optimizer.rules.rulebook import Kind
from optimizer.text import Language, say, spoken


def rulebook_sections(policy: Policy, language: Language) -> tuple[Section, ...]:
    """Every rule that was asked for, the product's own rules, and the parameters of both."""
    view = rulebook_view(policy)
    settings = [setting for entry in view.entries for setting in entry.settings]
    parameters = [parameter for rule in view.rules.values() for parameter in rule.parameters]
    return (
        Section(
            say("rulebook.title", language, day=view.as_of),
            _heads(("number", "rule", "kind", "place", "source"), language),
            tuple(_entry_row(entry, language) for entry in view.entries),
            (say("rulebook.more", language),),
        ),
        Section(
            say("rulebook.own", language),
            _heads(("rule", "kind", "place", "source"), language),
            tuple(
                (
                    _capital(rule.name[language]),
                    _rule_kind(rule, language),
                    _state(rule, language),
                    _source(rule, language),
                )
                for rule in view.own_rules
            ),
            (say("rulebook.own_note", language),),
        ),
        _parameters([*settings, *parameters], language),
    )


def entry_sections(number: int, policy: Policy, language: Language) -> tuple[Section, ...]:
    """One rule that was asked for, then every rule that keeps it in full. Raises KeyError for an unknown number."""
    view = {entry.number: entry for entry in rulebook_view(policy).entries}[number]
    about = [(say("rulebook.kind", language), _entry_kind(view, language))]
    about += [(say("rulebook.source", language), _citation(one, language, in_full=True)) for one in view.citations]
    about += [(say("rulebook.place", language), place) for place in view.places]
    if view.note:
        about.append((say("rulebook.note", language), view.note[language]))
    title = f"{number}. {view.text[language]}"
    return (
        Section(title, ("", ""), tuple(about)),
        *([_parameters(view.settings, language)] if view.settings else []),
        *(section for rule in view.rules for section in _in_full(rule, language)),
    )


def rule_sections(id_: str, policy: Policy, language: Language) -> tuple[Section, ...]:
    """One rule in full. Raises KeyError for an unknown id."""
    view = rulebook_view(policy)
    numbers = [str(entry.number) for entry in view.entries if id_ in {rule.id for rule in entry.rules}]
    return _in_full(view.rules[id_], language, numbers)


def _in_full(rule: RuleView, language: Language, numbers: Iterable[str] = ()) -> tuple[Section, ...]:
    about = [
        (say("rulebook.number", language), ", ".join(numbers)),
        (say("rulebook.kind", language), _rule_kind(rule, language)),
        (say("rulebook.state", language), say(f"rule_state.{rule.state}", language)),
        (say("rulebook.source", language), _source(rule, language, in_full=True)),
        (say("rulebook.place", language), rule.module),
        (say("rulebook.summary", language), rule.summary),
        (say("rulebook.says_vi", language), rule.sentences["vi"]),
        (say("rulebook.says_en", language), rule.sentences["en"]),
        (say("rulebook.neutral", language), rule.neutral[language] if rule.neutral else ""),
    ]
    notes = tuple(f">>> {example}" for example in rule.examples)
    return (
        Section(f"{rule.id}: {rule.name[language]}", ("", ""), tuple(row for row in about if row[1]), notes),
        *([_parameters(rule.parameters, language)] if rule.parameters else []),
    )


def _heads(codes: Iterable[str], language: Language) -> tuple[str, ...]:
    return tuple(say(f"rulebook.{code}", language) for code in codes)


def _short(place: str) -> str:
    """A place inside the library, without saying so."""
    return place.removeprefix("optimizer.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _entry_row(entry: EntryView, language: Language) -> tuple[str, ...]:
    places = [*(_state(rule, language) for rule in entry.rules), *map(_short, entry.places)]
    source = [_citation(citation, language) for citation in entry.citations] or [say("rulebook.design", language)]
    return str(entry.number), entry.text[language], _entry_kind(entry, language), "\n".join(places), "\n".join(source)


def _entry_kind(entry: EntryView, language: Language) -> str:
    binding = say("rulebook.hard" if entry.is_hard else "rulebook.soft", language)
    return "\n".join([binding, *(say(f"rule_kind.{kind}", language) for kind in entry.kinds)])


def _rule_kind(rule: RuleView, language: Language) -> str:
    kind = say(f"rule_kind.{rule.kind}", language)
    if not rule.is_optional and rule.kind is not Kind.OBJECTIVE:
        return f"{kind}\n{say('rulebook.always', language)}"
    return f"{kind}\n{say('rulebook.law', language)}" if rule.is_law else kind


def _state(rule: RuleView, language: Language) -> str:
    return f"{rule.id}: {say(f'rule_state.{rule.state}', language)}"


def _source(rule: RuleView, language: Language, *, in_full: bool = False) -> str:
    if rule.citation is None:
        return say("rulebook.design", language)
    return _citation(rule.citation, language, in_full=in_full)


def _citation(citation: CitationView, language: Language, *, in_full: bool = False) -> str:
    """Instrument and article, its days, and how far it was read; in full also what it is about."""
    parts = [f"{citation.instrument}, {citation.article}"]
    if in_full:
        parts.append(citation.about[language])
    if citation.in_force_from is not None:
        parts.append(say("rulebook.since", language, day=citation.in_force_from))
    if citation.in_force_until is not None:
        parts.append(say("rulebook.until", language, day=citation.in_force_until))
    if not citation.is_in_force:
        parts.append(say("rule_state.not_in_force", language))
    parts.append(say(f"reading.{citation.reading}", language))
    if in_full and citation.amended_by:
        parts.append(say("rulebook.amendment", language, amendment=citation.amended_by, day=citation.amended_from))
    return "; ".join(parts)


def _parameters(parameters: Iterable[ParameterView], language: Language) -> Section:
    rows = []
    for parameter in parameters:
        source = parameter.source[language]
        if parameter.is_law:
            source = f"{source} ({say('rulebook.law', language)})"
        rows.append(
            (
                parameter.name.replace(".", ".\n"),
                _value(parameter.value, language),
                _value(parameter.default, language),
                parameter.unit[language],
                source,
            )
        )
    return Section(
        say("rulebook.parameters", language),
        _heads(("parameter", "value", "default", "unit", "why"), language),
        tuple(rows),
    )


def _value(value: object, language: Language) -> str:
    return spoken(value, language) or say("rulebook.nothing", language)
