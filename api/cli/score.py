"""A plan made by hand, as ``dieuphoi verify --moves`` shows it."""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.options import Lang
from api.cli.read import read_input
from api.cli.show import show_findings, show_report, show_violations
from api.cli.stages import stages
from api.cli.stop import FOUND, files_of_user
from api.plan_folder import PlanFolder
from optimizer.by_hand import read_moves
from optimizer.export import Section
from optimizer.export.labels import label
from optimizer.export.report import figures_of_change
from optimizer.facts import facts_of
from optimizer.plan import Plan
from optimizer.text import Language, say
from scenarios.figures import people_away
from scenarios.score import Score, score


def score_moves(folder: Path, moves: Path, lang: Lang) -> None:
    """Verify the moves of a file against the tables in a folder, and show what the optimizer reaches with as many."""
    source = PlanFolder(folder)
    with stages(lang) as on_stage:
        on_stage("read")
        reading = read_input(
            source.input if source.has_plan else folder, source.policy if source.has_plan else None, lang
        )
        findings, given = reading.findings, reading.input
        made = None
        if given is not None:
            with files_of_user(lang):
                made = read_moves(moves, facts_of(given.dataset, given.policy))
            findings = made.findings
        if given is None or made is None or made.plan is None:
            on_stage.hide()
            show_findings(findings, lang)
            raise typer.Exit(FOUND)
        on_stage("verify")
        scored = score(given.dataset, made.plan, given.policy)
    show_violations(scored.verification.violations, lang)
    show_report([_section(scored, lang)])
    show_findings(findings, lang)
    if scored.verification.violations:
        raise typer.Exit(FOUND)


def _section(scored: Score, language: Language) -> Section:
    best = scored.best.values
    notes = [
        say("score.moves", language, people=scored.most, best=people_away(scored.best)),
        say("score.reassigned", language, people=_reassigned(scored.plan), best=_reassigned(scored.best)),
        say("report.lower_is_better", language),
    ]
    if scored.verification.violations:
        notes.append(say("score.invalid", language))
    return Section(
        say("score.title", language),
        (
            say("report.tier", language),
            say("score.by_hand", language),
            say("score.best", language),
            say("report.change", language),
        ),
        tuple(
            (label(f"tier.{tier.tier}", language), *figures_of_change(tier.value, best[tier.tier], language))
            for tier in scored.verification.objective
        ),
        tuple(notes),
    )


def _reassigned(plan: Plan) -> int:
    return sum(move.count for move in plan.moves) - people_away(plan)
