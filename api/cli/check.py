"""``dieuphoi check``: what is wrong with a folder of tables, or with a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Lang
from api.cli.read import is_workbook, read_input, read_opened
from api.cli.show import say_line, show_findings
from api.cli.stages import stages
from api.cli.stop import FOUND, files_of_user, stop
from api.cli.workbooks import Marked, Repairs, write_marked_copies
from optimizer.findings import has_errors
from optimizer.ingest.workbook import open_workbooks


def check(
    folder: Annotated[Path, typer.Argument(help="Folder of input tables, or a workbook.")],
    lang: Lang,
    policy: Annotated[
        Path | None,
        typer.Option(help="Policy file; by default policy.toml in the folder, or the workbook's own sheet."),
    ] = None,
    accept_repairs: Repairs = False,
    marked: Marked = None,
) -> None:
    """Read tables and print everything that is wrong with them, without planning."""
    if not is_workbook(folder) and (accept_repairs or marked):
        stop("marked_needs_workbook", lang)
    with stages(lang) as on_stage, files_of_user(lang):
        on_stage("read")
        if not is_workbook(folder):
            findings = read_input(folder, policy, lang).findings
        else:
            books = open_workbooks([folder])
            findings = read_opened(books, policy, accept_repairs=accept_repairs).findings
            write_marked_copies(books, findings, marked, lang)
    show_findings(findings, lang)
    if has_errors(findings):
        raise typer.Exit(FOUND)
    say_line("next_plan", lang, path=folder)
