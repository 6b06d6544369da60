"""``dieuphoi rounds``: the plans of later years, each made on what the one before it leaves."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

import optimizer
from api.cli.options import Lang
from api.cli.plan import NOT_TO_FOLLOW
from api.cli.read import read_plan, read_planned
from api.cli.scenario_input import policy_text
from api.cli.show import say_line, show_report, show_violations
from api.cli.stages import stages
from api.cli.stop import FOUND, files_of_user, stop
from api.cli.write import write_planned
from api.plan_folder import PlanFolder
from optimizer.export import report, summarise
from optimizer.export.tables import csv_text
from optimizer.plan import Plan
from optimizer.planned import Planned
from optimizer.rules import Violation
from optimizer.rules.changes import Changes
from optimizer.text import Language
from scenarios.keeping import keeping_section, price_of_keeping
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
        datetime | None,
        typer.Option(
            metavar="DATE",
            formats=["%Y-%m-%d", "%d/%m/%Y"],
            help="Day of the first round; by default so many months after the plan.",
        ),
    ] = None,
    base: Annotated[
        Path | None, typer.Option(help="Folder of a draft of the first round, to change as little as possible.")
    ] = None,
) -> None:
    """Plan the rounds after a plan that is issued, one on the other.

    Running secondments are facts until they end, transfers are made, people leave on the day on
    record. The rounds are chained, not planned together: none looks ahead.
    """
    with stages(lang) as on_stage:
        on_stage("read")
        issued = read_planned(PlanFolder(folder), lang)
        draft = _draft(base, issued, lang)
        made: list[Round] = []
        violations: list[Violation] = []
        on_stage("solve")
        try:
            for done in rounds_after(issued, number, months, on=None if on is None else on.date(), base=draft):
                on_stage("verify")
                planned = done.planned
                violations += optimizer.verify(planned.dataset, planned, planned.policy, base=done.base).violations
                on_stage("write")
                _write(done, out, lang)
                made.append(done)
                on_stage("solve")
        except NotStartedError:
            stop("round_too_early", lang, day=issued.policy.start)
        on_stage("price")
        keeping = None if draft is None else price_of_keeping(made[0].planned, draft)
    show_report([rounds_section(made, lang), *([] if keeping is None else [keeping_section(keeping, lang)])])
    show_violations(violations, lang)
    with files_of_user(lang):
        (out / "rounds.csv").write_bytes(csv_text(ROUND_COLUMNS, round_rows(made)).encode())
    say_line("rounds_written", lang, path=out)
    if violations or any(done.planned.termination.status in NOT_TO_FOLLOW for done in made):
        raise typer.Exit(FOUND)


def _draft(folder: Path | None, issued: Planned, language: Language) -> Plan | None:
    if folder is not None and Changes.id not in issued.policy.tier_order:
        stop("base_unused", language)
    return None if folder is None else read_plan(PlanFolder(folder), language)


def _write(done: Round, out: Path, language: Language) -> None:
    """Write a round's plan to a folder named by its day."""
    planned = done.planned
    sections = report(summarise(planned.dataset, planned.policy, planned), language)
    target = PlanFolder(out / planned.policy.as_of.isoformat())
    if target.would_overwrite(out):
        stop("foreign_input", language, path=target.input)
    write_planned(target, planned, sections, language, policy=policy_text(planned.policy), base=done.base)
