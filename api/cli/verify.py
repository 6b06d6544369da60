"""``dieuphoi verify``: count a plan's violations and check its proof, afresh."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import optimizer
from api.cli.options import Lang
from api.cli.read import Input, read_input
from api.cli.show import say_line, show_findings, show_violations
from api.cli.stages import stages
from api.cli.stop import FOUND, files_of_user, require_folder, stop
from api.plan_folder import PlanFolder
from optimizer.plan import Plan, ProofCheck
from optimizer.planning import policy_sha256
from optimizer.text import Language


def verify(
    folder: Annotated[Path, typer.Argument(help="Folder that `dieuphoi plan` has written.")],
    lang: Lang,
) -> None:
    """Verify a plan from its own folder: input unchanged, no violations, values and proof right."""
    source = PlanFolder(folder)
    with stages(lang) as on_stage:
        on_stage("read")
        plan = _read_plan(source, lang)
        reading = read_input(source.input, source.policy, lang)
        if reading.input is None:
            on_stage.hide()
            show_findings(reading.findings, lang)
            raise typer.Exit(FOUND)
        given = reading.input
        on_stage("verify")
        violations = optimizer.verify(given.dataset, plan, given.policy).violations
        proof = optimizer.check_proof(given.dataset, plan, given.policy)
        changed = _changes(source, plan, given)
    for code, name in changed:
        say_line(code, lang, name=name)
    show_violations(violations, lang)
    say_line(f"proof_{proof}", lang)
    if violations or changed or proof is ProofCheck.REFUTED:
        raise typer.Exit(FOUND)


def _read_plan(source: PlanFolder, language: Language) -> Plan:
    """The plan in a folder; ends the command if there is none."""
    require_folder(source.path, language)
    if not source.has_plan:
        stop("no_plan", language, path=source.path)
    with files_of_user(language):
        try:
            return source.read_plan()
        except ValueError as error:
            stop("not_a_plan", language, path=source.path, reason=error)


def _changes(source: PlanFolder, plan: Plan, given: Input) -> list[tuple[str, str]]:
    """What in the folder no longer is what the plan was made from or wrote: a code and a file each."""
    changes = []
    if given.dataset.sha256 != plan.provenance.dataset_sha256:
        changes.append(("input_changed", source.input.name))
    if policy_sha256(given.policy) != plan.provenance.policy_sha256:
        changes.append(("policy_changed", source.policy.name))
    return changes + [("table_altered", name) for name in source.altered_tables(plan)]
