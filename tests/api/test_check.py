from __future__ import annotations

from pathlib import Path

import pytest

from api.cli import show
from optimizer.ingest import write_folder
from tests.api.conftest import Dieuphoi, province


@pytest.mark.parametrize(("language", "expected"), [("vi", "lỗi 0, "), ("en", "errors 0, ")])
def test_good_tables_have_no_errors(dieuphoi: Dieuphoi, folder: Path, language: str, expected: str) -> None:
    done = dieuphoi("check", folder, "--lang", language)
    assert done.exit_code == 0, done.output
    assert expected in done.output


@pytest.mark.parametrize(
    ("language", "sentence"), [("vi", "không được âm"), ("en", "The number -3 must not be negative.")]
)
def test_a_bad_cell_is_shown_with_its_place_and_code(
    dieuphoi: Dieuphoi, broken_folder: Path, language: str, sentence: str
) -> None:
    done = dieuphoi("check", broken_folder, "--lang", language)
    assert done.exit_code == 1
    assert "units.csv:2:quota" in done.output
    assert "negative_number" in done.output
    assert sentence in done.output


def test_findings_beyond_the_first_are_counted(
    dieuphoi: Dieuphoi, broken_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = broken_folder / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace(",2,", ",-2,"), encoding="utf-8")
    (broken_folder / "policy.toml").unlink()
    monkeypatch.setattr(show, "MOST_LINES", 1)
    done = dieuphoi("check", broken_folder, "--lang", "en")
    assert done.output.count("negative_number") == 1
    assert "more lines are not printed" in done.output
    assert "errors 2, " in done.output


def test_errors_come_first_and_what_says_the_same_shares_a_row(dieuphoi: Dieuphoi, folder: Path) -> None:
    employees = folder / "employees.csv"
    lines = employees.read_text(encoding="utf-8").replace("1990-01-01", "01.01.1990").splitlines()
    (folder / "notes.csv").write_text("a note\n", encoding="utf-8")
    employees.write_text("\n".join(lines), encoding="utf-8")
    done = dieuphoi("check", folder, "--lang", "en")
    wrong = [line for line in done.output.splitlines() if "not_a_date" in line]
    assert len(lines) == 25 and len(wrong) == 1
    assert wrong[0].startswith("employees.csv:2:birth_date, 3, 4, 5, 6, 7, 8, +17 ")
    assert done.output.index("not_a_date") < done.output.index("unknown_file")
    assert "errors 24, " in done.output


def test_the_next_step_is_told(dieuphoi: Dieuphoi, folder: Path, plan_folder: Path) -> None:
    assert f"dieuphoi plan {folder} --out" in dieuphoi("check", folder).output
    planned = dieuphoi("plan", folder, "--out", plan_folder, "--lang", "en").output
    assert f"dieuphoi pack {plan_folder} --out drafts" in planned.replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("as_of = yesterday\n", "policy_syntax", "policy.toml"),
        ("term_months = 0\n", "policy_value", "policy.toml:term_months"),
        ("speed = 3\n", "policy_value", "policy.toml:speed"),
        ("[[norms]]\n", "policy_value", "policy.toml:norms.1.base"),
        ("[rules.courage]\nleast = 1\n", "unknown_rule", "policy.toml:rules.courage"),
    ],
)
def test_a_bad_policy_is_a_finding(dieuphoi: Dieuphoi, folder: Path, text: str, code: str, place: str) -> None:
    (folder / "policy.toml").write_text(text, encoding="utf-8")
    done = dieuphoi("check", folder, "--lang", "en")
    assert done.exit_code == 1
    assert code in done.output
    assert place in done.output


def test_a_policy_in_another_encoding_is_a_finding(dieuphoi: Dieuphoi, folder: Path) -> None:
    (folder / "policy.toml").write_bytes("# Chính sách\n".encode("utf-16"))
    done = dieuphoi("check", folder, "--lang", "en")
    assert done.exit_code == 1
    assert "policy_encoding" in done.output


def test_a_policy_that_is_not_there_is_wrong_usage(dieuphoi: Dieuphoi, folder: Path, tmp_path: Path) -> None:
    done = dieuphoi("check", folder, "--policy", tmp_path / "none.toml", "--lang", "en")
    assert done.exit_code == 2
    assert "none.toml" in done.output


def test_a_file_is_not_a_folder(dieuphoi: Dieuphoi, folder: Path) -> None:
    done = dieuphoi("check", folder / "units.csv", "--lang", "en")
    assert done.exit_code == 2
    assert "There is no folder" in done.output


def test_a_province_s_own_bar_is_read_where_the_policy_names_it(dieuphoi: Dieuphoi, folder: Path) -> None:
    employees = province().rows("employees")
    barred = [employees[0].model_copy(update={"blocks": ("election",)}), *employees[1:]]
    write_folder(province().replace(employees=barred), folder)
    done = dieuphoi("check", folder, "--lang", "en")
    assert done.exit_code == 1
    assert "unknown_bar" in done.output
    assert "election" not in done.output
    named = '[rules.bar_local]\nextra_codes = ["election"]\n'
    (folder / "policy.toml").write_text(f"as_of = 2025-10-01\n{named}", encoding="utf-8")
    assert dieuphoi("check", folder).exit_code == 0
