"""``dieuphoi explain``: why each move is made, why somebody is not placed, why seats stay vacant."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from pydantic_core import to_jsonable_python

import optimizer
from api.cli.options import Lang
from api.cli.read import read_base, read_input, read_plan
from api.cli.show import show_findings, show_report, show_texts
from api.cli.stages import stages
from api.cli.stop import FOUND, stop
from api.plan_folder import PlanFolder
from optimizer.explain import (
    Budget,
    MoveReasons,
    NotProvedError,
    Placing,
    Relaxation,
    Standing,
    VacancyReasons,
    WhyNot,
    explain_moves,
    explain_vacancies,
    ranked,
    relaxations,
    standing_of,
    why_not,
)
from optimizer.export import (
    Section,
    candidates_section,
    move_sections,
    moves_section,
    standing_section,
    vacancies_section,
    why_not_section,
)
from optimizer.facts import facts_of
from optimizer.text import Language

SOLVED_AGAIN = 5
"""Times that a plan is solved again for one question, where limits across units leave paths a bound."""

MOST_CANDIDATES = 10
"""People ranked for a post."""


@dataclass(frozen=True)
class Answers:
    """What was asked and found; ``relaxations`` has an entry per vacancy."""

    moves: tuple[MoveReasons, ...] = ()
    why_not: WhyNot | None = None
    candidates: tuple[Placing, ...] = ()
    vacancies: tuple[VacancyReasons, ...] = ()
    relaxations: tuple[tuple[Relaxation, ...], ...] = ()


def explain(
    folder: Annotated[Path, typer.Argument(help="Folder that `dieuphoi plan` has written.")],
    lang: Lang,
    move: Annotated[str | None, typer.Option(help="Id of a person whom the plan moves: why this move.")] = None,
    employee: Annotated[str | None, typer.Option(help="Id of a person: why not in --post.")] = None,
    post: Annotated[str | None, typer.Option(help="Code of a post: its candidates, and why it is vacant.")] = None,
    unfilled: Annotated[bool, typer.Option("--unfilled", help="Only the seats left vacant.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print data instead of text.")] = False,
) -> None:
    """Explain a plan: all of it, one move, one post, one person at one post, or the seats left vacant."""
    if employee is not None and post is None:
        stop("employee_without_post", lang)
    source = PlanFolder(folder)
    with stages(lang) as on_stage:
        on_stage("read")
        plan = read_plan(source, lang)
        base = read_base(source, lang)
        reading = read_input(source.input, source.policy, lang)
        if reading.input is None:
            on_stage.hide()
            show_findings(reading.findings, lang)
            raise typer.Exit(FOUND)
        dataset, policy = reading.input.dataset, reading.input.policy
        for code, known in ((employee, dataset.employee_row), (post, dataset.post_row)):
            if code is not None and code not in known:
                stop("no_such_code", lang, name=code)
        if move is not None and move not in {made.employee for made in plan.moves}:
            stop("no_move", lang, employee=move)
        on_stage("verify")
        violations = len(optimizer.verify(dataset, plan, policy, base=base).violations)
        on_stage("explain")
        try:
            standing = standing_of(plan, facts_of(dataset, policy, None if base is None else base.moves))
        except NotProvedError:
            stop("not_proved", lang)
        answers = _answers(standing, move, employee, post, unfilled)
    if as_json:
        told = {"behind": standing.behind, "violations": violations, "tiers": [t.id for t in standing.problem.tiers]}
        typer.echo(json.dumps({**told, **to_jsonable_python(answers)}, ensure_ascii=False, indent=2, sort_keys=True))
        return
    show_report([standing_section(standing, violations, lang)])
    _show(standing, answers, lang, is_one=move is not None, post=post)


def _answers(standing: Standing, move: str | None, employee: str | None, post: str | None, unfilled: bool) -> Answers:
    budget, plan = Budget(SOLVED_AGAIN), standing.plan
    if employee is not None and post is not None:
        return Answers(why_not=why_not(standing, employee, post, budget))
    if move is not None:
        made = tuple(made for made in plan.moves if made.employee == move)
        return Answers(moves=explain_moves(standing, made, budget))
    asked = [seat for seat in standing.vacancies if post in (None, seat.post)] if standing.has_prices else []
    vacancies = explain_vacancies(standing, asked)
    relaxed = relaxations(standing, vacancies)
    if post is not None:
        candidates = ranked(standing, post, MOST_CANDIDATES) if standing.has_prices else ()
        return Answers(candidates=candidates, vacancies=vacancies, relaxations=relaxed)
    moves = () if unfilled else explain_moves(standing, plan.moves, budget)
    return Answers(moves=moves, vacancies=vacancies, relaxations=relaxed)


def _show(standing: Standing, answers: Answers, language: Language, *, is_one: bool, post: str | None) -> None:
    texts: list[Section] = []
    if answers.why_not is not None:
        texts.append(why_not_section(standing, answers.why_not, language))
    elif is_one:
        texts += [section for one in answers.moves for section in move_sections(standing, one, language)]
    elif answers.moves:
        texts.append(moves_section(standing, answers.moves, language))
    if post is not None and answers.why_not is None:
        texts.append(candidates_section(standing, post, answers.candidates, language))
    if answers.vacancies:
        texts.append(vacancies_section(standing, answers.vacancies, answers.relaxations, language))
    show_texts(texts)
