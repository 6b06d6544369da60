"""``dieuphoi case``: a provincial case as input tables, or all of them planned."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from api.cli.case_plan import CaseOutcome, plan_case
from api.cli.making import NOT_TO_FOLLOW
from api.cli.options import Lang
from api.cli.progress import counted
from api.cli.show import say_line, show_findings, show_report
from api.cli.stop import FOUND, files_of_user, stop
from optimizer.export import Section
from optimizer.text import Language, say, spoken
from scenarios.library import available_cases, case_text, read_case, write_case_text
from scenarios.parallel import Done, in_parallel

ALL = "all"


def case(
    out: Annotated[Path, typer.Option(help="Folder to write to: tables and policy, or with `all` one folder a case.")],
    lang: Lang,
    name: Annotated[
        str | None, typer.Argument(help="A case that `dieuphoi cases` lists, or `all` to plan all of them.")
    ] = None,
    from_: Annotated[Path | None, typer.Option("--from", help="A case file of your own, in place of a name.")] = None,
    processes: Annotated[
        int | None, typer.Option(min=1, help="With `all`: cases planned at a time; by default one per core.")
    ] = None,
) -> None:
    """Write the input tables and the policy of a provincial case; `all` plans and verifies every case instead."""
    if (name is None) == (from_ is None):
        stop("case_or_file", lang)
    if name == ALL:
        _plan_all(out, lang, processes)
        return
    with files_of_user(lang):
        if from_ is not None:
            name, text = from_.stem, from_.read_text(encoding="utf-8", errors="replace")
        elif name in available_cases():
            text = case_text(name)
        else:
            stop("no_case", lang, name=name, names=", ".join(available_cases()))
        found, findings = read_case(text, "case.toml" if from_ is None else from_.name)
        if found is None:
            show_findings(findings, lang)
            raise typer.Exit(FOUND)
        write_case_text(text, out)
    say_line("case_written", lang, name=name, path=out)


def _plan_all(out: Path, language: Language, processes: int | None) -> None:
    work = {name: partial(plan_case, name, out / name, language) for name in available_cases()}
    pieces = in_parallel(work, processes=processes)
    ended = {done.name: done for done in counted(pieces, say("command.cases", language), len(work))}
    show_report([_table({name: ended[name] for name in work}, language)])
    say_line("cases_written", language, path=out)
    if not all([_is_sound(ended[name], language) for name in work]):
        raise typer.Exit(FOUND)


def _table(ended: Mapping[str, Done[CaseOutcome]], language: Language) -> Section:
    columns = ("case", "communes", "people", "rounds", "moved", "vacant", "status", "time")
    return Section(
        title=say("command.cases", language),
        columns=tuple(say(f"command.{column}", language) for column in columns),
        rows=tuple(
            (name, *_figures(done.answer, language), spoken(round(done.seconds, 1), language))
            for name, done in ended.items()
        ),
    )


def _figures(answer: CaseOutcome | None, language: Language) -> tuple[str, ...]:
    if answer is None:
        return ("",) * 5 + (say("status.failed", language),)
    numbers = (answer.communes, answer.people, answer.rounds, answer.moved, answer.vacant_seats)
    return (*(spoken(number, language) for number in numbers), say(f"status.{answer.status}", language))


def _is_sound(done: Done[CaseOutcome], language: Language) -> bool:
    """Whether a case has a plan to follow; says what keeps it from one."""
    if done.answer is None:
        say_line("case_failed", language, name=done.name, reason=done.failure.reason if done.failure else "")
        return False
    if not done.answer.is_sound:
        say_line("case_violates", language, name=done.name)
    return done.answer.is_sound and done.answer.status not in NOT_TO_FOLLOW
