"""The profiles in words, from the rules' own statements."""

from __future__ import annotations

import pytest

from optimizer.export import profile_sections
from optimizer.policy import PROFILES, Policy, RuleSetting
from optimizer.rules import OBJECTIVES
from optimizer.text import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_section_per_profile_and_one_line_per_tier(language: Language) -> None:
    *profiles, meanings = profile_sections(Policy(), language)
    assert [section.title for section in profiles] == list(PROFILES)
    for section in profiles:
        assert tuple(code for _, code, _ in section.rows) == PROFILES[section.title]
        assert len(section.notes) == 1
    assert len(meanings.rows) == len(meanings.notes) == len(OBJECTIVES)


def test_coefficients_are_those_of_the_policy() -> None:
    policy = Policy(rules={"burden": RuleSetting(hardship_minutes=77), "cost": RuleSetting(transfer_months=36)})
    notes = " ".join(profile_sections(policy, "en")[-1].notes)
    assert "77 minutes into a hardship zone" in notes
    assert "counts for 36 months" in notes
