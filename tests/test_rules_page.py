"""What docs/rules.md tells a province to write is a policy, of which nothing is an error."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from optimizer.findings import has_errors
from optimizer.policy import Policy
from optimizer.rules import check_policy, overrides_of

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "rules.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_a_policy_in_order(example: str) -> None:
    assert not has_errors(check_policy(Policy.model_validate({"as_of": "2026-11-02", **tomllib.loads(example)})))


def test_the_departures_are_departures() -> None:
    policy = Policy.model_validate({"as_of": "2026-11-02", **tomllib.loads(EXAMPLES[-1])})
    assert [(one.rule, one.parameter) for one in overrides_of(policy)] == [
        ("bar_small_child", "waiver_covers_secondment"),
        ("degree", "on"),
    ]
