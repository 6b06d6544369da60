"""``dieuphoi export``: a plan as a workbook or on the map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import optimizer
from api.cli.options import Lang
from api.cli.read import read_base, read_planned
from api.cli.show import say_line
from api.cli.stages import stages
from api.cli.stop import files_of_user, stop
from api.plan_folder import PlanFolder
from optimizer.export import plan_geojson, write_plan_workbook
from optimizer.ingest.workbook import WORKBOOK_SUFFIX

MAP_SUFFIX = ".geojson"


def export(
    folder: Annotated[Path, typer.Argument(help="Folder that `dieuphoi plan` has written.")],
    out: Annotated[Path, typer.Option(help="File to write: .xlsx or .geojson.")],
    lang: Lang,
) -> None:
    """Write a plan as a workbook of its moves, counts, vacant seats and reasons, or as GeoJSON without homes."""
    if out.suffix not in (WORKBOOK_SUFFIX, MAP_SUFFIX):
        stop("no_export_format", lang, path=out)
    source = PlanFolder(folder)
    with stages(lang) as on_stage:
        on_stage("read")
        plan = read_planned(source, on_stage, lang)
        base = read_base(source, lang)
        on_stage("write")
        with files_of_user(lang):
            if out.suffix == MAP_SUFFIX:
                out.write_bytes(plan_geojson(plan.dataset, plan.policy, plan).encode())
            else:
                passed = optimizer.rules_passed(plan.dataset, plan, plan.policy, base=base)
                write_plan_workbook(plan.dataset, plan.policy, plan, passed, out, lang)
    say_line("plan_exported", lang, path=out)
