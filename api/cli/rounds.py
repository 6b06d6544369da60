"""``dieuphoi rounds``: the plans of later years, each made on what the one before it leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import optimizer
from api.cli.making import NOT_TO_FOLLOW
from api.cli.options import Lang, day_of_user
from api.cli.price import price_sections
from api.cli.read import read_base, read_plan, read_planned
from api.cli.show import say_line, show_report, show_seconds, show_violations
from api.cli.stages import stages
from api.cli.stop import FOUND, files_of_user, stop
from api.cli.write import write_planned
from api.plan_folder import PlanFolder
from optimizer.export import Section, report, summarise
from optimizer.export.tables import csv_text
from optimizer.plan import Plan
from optimizer.planned import Planned
from optimizer.rules import Violation
from optimizer.rules.changes import Changes
from optimizer.text import Language
from scenarios.rounds import NotStartedError, Round
from scenarios.rounds import rounds as rounds_after
from scenarios.rounds_report import ROUND_COLUMNS, round_rows, rounds_section


def rounds(
    folder: Annotated[Path, typer.Argument(help="Folder of a plan; its moves are taken as issued.")],
    out: Annotated[Path, typer.Option(help="Folder to write the plans to, a folder each, and rounds.csv.")],
    lang: Lang,
    number: Annotated[int, typer.Option(min=1, max=20, help="How many rounds come after it.")] = 1,
    months: Annotated[int, typer.Option(min=1, max=120, help="Months from one round to the next.")] = 12,
    on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Day of the first round; by default so many months after the plan."),
    ] = None,
    base: Annotated[
        Path | None, typer.Option(help="Folder of a draft of the first round, to change as little as possible.")
    ] = None,
    time_limit: Annotated[int, typer.Option(min=1, help="Seconds after which the search of a round stops.")] = 600,
) -> None:
    """Plan the rounds after a plan that is issued, one on the other.

    Running secondments are facts until they end, transfers are made, people leave on the day on
    record. The rounds are chained, not planned together: none looks ahead.
    """
    day = day_of_user(on, lang)
    with stages(lang) as on_stage:
        on_stage("read")
        source = PlanFolder(folder)
        issued, draft = (
            read_planned(source, on_stage, lang),
            None if base is None else read_plan(PlanFolder(base), lang),
        )
        if draft is not None and Changes.id not in issued.policy.tier_order:
            stop("base_unused", lang)
        on_stage("verify")
        violations = list(_violations(issued, read_base(source, lang)))
        if violations:
            on_stage.hide()
            show_violations(violations, lang)
            raise typer.Exit(FOUND)
        made: list[Round] = []
        prices: list[Section] = []
        on_stage("solve")
        try:
            for done in rounds_after(issued, number, months, on=day, base=draft, time_limit_seconds=time_limit):
                on_stage("verify")
                violations += _violations(done.planned, done.base)
                price = price_sections(done.planned, done.base, lang, on_stage, time_limit_seconds=time_limit)
                prices += price
                on_stage("write")
                _write(done, out, price, lang)
                made.append(done)
                if len(made) < number:
                    on_stage("solve")
        except NotStartedError as error:
            stop("round_too_early", lang, day=error.start)
        with files_of_user(lang):
            (out / "rounds.csv").write_bytes(csv_text(ROUND_COLUMNS, round_rows(made)).encode())
        seconds = on_stage.seconds()
    show_report([rounds_section(made, lang), *prices])
    show_violations(violations, lang)
    show_seconds(seconds, lang)
    say_line("rounds_written", lang, path=out)
    if violations or any(done.planned.termination.status in NOT_TO_FOLLOW for done in made):
        raise typer.Exit(FOUND)


def _violations(planned: Planned, base: Plan | None) -> tuple[Violation, ...]:
    return optimizer.verify(planned.dataset, planned, planned.policy, base=base).violations


def _write(done: Round, out: Path, price: tuple[Section, ...], language: Language) -> None:
    """Write a round's plan to a folder named by its day."""
    planned = done.planned
    sections = (*report(summarise(planned.dataset, planned.policy, planned), language), *price)
    target = PlanFolder(out / planned.policy.as_of.isoformat())
    if target.would_overwrite(out):
        stop("foreign_input", language, path=target.input)
    with files_of_user(language):
        write_planned(target, planned, sections, language, base=done.base)
