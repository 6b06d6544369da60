"""A chain of rounds in a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from optimizer.export import Section
from optimizer.text import Language, say, spoken
from scenarios.figures import figures_of
from scenarios.rounds import Round

ROUND_COLUMNS = (
    "as_of",
    "left",
    "returned",
    "people_moved",
    "people_away",
    "vacant_seats",
    "weighted_fill",
    "cost_vnd",
    "status",
)
"""Columns of rounds.csv: the day, people who left or came back since the round before, and what the plan comes to."""


def round_rows(made: Sequence[Round]) -> Iterator[tuple[object, ...]]:
    """The cells of every round, None for a need that the policy's tiers do not measure."""
    for done in made:
        figures = figures_of(done.planned)
        yield (
            done.planned.policy.as_of,
            done.left,
            done.returned,
            figures.people_moved,
            figures.people_away,
            figures.vacant_seats,
            figures.tiers.get("weighted_fill"),
            figures.cost_vnd,
            figures.status,
        )


def rounds_section(made: Sequence[Round], language: Language) -> Section:
    """The rounds as a table; that they are chained and not planned together is said under it."""
    return Section(
        say("rounds.title", language),
        tuple(say(f"rounds.{column}", language) for column in ROUND_COLUMNS),
        tuple(
            (
                *("–" if value is None else spoken(value, language) for value in row[:-1]),
                say(f"status.{row[-1]}", language),
            )
            for row in round_rows(made)
        ),
        (say("rounds.chained", language), say("rounds.between", language)),
    )
