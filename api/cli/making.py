"""A plan as every command makes it: solved, verified, priced against its base, told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

import optimizer
from api.cli.price import price_sections
from api.cli.read import Input
from api.cli.show import say_line, show_report, show_seconds, show_violations, show_warnings
from api.cli.stages import Stages
from api.cli.stop import FOUND, stop
from optimizer.export import Section, report, summarise
from optimizer.findings import Finding
from optimizer.plan import Plan, Status
from optimizer.planned import Planned
from optimizer.planning import Engine
from optimizer.rules import Violation
from optimizer.rules.changes import Changes
from optimizer.text import Language

NOT_TO_FOLLOW = (Status.INFEASIBLE, Status.FAILED)
"""Ends of a search after which somebody has to decide, which demands to lower or what went wrong."""


@dataclass(frozen=True)
class Made:
    """A plan, what it breaks, and its summary."""

    plan: Planned
    violations: tuple[Violation, ...]
    sections: tuple[Section, ...]


def make(
    given: Input,
    base: Plan | None,
    language: Language,
    on_stage: Stages,
    should_stop: Callable[[], bool],
    *,
    engine: Engine,
    time_limit_seconds: float,
) -> Made:
    """Plan and verify; with a base plan, what keeping to it costs is part of the summary.

    Ends the command if the policy has no tier that would keep to the base.
    """
    if base is not None and Changes.id not in given.policy.tier_order:
        stop("base_unused", language)
    plan = optimizer.plan(
        given.dataset,
        given.policy,
        base=base,
        engine=engine,
        time_limit_seconds=time_limit_seconds,
        should_stop=should_stop,
        on_progress=on_stage,
    )
    on_stage("verify")
    violations = optimizer.verify(given.dataset, plan, given.policy, base=base).violations
    price = price_sections(
        plan, base, language, on_stage, time_limit_seconds=time_limit_seconds, should_stop=should_stop
    )
    return Made(plan, violations, (*report(summarise(given.dataset, given.policy, plan), language), *price))


def tell(made: Made, findings: Sequence[Finding], seconds: Mapping[str, float], out: Path, language: Language) -> None:
    """Print a plan that was written; ends the command if it is not to be followed."""
    show_report(made.sections)
    show_violations(made.violations, language)
    show_warnings(findings, language)
    show_seconds(seconds, language)
    say_line("plan_written", language, path=out)
    if made.violations or made.plan.termination.status in NOT_TO_FOLLOW:
        raise typer.Exit(FOUND)
    say_line("next_pack", language, path=out)
