"""What ``dieuphoi rules`` lists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import show
from optimizer.rules import RULES
from optimizer.text import LANGUAGES, Language
from tests.api.conftest import Dieuphoi


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_listed_in_a_terminal_100_wide(
    dieuphoi: Dieuphoi, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setattr(show.STDOUT, "width", 100)
    done = dieuphoi("rules", "--lang", language)
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert max(map(len, lines)) <= 100
    assert "…" not in done.output
    assert [int(line.split()[0]) for line in lines if line[:1].isdigit()] == list(range(1, 38))
    folded = "".join(done.output.split())
    assert all(rule.id in folded or len(rule.id) > 20 for rule in RULES)


@pytest.mark.parametrize(("day", "state"), [("2025-06-30", "not in force on this day"), ("01/07/2025", "on")])
def test_the_day_may_be_given_either_way_round(dieuphoi: Dieuphoi, day: str, state: str) -> None:
    done = dieuphoi("rules", "degree", "--as-of", day, "--lang", "en")
    assert done.exit_code == 0, done.output
    (line,) = [line for line in done.output.splitlines() if line.startswith("In use")]
    assert line.removeprefix("In use").strip() == state


def test_a_policy_s_values_are_those_in_force(dieuphoi: Dieuphoi, folder: Path, plan_folder: Path) -> None:
    text = "as_of = 2025-10-01\n[rules.max_distance]\nmax_km = 45\n"
    (folder / "policy.toml").write_text(text, encoding="utf-8")
    for policy in (folder, folder / "policy.toml"):
        assert "45" in dieuphoi("rules", "max_distance", "--policy", policy).output
    assert "45" not in dieuphoi("rules", "max_distance").output
    listed = dieuphoi("rules", "--policy", plan_folder, "--lang", "en")
    assert listed.output.startswith("Rules on Oct 1, 2025")


def test_json_is_the_whole_rulebook(dieuphoi: Dieuphoi) -> None:
    record = json.loads(dieuphoi("rules", "--json", "--as-of", "2026-11-02").output)
    assert (record["as_of"], len(record["entries"])) == ("2026-11-02", 37)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["14", "field_fit", "7", "11"])
def test_one_rule_in_full(dieuphoi: Dieuphoi, name: str, language: Language) -> None:
    done = dieuphoi("rules", name, "--lang", language)
    assert done.exit_code == 0, done.output
    assert done.output.startswith(name)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["bar_smal"], "bar_small_child"),
        (["DEGRE"], "degree"),
        (["38"], "1–37"),
        (["0"], "1–37"),
        (["--as-of", "31/02/2026"], "31/02/2026 is not a date"),
        (["--as-of", "tomorrow"], "tomorrow is not a date"),
        (["--policy", "nowhere.toml"], "nowhere.toml"),
    ],
)
def test_wrong_usage_is_told_with_what_to_write(dieuphoi: Dieuphoi, words: list[str], expected: str) -> None:
    done = dieuphoi("rules", *words, "--lang", "en")
    assert done.exit_code == 2
    assert expected in done.output
    assert "Traceback" not in done.output


def test_a_folder_without_a_policy_and_a_wrong_policy_are_told(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    assert dieuphoi("rules", "--policy", tmp_path).exit_code == 2
    (tmp_path / "policy.toml").write_text("[rules.courage]\nleast = 1\n", encoding="utf-8")
    done = dieuphoi("rules", "--policy", tmp_path)
    assert done.exit_code == 1
    assert "unknown_rule" in done.output


def test_an_unstated_reason_is_told(dieuphoi: Dieuphoi, folder: Path, tmp_path: Path) -> None:
    policy = folder / "policy.toml"
    policy.write_text("as_of = 2025-10-01\n[rules.quota]\non = false\n", encoding="utf-8")
    for command in (("rules", "--policy", policy), ("check", folder), ("plan", folder, "--out", tmp_path / "plan")):
        done = dieuphoi(*command, "--lang", "en")
        assert done.exit_code == 1
        assert "law_without_reason" in done.output
    policy.write_text('as_of = 2025-10-01\n[rules.quota]\non = false\nreason = "thí điểm"\n', encoding="utf-8")
    done = dieuphoi("plan", folder, "--out", tmp_path / "plan", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "Where the policy departs from hard law" in done.output
    assert "thí điểm" in (tmp_path / "plan" / "summary.md").read_text(encoding="utf-8")
    assert "thí điểm" in (tmp_path / "plan" / "plan.json").read_text(encoding="utf-8")
    assert dieuphoi("verify", tmp_path / "plan").exit_code == 0
