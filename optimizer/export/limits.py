"""A Problem's limits in words: which nest in the network, which are side rows, and why."""

from __future__ import annotations

from optimizer.engines.relaxation import Relaxation
from optimizer.export.section import Section
from optimizer.text import Language, say, spoken


def limit_sections(relaxation: Relaxation, language: Language) -> tuple[Section, ...]:
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
        for verdict in relaxation.nesting.verdicts
    )
    stages = [" + ".join(relaxation.tiers_of(stage)) for stage in range(len(relaxation.stages))]
    notes = (
        say("limits.rows", language, number=len(relaxation.nesting.side_rows)),
        say(
            "limits.size",
            language,
            pairs=len(relaxation.problem.pairs),
            nodes=relaxation.network.nodes,
            stages=len(stages),
            tiers="; ".join(stages),
        ),
    )
    return (Section(say("limits.title", language), columns, rows, notes),)
