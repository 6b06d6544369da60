"""What communes still need after a plan, in words and as CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from optimizer.domain import Dataset
from optimizer.explain import Need, ResidualNeed, Specialist, Standing
from optimizer.export.explanation import loss_words
from optimizer.export.labels import field_name, unit_name
from optimizer.export.section import Section
from optimizer.export.tables import csv_text
from optimizer.text import Language, say, spoken

NEED_COLUMNS = ("unit", "field", "seats", "recruit", "contract", "learners")
"""Columns of needs as CSV: those of :class:`optimizer.explain.Need`, the people nearest to qualifying by their ids."""


def need_sections(standing: Standing, need: ResidualNeed, language: Language) -> tuple[Section, ...]:
    """Needs by field with what one more specialist is worth, then by commune with who is nearest to qualifying."""
    if not need.needs:
        return (Section(say("need.by_field", language), (), (), (say("need.none", language),)),)
    dataset = standing.facts.dataset
    worth = {one.field: one for one in need.specialists}
    numbers = ("seats", "recruit", "contract")
    by_field: dict[str, Counter[str]] = {}
    for one in need.needs:
        by_field.setdefault(one.field, Counter()).update({name: getattr(one, name) for name in numbers})
    return (
        Section(
            say("need.by_field", language),
            tuple(say(f"need.{column}", language) for column in ("field", *numbers, "worth")),
            tuple(
                (
                    field_name(dataset.field_by_code, field, language),
                    *(spoken(seats[name], language) for name in numbers),
                    _worth(standing, worth.get(field), language),
                )
                for field, seats in sorted(by_field.items())
            ),
            tuple(say(f"need.means_{column}", language) for column in ("recruit", "worth")),
        ),
        Section(
            say("need.by_commune", language),
            tuple(say(f"need.{column}", language) for column in ("unit", "field", *numbers, "learners")),
            tuple(_row(one, numbers, dataset, language) for one in need.needs),
            (say("need.means_learners", language),),
        ),
    )


def need_csv(need: ResidualNeed) -> str:
    """Needs by commune and field, one line each; learners as ``id post lacking+lacking``."""
    rows = (
        (
            one.unit,
            one.field,
            one.seats,
            one.recruit,
            one.contract,
            "; ".join(
                f"{learner.employee} {learner.post} {'+'.join(lack.rule for lack in learner.lacking)}"
                for learner in one.learners
            ),
        )
        for one in need.needs
    )
    return csv_text(NEED_COLUMNS, rows)


def _worth(standing: Standing, specialist: Specialist | None, language: Language) -> str:
    if specialist is None:
        return say("need.worth_later" if standing.has_prices else "need.worth_unknown", language)
    if specialist.post is None:
        return say("need.worth_nothing", language)
    code = "worth_at" if specialist.effect.is_exact else "worth_at_most"
    loss = loss_words(standing, replace(specialist.effect, is_exact=True), language)
    return say(f"need.{code}", language, loss=loss, post=specialist.post)


def _row(need: Need, numbers: Iterable[str], dataset: Dataset, language: Language) -> tuple[str, ...]:
    learners = (
        say(
            "need.learner",
            language,
            employee=learner.employee,
            post=learner.post,
            says=" ".join(lack.sentence(language) for lack in learner.lacking).rstrip("."),
        )
        for learner in need.learners
    )
    return (
        unit_name(dataset.unit_by_code[need.unit]),
        field_name(dataset.field_by_code, need.field, language),
        *(spoken(getattr(need, name), language) for name in numbers),
        "; ".join(learners),
    )
