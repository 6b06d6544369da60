"""``dieuphoi ingest``: one dataset from the workbooks of many communes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Lang
from api.cli.read import given, is_workbook, read_opened
from api.cli.show import say_line, show_findings
from api.cli.stages import stages
from api.cli.stop import files_of_user, stop
from api.cli.workbooks import Marked, Repairs, write_marked_copies
from optimizer.domain import TABLES
from optimizer.ingest import write_folder
from optimizer.ingest.workbook import open_workbooks
from optimizer.policy import POLICY_FILE


def ingest(
    workbooks: Annotated[list[Path], typer.Argument(help="Workbooks, as `dieuphoi template` makes them.")],
    out: Annotated[Path, typer.Option(help="Folder to write the tables and the policy to.")],
    lang: Lang,
    policy: Annotated[Path | None, typer.Option(help="Policy file; by default the workbooks' sheets.")] = None,
    accept_repairs: Repairs = False,
    marked: Marked = None,
) -> None:
    """Read workbooks as one dataset and write it as a folder of tables; conflicts between them are findings."""
    for path in workbooks:
        if not is_workbook(path):
            stop("not_a_workbook", lang, path=path)
    if any((out / name).exists() for name in (POLICY_FILE, *(f"{table}.csv" for table in TABLES))):
        stop("out_has_tables", lang, path=out)
    with stages(lang) as on_stage, files_of_user(lang):
        on_stage("read")
        books = open_workbooks(workbooks)
        reading = read_opened(books, policy, accept_repairs=accept_repairs)
        on_stage("write")
        write_marked_copies(books, reading.findings, marked, lang)
        read = given(reading, on_stage, lang)
        write_folder(read.dataset, out)
        (out / POLICY_FILE).write_text(read.policy_text, encoding="utf-8")
    show_findings(reading.findings, lang)
    counts = {name: len(getattr(read.dataset, name)) for name in ("units", "posts", "employees")}
    say_line(
        "dataset_written", lang, path=out, units=counts["units"], posts=counts["posts"], people=counts["employees"]
    )
    say_line("next_plan", lang, path=out)
