"""What the README tells a newcomer to type works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from api.cli import app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The README's code blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def commands(program: str) -> list[list[str]]:
    """The README's shell lines that call a program, as words without the program and the comment."""
    lines = [
        shlex.split(line, comments=True) for block in blocks("sh") for line in block.replace("\\\n", "").splitlines()
    ]
    return [words[1:] for words in lines if words[:1] == [program]]


def test_the_set_up_commands_are_the_makefile_s() -> None:
    assert commands("make") == [["run"], ["test"]]
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make (\w+)`", README))
    assert named and named <= targets


def test_links_lead_to_files() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_command_and_every_page_of_docs_is_named() -> None:
    named = {words[0] for words in commands("dieuphoi")}
    named |= {
        name for cell in re.findall(r"^\| (`[^|]+) \|", README, re.MULTILINE) for name in re.findall(r"`(\w+)", cell)
    }
    there = set(get_command(app).commands)
    assert there and there <= named
    assert [page.name for page in (ROOT / "docs").iterdir() if f"(docs/{page.name}" not in README] == []


@pytest.mark.slow
def test_the_commands_and_the_library_example_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(commands("dieuphoi")) == 13
    for words in commands("dieuphoi"):
        done = CliRunner().invoke(app, words, env={"DIEUPHOI_LANG": "en"})
        assert done.exit_code == 0, f"{words}\n{done.output}"
    (example,) = blocks("python")
    names: dict[str, object] = {}
    exec(compile(example, "README.md", "exec"), names)
    assert names["proposal"].has_proof
