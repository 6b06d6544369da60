"""What keeping to a base plan costs, as the commands that keep to one show it."""

from __future__ import annotations

from collections.abc import Callable

from api.cli.stages import Stages
from optimizer.export import Section
from optimizer.plan import Plan, Status
from optimizer.planned import Planned
from optimizer.text import Language
from scenarios.keeping import keeping_section, price_of_keeping


def price_sections(
    planned: Planned,
    base: Plan | None,
    language: Language,
    on_stage: Stages,
    *,
    time_limit_seconds: float,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[Section, ...]:
    """The price of keeping as a section; none without a base plan, or where the search was stopped on request."""
    if base is None or planned.termination.status is Status.STOPPED:
        return ()
    on_stage("price")
    keeping = price_of_keeping(planned, base, time_limit_seconds=time_limit_seconds, should_stop=should_stop)
    return (keeping_section(keeping, language),)
