"""``dieuphoi plan``: make a plan, verify it, print it, write it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

import optimizer
from api.cli.interrupt import stop_on_interrupt
from api.cli.making import make, tell
from api.cli.options import Lang
from api.cli.read import given, read_input, read_plan, tables_of
from api.cli.stages import stages
from api.cli.stop import files_of_user, stop
from api.plan_folder import PlanFolder
from optimizer.export import markdown
from optimizer.policy import PROFILES


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
        read = given(reading, on_stage, lang)
        made = make(read, base_plan, lang, on_stage, should_stop, engine=engine, time_limit_seconds=time_limit)
        on_stage("write")
        with files_of_user(lang), tables_of(folder, read.dataset) as tables:
            target.write(
                made.plan,
                passed=optimizer.rules_passed(read.dataset, made.plan, read.policy, base=base_plan),
                summary=markdown(made.sections, lang),
                policy=read.policy_text,
                tables=tables,
                base=base_plan,
            )
        seconds = on_stage.seconds()
    tell(made, reading.findings, seconds, out, lang)
