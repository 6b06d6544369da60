"""The demands that a plan misses, in words: how many people are missing, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.export.section import Section
from optimizer.plan import Plan, RefusedMove, UnmetDemand
from optimizer.rules.unmet_demands import UNMET_DEMANDS
from optimizer.text import Language, say, spoken


def unmet_section(plan: Plan, language: Language) -> Section:
    """Every unmet demand of a plan, whether it misses as few people as any plan must, and the reasons."""
    columns = ("demand", "rule", "demanded", "reached", "missing", "candidates")
    return Section(
        say("unmet.title", language),
        tuple(say(f"unmet.{column}", language) for column in columns),
        tuple(
            (
                demand.subject,
                demand.rule,
                *(
                    spoken(number, language)
                    for number in (demand.demanded, demand.reached, demand.missing, demand.candidates)
                ),
            )
            for demand in plan.unmet
        ),
        (_proof(plan, language), *(reason for demand in plan.unmet for reason in _reasons(demand, language))),
    )


def _proof(plan: Plan, language: Language) -> str:
    missing = sum(demand.missing for demand in plan.unmet)
    bounds = {tier.tier: tier.bound for tier in plan.objective}
    bound = bounds.get(UNMET_DEMANDS)
    if bound is None:
        return say("unmet.unproved", language, missing=missing)
    return say("unmet.proved" if bound == missing else "unmet.bounded", language, missing=missing, bound=bound)


def _reasons(demand: UnmetDemand, language: Language) -> Iterator[str]:
    subject = demand.subject
    if demand.refusals:
        sentences = " ".join(_refusal(refused, language) for refused in demand.refusals)
        yield say("unmet.refused", language, subject=subject, sentences=sentences)
    elif not demand.candidates:
        yield say("unmet.nobody", language, subject=subject)
    elif demand.candidates < demand.demanded:
        yield say("unmet.too_few", language, subject=subject, candidates=demand.candidates, demanded=demand.demanded)
    if demand.limits:
        sentences = " ".join(
            say(
                "unmet.in_the_way",
                language,
                says=full.sentence(language),
                moves=full.moves,
                all=demand.moves,
            )
            for full in demand.limits
        )
        yield say("unmet.full", language, subject=subject, sentences=sentences)


def _refusal(refused: RefusedMove, language: Language) -> str:
    sentence = refused.sentence(language)
    if refused.form is None:
        return sentence
    return say("unmet.of_form", language, form=say(f"form.{refused.form}", language), post=refused.post, says=sentence)
