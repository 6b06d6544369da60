"""``dieuphoi explain``: why each move is made, why somebody is not placed, why seats stay vacant."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from pydantic_core import to_jsonable_python

import optimizer
from api.cli.options import Lang
from api.cli.read import read_base, read_planned
from api.cli.show import say_line, show_report, show_texts
from api.cli.stages import stages
from api.cli.stop import files_of_user, stop
from api.plan_folder import PlanFolder
from optimizer.explain import (
    Budget,
    Fairness,
    MoveReasons,
    NotProvedError,
    Placing,
    Relaxation,
    ResidualNeed,
    Standing,
    VacancyReasons,
    WhyNot,
    explain_moves,
    explain_vacancies,
    fairness_of,
    ranked,
    relaxations,
    residual_need,
    standing_of,
    why_not,
)
from optimizer.export import (
    Section,
    burdens_csv,
    candidates_section,
    fairness_sections,
    markdown,
    move_sections,
    moves_section,
    need_csv,
    need_sections,
    shortages_csv,
    standing_section,
    vacancies_section,
    why_not_section,
)
from optimizer.facts import facts_of
from optimizer.text import Language, say

SOLVED_AGAIN = 5
"""Times that a plan is solved again for one question, where limits across units leave paths a bound."""

PARTS = frozenset({"moves", "unfilled", "need", "fairness"})
"""What a whole plan is explained by."""

MOST_CANDIDATES = 10
"""People ranked for a post."""


@dataclass(frozen=True)
class Answers:
    """What was asked and found; ``relaxations`` has an entry per vacancy, the last two are None if not asked for."""

    moves: tuple[MoveReasons, ...] = ()
    why_not: WhyNot | None = None
    candidates: tuple[Placing, ...] = ()
    vacancies: tuple[VacancyReasons, ...] = ()
    relaxations: tuple[tuple[Relaxation, ...], ...] = ()
    need: ResidualNeed | None = None
    fairness: Fairness | None = None


def explain(
    folder: Annotated[Path, typer.Argument(help="Folder that `dieuphoi plan` has written.")],
    lang: Lang,
    move: Annotated[str | None, typer.Option(help="Id of a person whom the plan moves: why this move.")] = None,
    employee: Annotated[str | None, typer.Option(help="Id of a person: why not in --post.")] = None,
    post: Annotated[str | None, typer.Option(help="Code of a post: its candidates, and why it is vacant.")] = None,
    unfilled: Annotated[bool, typer.Option("--unfilled", help="Only the seats left vacant.")] = False,
    need: Annotated[bool, typer.Option("--need", help="Only what is left to recruit, contract or train.")] = False,
    fairness: Annotated[bool, typer.Option("--fairness", help="Only how shortage and burden are spread.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print data instead of text.")] = False,
    out: Annotated[Path | None, typer.Option(help="Folder to write the answers to, as Markdown and CSV.")] = None,
) -> None:
    """Explain a plan: all of it, one move, one post, one person at one post, or one part of what concerns all."""
    if employee is not None and post is None:
        stop("employee_without_post", lang)
    asked = {"unfilled": unfilled, "need": need, "fairness": fairness}
    source = PlanFolder(folder)
    with stages(lang) as on_stage:
        on_stage("read")
        plan, base = read_planned(source, on_stage, lang), read_base(source, lang)
        dataset, policy = plan.dataset, plan.policy
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
        if employee is not None or move is not None or post is not None:
            answers = _answers_to_one(standing, move, employee, post)
        else:
            answers = _answers(standing, {name for name, is_asked in asked.items() if is_asked} or PARTS)
    head = standing_section(standing, violations, lang)
    sections = tuple(_sections(standing, answers, lang, is_one=move is not None, post=post))
    if out is not None:
        with files_of_user(lang):
            _write(out, markdown([head, *sections], lang, say("explain.title", lang)), answers)
    if as_json:
        told = {"behind": standing.behind, "violations": violations, "tiers": [t.id for t in standing.problem.tiers]}
        typer.echo(json.dumps({**told, **to_jsonable_python(answers)}, ensure_ascii=False, indent=2, sort_keys=True))
        return
    show_report([head])
    show_texts(sections)
    if out is not None:
        say_line("explanation_written", lang, path=out)


def _answers_to_one(standing: Standing, move: str | None, employee: str | None, post: str | None) -> Answers:
    """What is asked of one move, one person at one post, or one post."""
    budget, plan = Budget(SOLVED_AGAIN), standing.plan
    if employee is not None and post is not None:
        return Answers(why_not=why_not(standing, employee, post, budget))
    if move is not None:
        made = tuple(made for made in plan.moves if made.employee == move)
        return Answers(moves=explain_moves(standing, made, budget))
    assert post is not None
    vacancies = _vacancies(standing, post)
    candidates = ranked(standing, post, MOST_CANDIDATES) if standing.has_prices else ()
    return Answers(candidates=candidates, vacancies=vacancies, relaxations=relaxations(standing, vacancies))


def _answers(standing: Standing, parts: Collection[str]) -> Answers:
    """What is asked of the whole plan."""
    vacancies = _vacancies(standing) if "unfilled" in parts else ()
    return Answers(
        moves=explain_moves(standing, standing.plan.moves, Budget(SOLVED_AGAIN)) if "moves" in parts else (),
        vacancies=vacancies,
        relaxations=relaxations(standing, vacancies),
        need=residual_need(standing) if "need" in parts else None,
        fairness=fairness_of(standing.plan, standing.facts) if "fairness" in parts else None,
    )


def _vacancies(standing: Standing, post: str | None = None) -> tuple[VacancyReasons, ...]:
    """The reasons of vacant seats, of one post or of all, where prices tell."""
    seats = [seat for seat in standing.vacancies if post in (None, seat.post)] if standing.has_prices else []
    return explain_vacancies(standing, seats)


def _sections(
    standing: Standing, answers: Answers, language: Language, *, is_one: bool, post: str | None
) -> Iterator[Section]:
    if answers.why_not is not None:
        yield why_not_section(standing, answers.why_not, language)
    elif is_one:
        for one in answers.moves:
            yield from move_sections(standing, one, language)
    elif answers.moves:
        yield moves_section(standing, answers.moves, language)
    if post is not None and answers.why_not is None:
        yield candidates_section(standing, post, answers.candidates, language)
    if answers.vacancies:
        yield vacancies_section(standing, answers.vacancies, answers.relaxations, language)
    if answers.need is not None:
        yield from need_sections(standing, answers.need, language)
    if answers.fairness is not None:
        yield from fairness_sections(answers.fairness, standing.facts.dataset, language)


def _write(folder: Path, text: str, answers: Answers) -> None:
    """The text, and what a spreadsheet can count on."""
    files = {"explanation.md": text}
    if answers.need is not None:
        files["need.csv"] = need_csv(answers.need)
    if answers.fairness is not None:
        files["shortages.csv"] = shortages_csv(answers.fairness)
        files["burdens.csv"] = burdens_csv(answers.fairness)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content.encode())
