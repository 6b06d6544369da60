"""``dieuphoi compare``: two plans side by side, and which change of a scenario causes what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Lang
from api.cli.read import read_base, read_planned
from api.cli.show import say_line, show_report
from api.cli.stages import stages
from api.cli.stop import files_of_user
from api.plan_folder import PlanFolder
from optimizer.export import markdown
from optimizer.export.tables import csv_text
from optimizer.text import Language
from scenarios.causes import Cause, causes_of, is_base_of
from scenarios.compare import Comparison
from scenarios.compare import compare as compare_plans
from scenarios.compare_report import comparison_report, people_rows, post_rows
from scenarios.scenario import read_scenario

PEOPLE_COLUMNS = ("employee", "difference", "before", "after", "caused_by")
POST_COLUMNS = ("post", "before", "after", "vacant_before", "vacant_after", "caused_by")
"""Columns of people.csv and posts.csv."""


def compare(
    first: Annotated[Path, typer.Argument(metavar="A", help="Folder of a plan.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Folder of another plan, say of a scenario on A.")],
    lang: Lang,
    out: Annotated[Path | None, typer.Option(help="Folder to write the comparison to, as text and as tables.")] = None,
    causes: Annotated[bool, typer.Option(help="Undo changes one at a time to see what causes what.")] = True,
    processes: Annotated[
        int | None, typer.Option(min=1, help="Changes undone at a time; by default one per core.")
    ] = None,
) -> None:
    """Compare two plans: figures, objectives, every person and post that differs, and what causes it."""
    with stages(lang) as on_stage:
        on_stage("read")
        before, after = (read_planned(PlanFolder(folder), on_stage, lang) for folder in (first, second))
        comparison = compare_plans(before, after)
        on_stage("compare")
        found = _causes(comparison, PlanFolder(second), lang, processes) if causes else None
        sections = comparison_report(comparison, found, lang)
    show_report(sections)
    if causes and found is None:
        say_line("causes_unknown", lang)
    if out is not None:
        with files_of_user(lang):
            out.mkdir(parents=True, exist_ok=True)
            (out / "comparison.md").write_bytes(markdown(sections, lang).encode())
            (out / "people.csv").write_bytes(csv_text(PEOPLE_COLUMNS, people_rows(comparison, found)).encode())
            (out / "posts.csv").write_bytes(csv_text(POST_COLUMNS, post_rows(comparison, found)).encode())
        say_line("comparison_written", lang, path=out)


def _causes(
    comparison: Comparison, source: PlanFolder, language: Language, processes: int | None
) -> tuple[Cause, ...] | None:
    """What causes the differences; None if the second plan is not of a scenario on the first one's tables."""
    if not source.scenario.is_file():
        return None
    with files_of_user(language):
        scenario, _ = read_scenario(source.scenario)
    if scenario is None or not is_base_of(comparison.before, comparison.after, scenario):
        return None
    return causes_of(comparison, scenario, read_base(source, language), processes=processes)
