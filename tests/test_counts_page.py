"""What docs/plan-from-counts.vi.md shows is what comes out: its tables are planned and its sentences said."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from optimizer.policy import Policy

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "plan-from-counts.vi.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    """The code blocks of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tables = tmp_path / "in"
    tables.mkdir()
    for name, text in re.findall(r"^```csv (\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        (tables / f"{name}.csv").write_text(text, encoding="utf-8")
    assert len(list(tables.iterdir())) == 4
    return tables


def test_its_tables_give_the_plan_it_tells(folder: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["plan", str(folder), "--out", str(tmp_path / "out"), "--lang", "vi"])
    assert done.exit_code == 0, done.output
    summary = (tmp_path / "out" / "summary.md").read_text(encoding="utf-8")
    (sentences,) = blocks("text")
    assert len(sentences.splitlines()) == 2
    assert summary.count("người từ") == 2
    assert all(sentence in summary for sentence in sentences.splitlines())


def test_its_tables_have_a_ledger_with_norms(folder: Path) -> None:
    done = CliRunner().invoke(app, ["ledger", str(folder), "--lang", "vi"], env={"COLUMNS": "200"})
    assert done.exit_code == 0, done.output
    assert re.search(r"Phường Đông \(07201\) +6 +39 +8 +8", done.output)


def test_its_policy_is_one() -> None:
    (example,) = blocks("toml")
    (norm,) = Policy.model_validate(tomllib.loads(example)).norms
    assert norm.headcount(18_000) == 36
