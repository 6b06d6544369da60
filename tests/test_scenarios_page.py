"""What docs/scenarios.md says of scenario files is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from optimizer.edits import AnyEdit
from optimizer.ingest import write_folder
from optimizer.policy import Policy
from optimizer.rules import check_policy
from scenarios.scenario import ScenarioFile, edit_kinds
from tests.api.conftest import province

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "scenarios.md").read_text(encoding="utf-8")


def test_the_example_is_a_scenario_whose_policy_is_one() -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    scenario = ScenarioFile.model_validate(tomllib.loads(example))
    assert [edit.kind for edit in scenario.edits] == ["merge_communes", "set_quota"]
    policy = Policy.model_validate(dict(scenario.policy))
    assert check_policy(policy) == [] and policy.term_months == 12


def test_the_python_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("scenarios.parallel.cpu_count", lambda: 1)
    write_folder(province(), tmp_path / "out" / "bac-ninh" / "input")
    (example,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(example, "scenarios.md", "exec"), names)
    assert [pair.employee for pair in names["different"]] and len(names["years"]) == 4
    assert all(point is not None for point in names["points"])
    assert all((tmp_path / name).read_bytes() for name in ("curve.svg", "map.svg"))


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
