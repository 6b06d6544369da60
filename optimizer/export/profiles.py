"""The profiles in words: which tiers come in which order, and what one unit of each is."""

from __future__ import annotations

from optimizer.export.labels import label
from optimizer.export.section import Section
from optimizer.policy import PROFILES, Policy
from optimizer.rules import OBJECTIVES, objective_by_id
from optimizer.text import Language, say


def profile_sections(policy: Policy, language: Language) -> tuple[Section, ...]:
    """Every profile's tiers, then every tier with its unit and what it counts, at the policy's coefficients."""
    profiles = tuple(_profile(name, language) for name in PROFILES)
    meanings = Section(
        say("report.tiers", language),
        (say("report.tier", language), say("report.tier_code", language), say("report.unit", language)),
        tuple(
            (label(f"tier.{tier.id}", language), tier.id, say(f"tier_unit.{tier.unit}", language))
            for tier in OBJECTIVES
        ),
        tuple(f"{tier.id}: {tier.statement(policy, language)}" for tier in OBJECTIVES),
    )
    return (*profiles, meanings)


def _profile(name: str, language: Language) -> Section:
    tiers = [objective_by_id(tier) for tier in PROFILES[name]]
    return Section(
        name,
        (say("report.tier", language), say("report.tier_code", language), say("report.unit", language)),
        tuple(
            (f"{place}. {label(f'tier.{tier.id}', language)}", tier.id, say(f"tier_unit.{tier.unit}", language))
            for place, tier in enumerate(tiers, start=1)
        ),
        (say(f"profile.{name}", language),),
    )
