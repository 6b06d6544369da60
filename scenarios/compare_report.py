"""A comparison in words: figures and objective side by side, then people and posts, with what causes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from optimizer.domain import SenderKind
from optimizer.export import Headcount, Section, Summary, summarise
from optimizer.export.labels import label
from optimizer.export.report import figures_of_change
from optimizer.policy import Form
from optimizer.text import Language, say, spoken
from scenarios.causes import Cause
from scenarios.compare import Comparison, Difference

NONE = "–"
"""Stands for a figure that one of the two plans does not have."""


def comparison_report(
    comparison: Comparison, causes: Sequence[Cause] | None, language: Language
) -> tuple[Section, ...]:
    """The sections of a comparison; ``causes`` None where they were not looked for."""
    return (
        _figures(comparison, language),
        _objective(comparison, language),
        *([_causes(comparison, causes, language)] if causes else []),
        _people(comparison, causes, language),
        _posts(comparison, causes, language),
    )


def people_rows(comparison: Comparison, causes: Sequence[Cause] | None) -> list[tuple[str, ...]]:
    """Everybody whom either plan moves: id, how they fare, posts and forms before and after, what causes it."""
    return [
        (
            pair.employee,
            pair.difference.value,
            _listed(pair.before),
            _listed(pair.after),
            "; ".join(cause.change for cause in causes or () if pair.employee in cause.people),
        )
        for pair in comparison.people
    ]


def post_rows(comparison: Comparison, causes: Sequence[Cause] | None) -> list[tuple[str, ...]]:
    """Posts that the two plans fill differently: code, who comes and seats left vacant, before and after, causes."""
    return [
        (
            pair.post,
            _listed(pair.before),
            _listed(pair.after),
            NONE if pair.vacant_before is None else str(pair.vacant_before),
            NONE if pair.vacant_after is None else str(pair.vacant_after),
            "; ".join(cause.change for cause in causes or () if pair.post in cause.posts),
        )
        for pair in comparison.different_posts
    ]


def _figures(comparison: Comparison, language: Language) -> Section:
    before, after = (
        summarise(planned.dataset, planned.policy, planned) for planned in (comparison.before, comparison.after)
    )
    rows = [
        *((label(f"form.{form}", language), _moved(before, form), _moved(after, form)) for form in Form),
        (say("compare.people_moved", language), before.people_moved, after.people_moved),
        (say("compare.vacant_seats", language), sum(before.vacant_seats.values()), sum(after.vacant_seats.values())),
        (say("compare.cost", language), before.cost_vnd, after.cost_vnd),
    ]
    communes = [summary.after.get(SenderKind.COMMUNE) for summary in (before, after)]
    if communes[0] is not None and communes[1] is not None:
        rows += [
            (
                say("compare.of_communes", language, count=say(f"count.{name}", language)),
                getattr(communes[0], name),
                getattr(communes[1], name),
            )
            for name in Headcount.__match_args__[1:]
        ]
    return Section(
        say("compare.figures", language),
        ("", *_sides(language)),
        tuple((name, *figures_of_change(was, becomes, language)) for name, was, becomes in rows),
        (say("compare.after_the_plan", language),),
    )


def _moved(summary: Summary, form: Form) -> int:
    return sum(people for (_, its), people in summary.moved.items() if its is form)


def _sides(language: Language) -> tuple[str, str, str]:
    return say("compare.first", language), say("compare.second", language), say("report.change", language)


def _objective(comparison: Comparison, language: Language) -> Section:
    values = [planned.values for planned in (comparison.before, comparison.after)]
    tiers = tuple(dict.fromkeys((*values[1], *values[0])))
    rows = [
        (
            label(f"tier.{tier}", language),
            *(
                figures_of_change(values[0][tier], values[1][tier], language)
                if all(tier in side for side in values)
                else (*(spoken(side[tier], language) if tier in side else NONE for side in values), NONE)
            ),
        )
        for tier in tiers
    ]
    return Section(
        say("report.objective", language),
        (say("report.tier", language), *_sides(language)),
        tuple(rows),
        (say("report.lower_is_better", language),),
    )


def _causes(comparison: Comparison, causes: Sequence[Cause], language: Language) -> Section:
    notes = [say("compare.undone", language)]
    notes += [say("compare.not_undone", language, change=cause.change) for cause in causes if not cause.could_be_undone]
    explained = frozenset[str]().union(*(cause.people for cause in causes))
    together = [pair.employee for pair in comparison.different_people if pair.employee not in explained]
    if together:
        notes.append(say("compare.together", language, people=len(together)))
    return Section(
        say("compare.causes", language),
        tuple(say(f"compare.{column}", language) for column in ("change", "people", "posts")),
        tuple(
            (cause.change, spoken(len(cause.people), language), spoken(len(cause.posts), language))
            for cause in causes
            if cause.could_be_undone
        ),
        tuple(notes),
    )


def _people(comparison: Comparison, causes: Sequence[Cause] | None, language: Language) -> Section:
    numbers = Counter(pair.difference for pair in comparison.people)
    rows = [row for row in people_rows(comparison, causes) if row[1] != Difference.KEPT]
    return Section(
        say("compare.people_title", language),
        tuple(say(f"compare.{column}", language) for column in ("person", "fares", "first", "second", "cause")),
        tuple((row[0], say(f"difference.{row[1]}", language), *row[2:]) for row in rows),
        (
            say(
                "compare.people_numbers",
                language,
                **{difference.value: numbers[difference] for difference in Difference},
            ),
        ),
    )


def _posts(comparison: Comparison, causes: Sequence[Cause] | None, language: Language) -> Section:
    columns = ("post", "first", "second", "vacant_first", "vacant_second", "cause")
    return Section(
        say("compare.posts_title", language),
        tuple(say(f"compare.{column}", language) for column in columns),
        tuple(post_rows(comparison, causes)),
        (say("compare.posts_number", language, posts=len(comparison.different_posts)),),
    )


def _listed(ways: frozenset[tuple[str, Form, int]]) -> str:
    """Codes with form and, of groups, how many people.

    >>> _listed(frozenset({("P1", Form.TRANSFER, 1), ("P2", Form.SECONDMENT, 3)}))
    'P1 (transfer); P2 (secondment, 3)'
    """
    return "; ".join(
        f"{code} ({form.value}{f', {people}' if people > 1 else ''})" for code, form, people in sorted(ways)
    )
