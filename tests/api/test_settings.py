"""Settings: the documented table is the truth, and a value that cannot be used is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.settings import Settings
from tests.api.conftest import Dieuphoi

PAGE = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


def test_the_page_lists_every_setting_with_its_default() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `?([^|`]*)`? \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    fields = Settings.model_fields.items()
    assert rows == [
        (f"DIEUPHOI_{name.upper()}", "" if field.default is None else str(field.default), field.description)
        for name, field in fields
    ]


@pytest.mark.parametrize(("lang", "word"), [("vi", "không dùng được"), ("en", "cannot be used")])
def test_a_setting_that_cannot_be_used_ends_the_command(dieuphoi: Dieuphoi, lang: str, word: str) -> None:
    done = dieuphoi("serve", "--lang", lang, DIEUPHOI_PORT="many")
    assert done.exit_code == 2
    assert "DIEUPHOI_PORT" in done.output
    assert word in done.output


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_cluster_without_its_package_ends_the_command(
    dieuphoi: Dieuphoi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr("api.cli.service.find_spec", lambda name: None)
    monkeypatch.setattr("api.jobs.worker.jobs_can_run", lambda url: True)
    done = dieuphoi(command, DIEUPHOI_DATA_DIR=str(tmp_path), DIEUPHOI_SCHEDULER="tcp://127.0.0.1:8786")
    assert done.exit_code == 2
    assert "dieuphoi[cluster]" in done.output


def test_templates_that_are_not_there_end_the_command(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    done = dieuphoi("serve", DIEUPHOI_DATA_DIR=str(tmp_path), DIEUPHOI_TEMPLATES_DIR=str(tmp_path / "nowhere"))
    assert done.exit_code == 2
    assert "nowhere" in done.output
