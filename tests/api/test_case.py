from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from optimizer.policy import read_policy
from scenarios.library import case_text
from tests.api.conftest import Dieuphoi


def test_cases_are_listed(dieuphoi: Dieuphoi) -> None:
    done = dieuphoi("cases")
    assert done.exit_code == 0
    assert "99 xã, phường" in next(line for line in done.output.splitlines() if line.startswith("bac-ninh"))


def test_all_cases_are_planned_in_one_go(dieuphoi: Dieuphoi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("api.cli.case")
    monkeypatch.setattr(module, "available_cases", lambda: ("chi-minh", "ha-tinh"))
    done = dieuphoi("case", "all", "--out", tmp_path, "--processes", "1", "--lang", "en")
    assert done.exit_code == 0, done.output
    figures = next(line.split() for line in done.output.splitlines() if line.startswith("ha-tinh"))
    assert figures[1:5] == ["69", "2,697", "1", "100"]
    assert "| 9 | 9 |" in (tmp_path / "chi-minh" / "page.md").read_text(encoding="utf-8").replace("|  |", "| 9 |")
    assert dieuphoi("verify", tmp_path / "chi-minh").exit_code == 0


def test_a_case_of_a_file_is_written(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(case_text("ha-tinh").replace('"ha-tinh"', '"mine"'), encoding="utf-8")
    done = dieuphoi("case", "--from", file, "--out", tmp_path / "mine", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "mine" / "employees.csv").is_file()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("unposted = 8", "unposted = 8000"), "case_margins"),
        (("units = 99", "units = 98"), "case_value"),
        (("name = ", "name "), "case_syntax"),
    ],
)
def test_what_keeps_a_file_from_being_a_case_is_a_finding(
    dieuphoi: Dieuphoi, tmp_path: Path, change: tuple[str, str], code: str
) -> None:
    (tmp_path / "mine.toml").write_text(case_text("bac-ninh").replace(*change), encoding="utf-8")
    done = dieuphoi("case", "--from", tmp_path / "mine.toml", "--out", tmp_path / "mine", "--lang", "en")
    assert done.exit_code == 1
    assert "mine.toml" in done.output and code in done.output
    assert not (tmp_path / "mine").exists()


def test_a_name_or_a_file_is_asked_for(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    assert "Name either a case" in dieuphoi("case", "--out", tmp_path / "case", "--lang", "en").output


def test_a_case_is_written_with_its_policy(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    done = dieuphoi("case", "bac-ninh", "--out", tmp_path / "case", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "The tables of case bac-ninh are in" in done.output
    assert (tmp_path / "case" / "units.csv").is_file()
    assert read_policy(tmp_path / "case" / "policy.toml").as_of.year == 2025


def test_an_unknown_case_is_wrong_usage(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    done = dieuphoi("case", "atlantis", "--out", tmp_path / "case", "--lang", "en")
    assert done.exit_code == 2
    assert "There is no case atlantis. There are:" in done.output
    assert not (tmp_path / "case").exists()


def test_a_place_that_cannot_be_written_is_wrong_usage(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = dieuphoi("case", "bac-ninh", "--out", tmp_path / "file" / "case", "--lang", "en")
    assert done.exit_code == 2
    assert "Cannot read or write" in done.output
