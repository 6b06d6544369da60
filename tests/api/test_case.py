from __future__ import annotations

from pathlib import Path

from optimizer.policy import read_policy
from tests.api.conftest import Dieuphoi


def test_cases_are_listed(dieuphoi: Dieuphoi) -> None:
    done = dieuphoi("cases")
    assert done.exit_code == 0
    assert "bac-ninh" in done.output.splitlines()


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
