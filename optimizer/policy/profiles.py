"""The orders of tiers that have a name."""

from __future__ import annotations

from collections.abc import Mapping

COVERAGE_FIRST = (
    "weighted_fill",
    "first_of_field",
    "fairness",
    "surplus_senders",
    "line_staff",
    "burden",
    "changes",
    "volunteers",
    "past_secondments",
    "rating",
    "home_distance",
)
"""The default order of tiers. The recorded lot always comes after the last of them."""


def _led_by(*tiers: str) -> tuple[str, ...]:
    """An order in which some tiers come first and the others follow in the default order."""
    return (*tiers, *(tier for tier in COVERAGE_FIRST if tier not in tiers))


DEFAULT_PROFILE = "coverage_first"

PROFILES: Mapping[str, tuple[str, ...]] = {
    DEFAULT_PROFILE: COVERAGE_FIRST,
    "fairness_first": _led_by("fairness", "field_fairness"),
    "max_min_coverage": _led_by("weighted_fill", "worst_commune"),
    "least_travel": _led_by("weighted_fill", "burden", "home_distance"),
    "least_cost": _led_by("weighted_fill", "cost"),
    "least_change": _led_by("weighted_fill", "changes"),
    "people_first": _led_by("weighted_fill", "volunteers", "wishes", "near_leaving", "border_homes"),
}
"""Orders of tiers by name, worded in the section ``profile``. Travel, cost and change come after
the seats filled: alone they would move nobody."""
