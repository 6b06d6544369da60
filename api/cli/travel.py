"""``dieuphoi travel``: ways by road from an OSRM server, written into the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Lang
from api.cli.read import given, read_input
from api.cli.show import say_line, show_findings
from api.cli.stages import stages
from api.cli.stop import files_of_user, stop
from api.osrm import SOURCE, Osrm, OsrmError, is_address
from optimizer.domain import TABLES
from optimizer.ingest import write_folder
from optimizer.policy import POLICY_FILE
from optimizer.travel.roads import places_to_ask, with_roads


def travel(
    folder: Annotated[Path, typer.Argument(help="Folder of input tables, or a workbook.")],
    osrm: Annotated[str, typer.Option(help="Address of an OSRM server, as http://127.0.0.1:5000.")],
    out: Annotated[Path, typer.Option(help="Folder to write the tables and the policy to.")],
    lang: Lang,
    policy: Annotated[
        Path | None,
        typer.Option(help="Policy file; by default policy.toml in the folder, or the workbook's own sheet."),
    ] = None,
    cache: Annotated[Path, typer.Option(help="Folder in which answers are kept, so that none is asked for twice.")] = (
        Path("osrm-cache")
    ),
) -> None:
    """Ask an OSRM server for the ways between all units and workplaces and write the tables with them.

    Homes are never sent: only the points of units and workplaces are.
    """
    if not is_address(osrm):
        stop("no_address", lang, value=osrm)
    if any((out / name).exists() for name in (POLICY_FILE, *(f"{table}.csv" for table in TABLES))):
        stop("out_has_tables", lang, path=out)
    with stages(lang) as on_stage, files_of_user(lang):
        on_stage("read")
        read = given(read_input(folder, policy, lang), on_stage, lang)
        on_stage("ask_roads")
        places = places_to_ask(read.dataset)
        try:
            roads = Osrm(osrm, cache).roads(places)
        except OsrmError as error:
            stop(error.code, lang, address=osrm, reason=error.reason)
        dataset, findings = with_roads(read.dataset, roads, SOURCE)
        on_stage("write")
        write_folder(dataset, out)
        (out / POLICY_FILE).write_text(read.policy_text, encoding="utf-8")
    show_findings(findings, lang)
    legs = int((dataset.travel["source"] == SOURCE).sum())
    say_line("travel_written", lang, path=out, legs=legs, places=len(places))
