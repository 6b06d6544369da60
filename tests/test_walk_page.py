"""The walk that docs/decision-pack.vi.md tells is walked: template, filled in, checked, planned, drafts."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import docx
import pytest

from tests.api.conftest import Dieuphoi, dieuphoi
from tests.api.test_workbooks import fill_in

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "decision-pack.vi.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line, comments=True) for line in re.findall(r"^dieuphoi .*$", PAGE, re.MULTILINE)]

__all__ = ["dieuphoi"]


def test_the_documented_walk(dieuphoi: Dieuphoi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "thu-muc-thu").mkdir()
    (letterhead,) = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "co-quan.toml").write_text(letterhead, encoding="utf-8")
    assert [words[1] for words in COMMANDS] == [
        "template",
        "check",
        "ingest",
        "plan",
        "verify",
        "export",
        "export",
        "pack",
        "templates",
        "pack",
    ]
    for words in COMMANDS:
        if words[1] == "check":
            fill_in(tmp_path / "bieu-mau.xlsx", tmp_path / "thu-muc-thu" / "xa.xlsx")
        given = ["thu-muc-thu/xa.xlsx" if word == "thu-muc-thu/*.xlsx" else word for word in words[1:]]
        done = dieuphoi(*given)
        assert done.exit_code == 0, f"{words}\n{done.output}"
    drafts = {path.name for path in (tmp_path / "du-thao").rglob("*.docx")}
    assert {"01-to-trinh.docx", "02-phu-luc-1.docx", "04-bao-cao-tuan.docx"} <= drafts
    report = docx.Document(str(tmp_path / "du-thao" / "04-bao-cao-tuan.docx"))
    assert any("Đề xuất 2 người" in line.text for line in report.paragraphs)
