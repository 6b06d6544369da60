"""Explanations in words, from codes and figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from optimizer.explain import (
    Effect,
    MoveReasons,
    Placing,
    Relaxation,
    Standing,
    VacancyReasons,
    Verdict,
    WhyNot,
)
from optimizer.explain.closure import UsedUp
from optimizer.explain.effect import Named
from optimizer.export.labels import label
from optimizer.export.section import Section
from optimizer.rules import rule_by_id
from optimizer.rules.bar import NEUTRAL_RULE
from optimizer.text import Language, say, spoken

MOST_MOVES = 6
"""Moves named where a change touches more."""


def standing_section(standing: Standing, violations: int, language: Language) -> Section:
    """What losses are measured against."""
    behind = loss_words(standing, Effect(standing.behind, True), language)
    notes = [
        say("explain.measured", language)
        if standing.is_best
        else say("explain.measured_behind", language, behind=behind)
    ]
    if violations:
        notes.append(say("explain.breaks_rules", language, number=violations))
    if not standing.has_prices:
        notes.append(say("explain.without_prices", language))
    return Section("", (), (), tuple(notes))


def moves_section(standing: Standing, reasons: Sequence[MoveReasons], language: Language) -> Section:
    """One line a move."""
    columns = ("move", "fit", "km", "cost", "end", "decided_by", "loss")
    return Section(
        say("explain.moves", language),
        tuple(say(f"explain.{column}", language) for column in columns),
        tuple(
            (
                _named((one.move.employee, one.move.to_post, one.move.form), language),
                spoken(one.move.fit, language),
                say("explain.unknown", language) if one.move.km is None else spoken(one.move.km, language),
                spoken(one.move.cost_vnd, language),
                say("explain.for_good", language) if one.move.end is None else spoken(one.move.end, language),
                _decider(one, language),
                loss_words(standing, one.without, language),
            )
            for one in reasons
        ),
    )


def move_sections(standing: Standing, one: MoveReasons, language: Language) -> tuple[Section, ...]:
    """All that is known of one move: its line, what happens without it, the rules and limits it passed."""
    head = moves_section(standing, [one], language)
    notes = tuple(_without(one, language))
    rules = tuple(
        (
            say("explain.bars", language) if agreed.rule == NEUTRAL_RULE else rule_by_id(agreed.rule).name[language],
            " ".join(part for part in (agreed.citation.instrument, agreed.citation.article) if part),
        )
        for agreed in one.passed.rules
    )
    kept = tuple(
        say(
            "explain.kept",
            language,
            rule=rule_by_id(limit.rule).name[language],
            subject=limit.subject,
            number=limit.number,
            bound=limit.bound,
        )
        for limit in one.passed.limits
    )
    return (
        Section(head.title, head.columns, head.rows, notes),
        Section(
            say("explain.rules_passed", language),
            (say("explain.rule", language), say("explain.article", language)),
            rules,
            kept,
        ),
    )


def _decider(one: MoveReasons, language: Language) -> str:
    return say("explain.unknown", language) if one.decided_by is None else say(f"tier.{one.decided_by}", language)


def _without(one: MoveReasons, language: Language) -> Iterator[str]:
    if one.without is None or not one.without.is_exact:
        return
    if one.equals > 1:
        yield say("explain.equals", language, number=one.equals)
    if one.runner_up is None:
        yield say("explain.no_runner_up", language)
    else:
        yield say("explain.runner_up", language, employee=one.runner_up[0])
    if one.instead is None:
        yield say("explain.stays", language)
    else:
        yield say("explain.instead", language, post=one.instead[1], form=say(f"form.{one.instead[2]}", language))
    yield from _displaced(one.without, language)


def why_not_section(standing: Standing, answer: WhyNot, language: Language) -> Section:
    """Why a person does not take a post."""
    if answer.verdict is Verdict.COSTS:
        notes = [say("explain.costs", language, loss=loss_words(standing, answer.effect, language))]
    else:
        notes = [say(f"explain.{answer.verdict}", language)]
    notes += [refused.sentence(language) for refused in answer.refusals]
    notes += [limit.sentence(language) for limit in answer.limits]
    if answer.effect is not None:
        notes += _displaced(answer.effect, language)
    return Section(say("explain.why_not", language, employee=answer.employee, post=answer.post), (), (), tuple(notes))


def candidates_section(standing: Standing, post: str, placings: Sequence[Placing], language: Language) -> Section:
    """Everybody placed in a post, then who else could be, and what that costs the plan."""
    planned = [move for move in standing.plan.moves if move.to_post == post]
    rows = [
        (move.employee, label(f"form.{move.form}", language), say("explain.placed", language)) for move in planned
    ] + [
        (one.employee, label(f"form.{one.form}", language), loss_words(standing, one.effect, language))
        for one in placings
    ]
    notes = () if placings else (say("explain.no_candidates", language),)
    columns = tuple(say(f"explain.{column}", language) for column in ("candidate", "form", "loss"))
    return Section(say("explain.candidates", language, post=post), columns, tuple(rows), notes)


def vacancies_section(
    standing: Standing,
    reasons: Sequence[VacancyReasons],
    relaxed: Sequence[Sequence[Relaxation]],
    language: Language,
) -> Section:
    """One line a vacant post: cause, what closes it off, whom it would cost least to place, what would help."""
    return Section(
        say("explain.vacancies", language),
        tuple(say(f"explain.{column}", language) for column in ("post", "seats", "cause", "reasons")),
        tuple(
            (
                one.vacancy.post,
                spoken(one.vacancy.seats, language),
                say(f"vacancy.{one.cause}", language),
                " ".join((*_closed(standing, one, language), *(_relaxation(standing, r, language) for r in helps))),
            )
            for one, helps in zip(reasons, relaxed, strict=True)
        ),
    )


def _closed(standing: Standing, one: VacancyReasons, language: Language) -> Iterator[str]:
    if one.used_up:
        limits = _listed([_limit(limit, language) for limit in one.used_up], language)
        yield say("explain.used_up", language, limits=limits)
    yield from (limit.sentence(language) for limit in one.closed_by)
    if one.rivalling:
        yield say("explain.rivalling", language, number=len(one.rivalling))
    for placing in one.cheapest[:1]:
        loss = loss_words(standing, placing.effect, language)
        yield say("explain.cheapest", language, employee=placing.employee, loss=loss)


def _relaxation(standing: Standing, one: Relaxation, language: Language) -> str:
    loss = loss_words(standing, one.effect, language)
    if one.limit is not None:
        return say("explain.raise", language, limit=_limit(one.limit, language), loss=loss)
    assert one.placing is not None and one.refused is not None
    return say(f"lift.{one.refused.rule}", language, employee=one.placing.employee, beyond=one.beyond, loss=loss)


def _limit(limit: UsedUp, language: Language) -> str:
    rules = ", ".join(rule_by_id(rule).name[language] for rule, _ in limit.limits)
    return say("explain.limit", language, rule=rules, subject=limit.subject, capacity=limit.capacity)


def loss_words(standing: Standing, effect: Effect | None, language: Language) -> str:
    """The tiers that change, with their units; a bound is called one."""
    if effect is None:
        return say("explain.unknown", language)
    parts = [
        say(
            "explain.tier_loss",
            language,
            tier=say(f"tier.{tier.id}", language),
            change=("+" if loss > 0 else "") + spoken(loss, language),
            unit=say(f"tier_unit.{tier.unit}", language),
        )
        for tier, loss in zip(standing.problem.tiers, effect.loss, strict=False)
        if loss
    ]
    words = "; ".join(parts) or say("explain.no_loss", language)
    return words if effect.is_exact else say("explain.at_least", language, loss=words)


def _displaced(effect: Effect, language: Language) -> Iterator[str]:
    for code, moves in (("gone", effect.gone), ("come", effect.come)):
        if moves:
            yield say(f"explain.{code}", language, moves=_listed([_named(one, language) for one in moves], language))


def _listed(texts: Sequence[str], language: Language) -> str:
    shown: Iterable[str] = texts[:MOST_MOVES]
    if len(texts) > MOST_MOVES:
        shown = (*shown, say("explain.and_more", language, number=len(texts) - MOST_MOVES))
    return ", ".join(shown)


def _named(named: Named, language: Language) -> str:
    employee, post, form = named
    return say("explain.of_move", language, employee=employee, post=post, form=say(f"form.{form}", language))
