"""What docs/scenarios.md says of scenario files is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import TypeAdapter

from optimizer.edits import AnyEdit
from optimizer.policy import Policy
from optimizer.rules import check_policy
from scenarios.scenario import ScenarioFile, edit_kinds

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "scenarios.md").read_text(encoding="utf-8")


def test_the_example_is_a_scenario_whose_policy_is_one() -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    scenario = ScenarioFile.model_validate(tomllib.loads(example))
    assert [edit.kind for edit in scenario.edits] == ["merge_communes", "set_quota"]
    policy = Policy.model_validate(dict(scenario.policy))
    assert check_policy(policy) == [] and policy.term_months == 12


def test_the_table_names_every_kind_of_edit_with_its_fields() -> None:
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| ([^|]+) \|", PAGE, re.MULTILINE)
    told = {kind: fields for kinds, fields in rows for kind in re.findall(r"`(\w+)`", kinds)}
    assert tuple(sorted(told)) == edit_kinds()
    schemas = TypeAdapter(AnyEdit).json_schema()["$defs"]
    for name, schema in schemas.items():
        kind = schema.get("properties", {}).get("kind", {}).get("const")
        if kind is not None:
            named = set(re.findall(r"\w+", told[kind]))
            assert set(schema["properties"]) - {"kind"} <= named, name
