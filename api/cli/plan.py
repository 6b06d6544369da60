"""``dieuphoi plan``: make a plan, verify it, print it, write it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

import optimizer
from api.cli.interrupt import stop_on_interrupt
from api.cli.options import Lang
from api.cli.price import price_sections
from api.cli.read import read_input, read_plan, tables_of
from api.cli.show import say_line, show_findings, show_report, show_seconds, show_violations, show_warnings
from api.cli.stages import stages
from api.cli.stop import FOUND, files_of_user, stop
from api.plan_folder import PlanFolder
from optimizer.export import markdown, report, summarise
from optimizer.plan import Status
from optimizer.policy import PROFILES
from optimizer.rules.changes import Changes

NOT_TO_FOLLOW = (Status.INFEASIBLE, Status.FAILED)
"""Ends of a search after which somebody has to decide, which demands to lower or what went wrong."""


def plan(
    folder: Annotated[Path, typer.Argument(help="Folder of input tables, or a workbook.")],
    out: Annotated[Path, typer.Option(help="Folder to write the plan to.")],
    lang: Lang,
    policy: Annotated[Path | None, typer.Option(help="Policy file; by default policy.toml in the folder.")] = None,
    profile: Annotated[
        str | None, typer.Option(help="Order of tiers, as `dieuphoi profiles` lists it; by default the policy's.")
    ] = None,
    base: Annotated[Path | None, typer.Option(help="Folder of a plan to change as little as possible.")] = None,
    engine: Annotated[Literal["flow", "cp-sat"], typer.Option(help="How to solve.")] = "flow",
    time_limit: Annotated[int, typer.Option(min=1, help="Seconds after which the search stops.")] = 600,
) -> None:
    """Plan transfers and secondments, verify the plan, print its summary and write it.

    Ctrl-C stops the search; the best plan found so far is printed and written, with its bounds.
    """
    target = PlanFolder(out)
    if out.resolve() == folder.resolve():
        stop("out_is_input", lang, path=out)
    if target.would_overwrite(folder):
        stop("foreign_input", lang, path=target.input)
    if profile is not None and profile not in PROFILES:
        stop("no_profile", lang, name=profile, names=", ".join(PROFILES))
    base_plan = None if base is None else read_plan(PlanFolder(base), lang)
    with stop_on_interrupt() as should_stop, stages(lang) as on_stage:
        on_stage("read")
        reading = read_input(folder, policy, lang, profile)
        if reading.input is None:
            on_stage.hide()
            show_findings(reading.findings, lang)
            raise typer.Exit(FOUND)
        given = reading.input
        if base_plan is not None and Changes.id not in given.policy.tier_order:
            stop("base_unused", lang)
        proposal = optimizer.plan(
            given.dataset,
            given.policy,
            base=base_plan,
            engine=engine,
            time_limit_seconds=time_limit,
            should_stop=should_stop,
            on_progress=on_stage,
        )
        on_stage("verify")
        violations = optimizer.verify(given.dataset, proposal, given.policy, base=base_plan).violations
        price = price_sections(
            proposal, base_plan, lang, on_stage, time_limit_seconds=time_limit, should_stop=should_stop
        )
        sections = (*report(summarise(given.dataset, given.policy, proposal), lang), *price)
        on_stage("write")
        with files_of_user(lang), tables_of(folder, given.dataset) as tables:
            target.write(
                proposal,
                passed=optimizer.rules_passed(given.dataset, proposal, given.policy, base=base_plan),
                summary=markdown(sections, lang),
                policy=given.policy_text,
                tables=tables,
                base=base_plan,
            )
        seconds = on_stage.seconds()
    show_report(sections)
    show_violations(violations, lang)
    show_warnings(reading.findings, lang)
    show_seconds(seconds, lang)
    say_line("plan_written", lang, path=out)
    if violations or proposal.termination.status in NOT_TO_FOLLOW:
        raise typer.Exit(FOUND)
