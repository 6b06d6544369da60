"""What docs/people.md tells a province to write is a policy; its table of levels is the one that comes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from optimizer.level import LevelTable, level_tables
from optimizer.policy import PROFILES, Policy
from optimizer.rules import RULES, check_policy
from tests.optimizer.verify.province import FACTS, good

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "people.md").read_text(encoding="utf-8")
EXAMPLES = [tomllib.loads(text) for text in re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: "-".join(example))
def test_an_example_is_a_policy_in_order(example: dict[str, object]) -> None:
    assert check_policy(Policy.model_validate({"as_of": "2026-11-02", **example})) == []


def test_the_table_of_levels_is_the_one_that_comes() -> None:
    (rows,) = [example["levels"] for example in EXAMPLES if "levels" in example]
    assert tuple(LevelTable.model_validate(row) for row in rows) == level_tables()


def test_examples_state_the_defaults_of_forms_and_trials() -> None:
    (forms,) = [dict(example["forms"]) for example in EXAMPLES if "forms" in example]
    del forms["overrides"]
    assert Policy(forms=forms).forms == Policy().forms


def test_tiers_and_rules_are_those_there_are() -> None:
    text = re.sub(r"^```.*?^```$", "", PAGE, flags=re.MULTILINE | re.DOTALL)
    tables = re.findall(r"^\| [^|]+ \| ((?:`\w+`(?:, )?)+) \| ", text, re.MULTILINE)
    named = {name for cell in tables for name in re.findall(r"\w+", cell)}
    assert named >= {"secondment_term", "term_overlap", "leaving_soon", "cooldown", "line_staff", "wishes"}
    assert {rule.id for rule in RULES} >= named
    assert {profile for profile in re.findall(r"profile `(\w+)`", text)} <= set(PROFILES)


def test_the_program_runs() -> None:
    (program,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    policy = Policy(as_of=FACTS.policy.as_of, alert_days=366)
    names: dict[str, object] = {"dataset": FACTS.dataset, "policy": policy, "proposal": good()}
    exec(program, names)
    assert len(names["soon"]) == sum(move.end is not None for move in good().moves) > 0
