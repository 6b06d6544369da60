"""``dieuphoi verify``: count a plan's violations and check its proof, afresh."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

import optimizer
from api.cli.options import Lang
from api.cli.read import Input, given, read_base, read_input, read_plan
from api.cli.score import score_moves
from api.cli.show import say_line, show_violations
from api.cli.stages import stages
from api.cli.stop import FOUND
from api.plan_folder import BASE_FILE, PlanFolder
from optimizer.explain import Passed
from optimizer.plan import Plan, ProofCheck, moves_sha256
from optimizer.pricing import Scope


def verify(
    folder: Annotated[Path, typer.Argument(help="Folder that `dieuphoi plan` has written.")],
    lang: Lang,
    moves: Annotated[
        Path | None,
        typer.Option(help="CSV of moves made by hand, to be held against the folder's tables instead of its plan."),
    ] = None,
) -> None:
    """Verify a plan from its own folder: input unchanged, no violations, values and proof right.

    With --moves, a plan made by hand: what it breaks, what it is worth, and what the optimizer
    reaches with as many moves; the folder may then be one of tables alone.
    """
    if moves is not None:
        score_moves(folder, moves, lang)
        return
    source = PlanFolder(folder)
    with stages(lang) as on_stage:
        on_stage("read")
        plan = read_plan(source, lang)
        base = read_base(source, lang)
        read = given(read_input(source.input, source.policy, lang), on_stage, lang)
        on_stage("verify")
        verification = optimizer.verify(read.dataset, plan, read.policy, base=base, price_every_move=True)
        proof = optimizer.check_proof(read.dataset, plan, read.policy, base=base)
        passed = None
        if verification.pricing.scope is not Scope.UNKNOWN_REFERENCES:
            passed = optimizer.rules_passed(read.dataset, plan, read.policy, base=base)
        changed = _changes(source, plan, base, read, passed)
    for code, name in changed:
        say_line(code, lang, name=name)
    show_violations(verification.violations, lang)
    say_line(f"proof_{proof}", lang)
    say_line(f"priced_{verification.pricing.scope}", lang, number=verification.pricing.moves)
    if verification.violations or changed or proof is ProofCheck.REFUTED:
        raise typer.Exit(FOUND)


def _changes(
    source: PlanFolder, plan: Plan, base: Plan | None, read: Input, passed: Sequence[Passed] | None
) -> list[tuple[str, str]]:
    """What in the folder no longer is what the plan was made from or wrote: a code and a file each."""
    changes = []
    if read.dataset.sha256 != plan.provenance.dataset_sha256:
        changes.append(("input_changed", source.input.name))
    if read.policy.sha256 != plan.provenance.policy_sha256:
        changes.append(("policy_changed", source.policy.name))
    if ("" if base is None else moves_sha256(base.moves)) != plan.provenance.base_sha256:
        changes.append(("base_changed", BASE_FILE))
    return changes + [("table_altered", name) for name in source.altered_tables(plan, passed)]
