"""What docs/tiers.md tells a province to write is a policy, and its tables are those there are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from optimizer.allowances import available_tables
from optimizer.policy import PROFILES, Policy
from optimizer.rules import check_policy

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "tiers.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_a_policy_in_order(example: str) -> None:
    assert check_policy(Policy.model_validate({"as_of": "2026-11-02", **tomllib.loads(example)})) == []


def test_profiles_and_tables_are_those_there_are() -> None:
    named = re.findall(r"^\| `([\w-]+)`", PAGE, re.MULTILINE)
    assert named[: len(PROFILES)] == list(PROFILES)
    assert sorted(named[len(PROFILES) :]) == list(available_tables())
