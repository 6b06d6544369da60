"""``dieuphoi ledger``: quota, payroll and working strength by unit, department or field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Lang
from api.cli.read import Input, given, read_input, read_plan, read_plan_file
from api.cli.show import say_line, show_report
from api.cli.stages import stages
from api.cli.stop import FOUND, files_of_user, stop
from api.plan_folder import PlanFolder
from optimizer.export import ledger_csv, ledger_json, ledger_sections
from optimizer.ledger import By, Ledger, checks_of, ledger_of
from optimizer.plan import Plan
from optimizer.text import Language

FORMATS: Mapping[str, Callable[[Ledger], str]] = {".csv": ledger_csv, ".json": ledger_json}
"""How a ledger is written, by the end of the file's name."""


def ledger(
    folder: Annotated[Path, typer.Argument(help="Folder of input tables, or one that `dieuphoi plan` has written.")],
    lang: Lang,
    by: Annotated[By, typer.Option(help="What a row is.")] = By.UNIT,
    plan: Annotated[
        Path | None, typer.Option(help="Plan to count after: its folder or its plan.json; by default the folder's own.")
    ] = None,
    policy: Annotated[Path | None, typer.Option(help="Policy file; by default policy.toml in the folder.")] = None,
    out: Annotated[Path | None, typer.Option(help="File to write the ledger to, .csv or .json.")] = None,
) -> None:
    """Count quota, payroll, working strength, surplus and shortage, before a plan and after it."""
    if out is not None and out.suffix not in FORMATS:
        stop("no_ledger_format", lang, path=out)
    source = PlanFolder(folder)
    tables = source.input if source.has_plan else folder
    with stages(lang) as on_stage:
        on_stage("read")
        proposal = _plan(source, plan, lang)
        policy = policy or (source.policy if source.has_plan else None)
        read = given(read_input(tables, policy, lang), on_stage, lang)
        if proposal is not None:
            _require_same(proposal, read, plan or folder, tables, lang)
        counted = ledger_of(read.dataset, read.policy, proposal, by)
    show_report(ledger_sections(counted, lang))
    if out is not None:
        with files_of_user(lang):
            out.write_bytes(FORMATS[out.suffix](counted).encode())
        say_line("ledger_written", lang, path=out)
    if not all(check.holds for checks in checks_of(counted) for check in checks):
        raise typer.Exit(FOUND)


def _plan(source: PlanFolder, named: Path | None, language: Language) -> Plan | None:
    """The plan named, else the one of the folder, if any."""
    if named is not None:
        return read_plan_file(named, language) if named.is_file() else read_plan(PlanFolder(named), language)
    return read_plan(source, language) if source.has_plan else None


def _require_same(plan: Plan, given: Input, path: Path, tables: Path, language: Language) -> None:
    """End the command if a plan was made from other tables or for another day: its counts would mean nothing."""
    if plan.provenance.dataset_sha256 != given.dataset.sha256:
        stop("plan_of_other_tables", language, plan=path, tables=tables)
    if plan.provenance.as_of != given.policy.as_of:
        stop("plan_of_another_day", language, plan=path, made=plan.provenance.as_of, day=given.policy.as_of)
