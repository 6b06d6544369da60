"""What keeping to a plan costs: nothing above the tier of changes, and never less than nothing in all."""

from __future__ import annotations

import pytest

from optimizer import plan
from optimizer.edits import Scenario
from optimizer.text import LANGUAGES, Language
from scenarios.keeping import Keeping, keeping_section, price_of_keeping
from tests.optimizer.judge import solve, tiny

SEEDS = (5, 13, 22)
"""Tiny provinces where a draft made without somebody is not the best plan with them."""


def of_a_draft(seed: int, profile: str) -> Keeping:
    """The price of keeping to a draft that was made while one of the best moves was banned."""
    dataset, policy = tiny(seed)
    policy = policy.model_copy(update={"profile": profile, "tiers": None})
    best = plan(dataset, policy).moves[0]
    ban = {"kind": "ban", "employee": best.employee, "post": best.to_post}
    banned = Scenario.model_validate({"edits": [ban]}).apply(dataset, policy)
    draft = plan(banned.dataset, banned.policy)
    keeping = price_of_keeping(plan(dataset, policy, base=draft), draft)
    # What can be had with keeping and without is judged by trying every plan.
    kept, free = ({tier.tier: tier.value for tier in side} for side in (keeping.kept, keeping.free))
    assert solve(dataset, policy, base=draft.moves).values.items() <= kept.items(), seed
    assert solve(dataset, policy).values.items() <= free.items(), seed
    return keeping


@pytest.mark.parametrize("profile", ["coverage_first", "least_change"])
def test_keeping_costs_nothing_above_changes_and_is_paid_for_below(profile: str) -> None:
    saved = paid = 0
    for seed in SEEDS:
        keeping = of_a_draft(seed, profile)
        tiers = [tier.tier for tier in keeping.kept]
        assert tiers == [tier.tier for tier in keeping.free] and keeping.is_proved, seed
        kept, free = ([tier.value for tier in side] for side in (keeping.kept, keeping.free))
        place = tiers.index("changes")
        assert kept[:place] == free[:place] and kept[place] <= free[place], seed
        assert free[place + 1 :] <= kept[place + 1 :], seed
        saved += kept[place] < free[place]
        paid += free[place + 1 :] < kept[place + 1 :]
    assert saved >= 2 and paid >= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_price_is_shown_tier_by_tier(language: Language) -> None:
    keeping = of_a_draft(SEEDS[0], "least_change")
    section = keeping_section(keeping, language)
    assert len(section.rows) == len(keeping.kept) and all(len(row) == len(section.columns) for row in section.rows)
    assert len(section.notes) == 1
    unproved = Keeping(keeping.kept, keeping.free, is_proved=False)
    assert len(keeping_section(unproved, language).notes) == 2
