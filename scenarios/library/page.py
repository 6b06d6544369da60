"""The page of a case: its plan beside what was published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from optimizer.domain import SenderKind
from optimizer.export import Section, markdown
from optimizer.ledger import By, ledger_of
from optimizer.planned import Planned
from optimizer.policy import Form
from optimizer.text import Language, say, spoken
from scenarios.library.carry_out import CarriedOut, people, selected
from scenarios.library.case import Figure


def page(done: CarriedOut, language: Language) -> str:
    """The case in Markdown: every published figure with its source, in the tables and in the plan, and what is left."""
    title = {"vi": done.case.title_vi, "en": done.case.title_en}[language]
    return markdown([_beside(done, language), _rounds(done, language), _by_field(done, language)], language, title)


def _beside(done: CarriedOut, language: Language) -> Section:
    columns = ("figure", "published", "in_tables", "planned", "source")
    return Section(
        title=say("case.beside", language),
        columns=tuple(say(f"case.{column}", language) for column in columns),
        rows=tuple(_row(done, figure, language) for figure in done.case.figures),
        notes=tuple(_notes(done, language)),
    )


def _row(done: CarriedOut, figure: Figure, language: Language) -> tuple[str, ...]:
    in_tables = spoken(done.case.at(figure.fixes), language) if figure.fixes else ""
    first = done.rounds[0].plan.moves
    planned = "" if figure.beside is None else spoken(selected(done.case, first, figure.beside), language)
    name = f"{figure.figure} ({figure.unit}, {figure.as_of})"
    return name, spoken(figure.value, language), in_tables, planned, f"{figure.source} ({figure.status})"


def _notes(done: CarriedOut, language: Language) -> Iterator[str]:
    case = done.case
    for figure in case.figures:
        if figure.note:
            yield say("case.reading", language, figure=figure.figure, note=figure.note)
    yield say("case.is_counts" if case.roster.detail == "counts" else "case.is_synthetic", language)
    if case.planned:
        yield say("case.is_what_if", language, name=case.planned, note=case.what_ifs[case.planned].note)
    if len(done.rounds) > 1:
        yield say("case.is_chain", language)


def _rounds(done: CarriedOut, language: Language) -> Section:
    columns = [
        say("case.round", language),
        say("case.day", language),
        *(say(f"form.{form}", language) for form in Form),
    ]
    columns += [say(f"command.{name}", language) for name in ("vacant", "status")] + [say("case.surplus", language)]
    return Section(
        title=say("case.moves", language),
        columns=tuple(columns),
        rows=tuple(_round(number, made, language) for number, made in enumerate(done.rounds, start=1)),
    )


def _round(number: int, made: Planned, language: Language) -> tuple[str, ...]:
    moved: Counter[Form] = Counter()
    for (_, form), persons in people(made.plan.moves).items():
        moved[form] += persons
    _, after = made.counts.states
    communes = made.counts.by_kind(after)[SenderKind.COMMUNE]
    figures = (*(moved[form] for form in Form), sum(vacancy.seats for vacancy in made.plan.unfilled))
    return (
        spoken(number, language),
        spoken(made.policy.as_of, language),
        *(spoken(figure, language) for figure in figures),
        say(f"status.{made.plan.termination.status}", language),
        spoken(int(communes["surplus"].sum()), language),
    )


def _by_field(done: CarriedOut, language: Language) -> Section:
    """Seats with nobody at work by field, in all communes."""
    (first, _), (_, last) = (
        ledger_of(made.dataset, made.policy, made, By.FIELD).states for made in (done.rounds[0], done.rounds[-1])
    )
    before, after = (state["open_seats"].groupby(level=-1).sum() for state in (first, last))
    names = {
        code: {"vi": field.name_vi, "en": field.name_en}[language] for code, field in done.dataset.field_by_code.items()
    }
    return Section(
        title=say("case.vacancies", language),
        columns=(say("report.field", language), say("case.before", language), say("case.after", language)),
        rows=tuple(
            (names.get(str(code), str(code)), spoken(int(number), language), spoken(int(after.get(code, 0)), language))
            for code, number in before.items()
            if number or after.get(code, 0)
        ),
    )
