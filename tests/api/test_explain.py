from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.conftest import Dieuphoi


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
