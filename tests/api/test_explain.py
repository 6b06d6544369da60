from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.api.conftest import Dieuphoi


@pytest.fixture
def short(dieuphoi: Dieuphoi, folder: Path, tmp_path: Path) -> Path:
    """A plan that leaves one land seat of Lục Ngạn vacant."""
    posts = folder / "posts.csv"
    header, *rows = csv.reader(posts.read_text(encoding="utf-8").splitlines())
    for row in rows:
        if row[0] == "07525-LAND":
            row[header.index("seats")] = "3"
    posts.write_text("\n".join(",".join(row) for row in (header, *rows)), encoding="utf-8")
    out = tmp_path / "short"
    assert dieuphoi("plan", folder, "--out", out).exit_code == 0
    return out


def moves_of(folder: Path) -> list[dict]:
    return json.loads((folder / "plan.json").read_text(encoding="utf-8"))["moves"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("vi", ("đã chứng minh là tối ưu", "Vì sao có từng lượt điều chuyển", "điều động", "biệt phái")),
        ("en", ("proved optimal", "Why each move is made", "transfer", "secondment")),
    ],
)
def test_a_whole_plan_is_explained_in_either_language(
    dieuphoi: Dieuphoi, plan_folder: Path, language: str, expected: tuple[str, ...]
) -> None:
    done = dieuphoi("explain", plan_folder, "--lang", language)
    assert done.exit_code == 0, done.output
    assert all(words in done.output for words in expected)
    assert all(move["employee"] in done.output for move in moves_of(plan_folder))


def test_one_move_is_told_with_its_rules_and_who_comes_next(dieuphoi: Dieuphoi, plan_folder: Path) -> None:
    move = next(move for move in moves_of(plan_folder) if move["form"] == "secondment")
    done = dieuphoi("explain", plan_folder, "--move", move["employee"], "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "One of 20 equals; the recorded lot chose." in done.output
    assert "Rules passed" in done.output
    told = json.loads(dieuphoi("explain", plan_folder, "--move", move["employee"], "--json").output)
    (reasons,) = told["moves"]
    assert (reasons["decided_by"], reasons["equals"], reasons["move"]["employee"]) == ("lot", 20, move["employee"])
    assert set(told["behind"]) == {0}


def test_a_person_and_a_post_are_answered(dieuphoi: Dieuphoi, plan_folder: Path) -> None:
    refused = dieuphoi("explain", plan_folder, "--employee", "S01", "--post", "07525-LAND", "--lang", "en")
    assert (refused.exit_code, "Fits the field Land at 0" in refused.output) == (0, True), refused.output
    ranked = dieuphoi("explain", plan_folder, "--post", "07525-IT", "--lang", "en")
    assert (ranked.exit_code, ranked.output.count("planned")) == (0, 1), ranked.output


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("vi", ("Nhu cầu còn lại theo lĩnh vực", "Gần đủ điều kiện nhất", "Hệ số Gini", "không tự nguyện")),
        ("en", ("Residual need by field", "Nearest to qualifying", "Gini coefficient", "unwilling")),
    ],
)
def test_need_and_fairness_are_told_and_written(
    dieuphoi: Dieuphoi, short: Path, tmp_path: Path, language: str, expected: tuple[str, ...]
) -> None:
    done = dieuphoi("explain", short, "--need", "--fairness", "--out", tmp_path / "why", "--lang", language)
    assert done.exit_code == 0, done.output
    text = (tmp_path / "why" / "explanation.md").read_text(encoding="utf-8")
    for words in expected:
        assert words in done.output
        assert words in text
    need = (tmp_path / "why" / "need.csv").read_text(encoding="utf-8-sig").splitlines()
    assert need[1:] == ["07525,LAND,1,1,0,"]
    assert {path.name for path in (tmp_path / "why").iterdir()} == {
        "explanation.md",
        "need.csv",
        "shortages.csv",
        "burdens.csv",
    }


def test_parts_of_the_data_are_those_asked_for(dieuphoi: Dieuphoi, short: Path) -> None:
    told = json.loads(dieuphoi("explain", short, "--json").output)
    assert len(told["moves"]) == 2
    assert told["fairness"]["shortages"]["before"]["lorenz"][-1] == [1, 1]
    (gain,) = told["need"]["specialists"]
    assert (gain["field"], gain["post"], gain["effect"]["is_exact"]) == ("LAND", "07525-LAND", True)
    only = json.loads(dieuphoi("explain", short, "--fairness", "--json").output)
    assert (only["moves"], only["need"], only["vacancies"]) == ([], None, [])


@pytest.mark.parametrize(
    "asked",
    [("--move", "Y9"), ("--post", "nowhere"), ("--employee", "Y9", "--post", "07525-IT"), ("--employee", "Y1")],
)
def test_what_is_not_there_is_wrong_usage(dieuphoi: Dieuphoi, plan_folder: Path, asked: tuple[str, ...]) -> None:
    assert dieuphoi("explain", plan_folder, *asked).exit_code == 2


def test_a_plan_changed_by_hand_is_told_against_the_better_one(dieuphoi: Dieuphoi, plan_folder: Path) -> None:
    path = plan_folder / "plan.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["moves"] = record["moves"][1:]
    path.write_text(json.dumps(record), encoding="utf-8")
    done = dieuphoi("explain", plan_folder, "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "there is a better one" in done.output
    assert "dieuphoi verify" in done.output


def test_a_plan_of_other_tables_is_not_explained(dieuphoi: Dieuphoi, plan_folder: Path) -> None:
    units = plan_folder / "input" / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace("Lục Ngạn", "Lục Nam"), encoding="utf-8")
    done = dieuphoi("explain", plan_folder, "--lang", "en")
    assert done.exit_code == 2
    assert str(plan_folder / "input") in done.output.replace("\n", "")
