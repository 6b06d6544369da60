from __future__ import annotations

import pytest

from optimizer.version import VERSION
from tests.api.conftest import Dieuphoi


def test_version(dieuphoi: Dieuphoi) -> None:
    done = dieuphoi("--version")
    assert (done.exit_code, done.output) == (0, f"dieuphoi {VERSION}\n")


def test_help_lists_every_command(dieuphoi: Dieuphoi) -> None:
    done = dieuphoi("--help")
    assert done.exit_code == 0
    assert all(command in done.output for command in ("case", "cases", "check", "plan", "verify"))


@pytest.mark.parametrize(
    "words",
    [
        ["fly"],
        ["plan"],
        ["check", "somewhere", "--lang", "fr"],
        ["plan", "somewhere", "--out", "there", "--engine", "guess"],
        ["plan", "somewhere", "--out", "there", "--time-limit", "0"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(dieuphoi: Dieuphoi, words: list[str]) -> None:
    done = dieuphoi(*words)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "Không có thư mục nowhere."),
        ({"LANG": "vi_VN.UTF-8"}, "Không có thư mục nowhere."),
        ({"LANG": "C.UTF-8"}, "Không có thư mục nowhere."),
        ({"LANG": "en_US.UTF-8"}, "There is no folder nowhere."),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "There is no folder nowhere."),
        ({"LANG": "en_US.UTF-8", "DIEUPHOI_LANG": "vi"}, "Không có thư mục nowhere."),
    ],
)
def test_the_language_is_the_user_s(dieuphoi: Dieuphoi, environment: dict[str, str], expected: str) -> None:
    done = dieuphoi("check", "nowhere", **environment)
    assert (done.exit_code, done.output.strip()) == (2, expected)


def test_the_language_asked_for_comes_first(dieuphoi: Dieuphoi) -> None:
    done = dieuphoi("check", "nowhere", "--lang", "en", DIEUPHOI_LANG="vi", LANG="vi_VN.UTF-8")
    assert "There is no folder" in done.output
