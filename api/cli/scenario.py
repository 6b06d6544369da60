"""``dieuphoi scenario``: a what-if as a file: begun, checked, planned, listed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from api.cli.interrupt import stop_on_interrupt
from api.cli.making import make, tell
from api.cli.options import Lang
from api.cli.read import given, read_plan
from api.cli.scenario_input import ScenarioReading, read_scenario_input
from api.cli.show import say_line, show_findings, show_report
from api.cli.stages import stages
from api.cli.stop import FOUND, files_of_user, require_folder, stop
from api.cli.write import write_planned
from api.plan_folder import PlanFolder
from optimizer.export import Section
from optimizer.findings import Finding, has_errors
from optimizer.text import Language, say, spoken
from scenarios.scenario import SUFFIX, edit_kinds, read_scenario

app = typer.Typer(help="What-if: a base, and what differs from it, as a file.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="FILE", help="Scenario file, ending in .toml.")]


@app.command()
def new(
    file: File,
    base: Annotated[
        Path, typer.Option(help="What it stands on: a folder of tables or of a plan, or another scenario.")
    ],
    lang: Lang,
) -> None:
    """Begin a scenario file: its base, and the kinds of edits to choose from."""
    if file.suffix != SUFFIX:
        stop("no_scenario_name", lang, path=file)
    if not base.exists():
        stop("no_base", lang, path=base)
    if file.exists():
        stop("scenario_exists", lang, path=file)
    path = Path(os.path.relpath(base, file.parent)).as_posix()
    kinds = ", ".join(edit_kinds())
    with files_of_user(lang):
        file.write_bytes(say("command.new_scenario", lang, base=path, kinds=kinds).encode())
    say_line("scenario_written", lang, path=file)


@app.command()
def check(file: File, lang: Lang) -> None:
    """Read a scenario with its base and print everything that is wrong with it, without planning."""
    with stages(lang) as on_stage:
        on_stage("read")
        reading = _read(file, lang)
    show_findings(reading.findings, lang)
    if has_errors(reading.findings):
        raise typer.Exit(FOUND)


@app.command()
def run(
    file: File,
    out: Annotated[Path, typer.Option(help="Folder to write the plan to.")],
    lang: Lang,
    base: Annotated[
        Path | None,
        typer.Option(help="Folder of a plan to change as little as possible; by default the scenario's base itself."),
    ] = None,
    engine: Annotated[Literal["flow", "cp-sat"], typer.Option(help="How to solve.")] = "flow",
    time_limit: Annotated[int, typer.Option(min=1, help="Seconds after which the search stops.")] = 600,
) -> None:
    """Plan a scenario, verify the plan, print its summary and write it with the tables it was made from."""
    target = PlanFolder(out)
    named = None if base is None else read_plan(PlanFolder(base), lang)
    with stop_on_interrupt() as should_stop, stages(lang) as on_stage:
        on_stage("read")
        reading = _read(file, lang)
        read = given(reading, on_stage, lang)
        if target.would_overwrite(file):
            stop("foreign_input", lang, path=target.input)
        base_plan = named or reading.base_plan
        made = make(read, base_plan, lang, on_stage, should_stop, engine=engine, time_limit_seconds=time_limit)
        on_stage("write")
        with files_of_user(lang):
            text = file.read_text(encoding="utf-8")
            write_planned(target, made.plan, made.sections, lang, base=base_plan, scenario=text)
        seconds = on_stage.seconds()
    tell(made, reading.findings, seconds, out, lang)


@app.command("list")
def list_(
    folder: Annotated[Path, typer.Argument(help="Folder with scenario files.")],
    lang: Lang,
) -> None:
    """List the scenarios of a folder: what each stands on, how many edits it makes, its note."""
    require_folder(folder, lang)
    rows: list[tuple[str, ...]] = []
    findings: list[Finding] = []
    with files_of_user(lang):
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            scenario, wrong = read_scenario(path)
            findings += wrong
            if scenario is not None:
                rows.append((path.name, scenario.base, spoken(len(scenario.edits), lang), scenario.note))
    columns = tuple(say(f"command.{column}", lang) for column in ("scenario", "base", "edits", "note"))
    show_report([Section(say("command.scenarios", lang), columns, tuple(rows))])
    if findings:
        show_findings(findings, lang)
        raise typer.Exit(FOUND)


def _read(file: Path, language: Language) -> ScenarioReading:
    """What a scenario comes to; ends the command if there is no such file."""
    if file.suffix != SUFFIX:
        stop("no_scenario_name", language, path=file)
    with files_of_user(language):
        try:
            return read_scenario_input(file)
        except ValueError as error:
            stop("not_a_plan", language, path=file, reason=error)
