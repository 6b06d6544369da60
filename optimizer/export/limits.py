"""A Problem's limits in words: which nest in the network, which are side rows, and why."""

from __future__ import annotations

from optimizer.engines.layout import Layout
from optimizer.export.section import Section
from optimizer.text import Language, say, spoken


def limit_sections(layout: Layout, language: Language) -> tuple[Section, ...]:
    """What became of every limit, and how large the model is."""
    columns = tuple(say(f"limits.{column}", language) for column in ("rule", "place", "reason", "subjects", "example"))
    rows = tuple(
        (
            verdict.rule,
            say(f"limit_place.{verdict.place.value}", language),
            say(f"limit_reason.{verdict.reason.value}", language),
            spoken(verdict.subjects, language),
            verdict.example,
        )
        for verdict in layout.nesting.verdicts
    )
    stages = [" + ".join(layout.tiers_of(stage)) for stage in range(len(layout.stages))]
    notes = (
        say("limits.rows", language, number=len(layout.nesting.side_rows)),
        say(
            "limits.size",
            language,
            pairs=len(layout.problem.pairs),
            nodes=layout.network.nodes,
            stages=len(stages),
            tiers="; ".join(stages),
        ),
    )
    return (Section(say("limits.title", language), columns, rows, notes),)
