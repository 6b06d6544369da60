"""``dieuphoi profiles``: the orders of tiers to choose from."""

from __future__ import annotations

from api.cli.options import Lang
from api.cli.show import show_report
from optimizer.export import profile_sections
from optimizer.policy import Policy


def profiles(lang: Lang) -> None:
    """List the profiles with their tiers in order, and what one unit of each tier is."""
    show_report(profile_sections(Policy(), lang))
