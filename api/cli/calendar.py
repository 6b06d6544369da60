"""``dieuphoi calendar``: which terms end when, and by when somebody decides to end or to extend."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AsOf, Lang, day_of_user
from api.cli.read import given, read_input, read_plan
from api.cli.show import show_report
from api.cli.stages import stages
from api.plan_folder import PlanFolder
from optimizer.export import calendar_section
from optimizer.terms import calendar as terms


def calendar(
    folder: Annotated[Path, typer.Argument(help="Folder of input tables, or one that `dieuphoi plan` has written.")],
    lang: Lang,
    as_of: AsOf = None,
    policy: Annotated[Path | None, typer.Option(help="Policy file; by default policy.toml in the folder.")] = None,
) -> None:
    """List the terms that end, by day: secondments on record, overdue ones first, and those of the folder's plan."""
    day = day_of_user(as_of, lang)
    source = PlanFolder(folder)
    tables = source.input if source.has_plan else folder
    with stages(lang) as on_stage:
        on_stage("read")
        read = given(read_input(tables, policy or (source.policy if source.has_plan else None), lang), on_stage, lang)
    used = read.policy if day is None else read.policy.model_copy(update={"as_of": day})
    moves = read_plan(source, lang).moves if source.has_plan else ()
    show_report([calendar_section(read.dataset, used, terms(read.dataset, used, moves), lang)])
