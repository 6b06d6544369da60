"""What it costs to keep to a plan: the objective with keeping to it, beside the objective without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import optimizer
from optimizer.export import Section
from optimizer.export.labels import label
from optimizer.export.report import figures_of_change
from optimizer.plan import Plan, TierValue
from optimizer.planned import Planned
from optimizer.text import Language, say


@dataclass(frozen=True)
class Keeping:
    """The best plan that keeps to another, and the best that need not; lower values are better.

    Both vectors have the same tiers; ``changes`` counts the moves of each that differ from the plan kept to.
    """

    kept: tuple[TierValue, ...]
    free: tuple[TierValue, ...]
    is_proved: bool


def price_of_keeping(
    kept: Planned,
    base: Plan,
    *,
    time_limit_seconds: float | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Keeping:
    """Plan once more without the plan that ``kept`` was to change as little as possible, and measure both.

    Tiers above ``changes`` cost nothing: keeping only decides among plans that are as good there.
    """
    free = optimizer.plan(kept.dataset, kept.policy, time_limit_seconds=time_limit_seconds, should_stop=should_stop)
    measured = optimizer.verify(kept.dataset, free, kept.policy, base=base).objective
    return Keeping(kept.objective, measured, kept.has_proof and free.has_proof)


def keeping_section(keeping: Keeping, language: Language) -> Section:
    """The two objectives side by side, with the price of keeping in each tier."""
    notes = [say("keeping.meaning", language)]
    if not keeping.is_proved:
        notes.append(say("keeping.not_proved", language))
    return Section(
        say("keeping.title", language),
        (
            say("report.tier", language),
            say("keeping.without", language),
            say("keeping.with", language),
            say("keeping.price", language),
        ),
        tuple(
            (label(f"tier.{free.tier}", language), *figures_of_change(free.value, kept.value, language))
            for free, kept in zip(keeping.free, keeping.kept, strict=True)
        ),
        tuple(notes),
    )
