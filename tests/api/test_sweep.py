"""``dieuphoi sweep``: curves as a table and a plot."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.api.conftest import Dieuphoi


def curve(folder: Path) -> list[dict[str, str]]:
    with (folder / "curve.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_curve_is_written_and_plotted_the_same_each_time(dieuphoi: Dieuphoi, folder: Path, tmp_path: Path) -> None:
    for out, processes in (("one", 1), ("other", 2)):
        done = dieuphoi(
            "sweep", folder, "--over", "moves=0:2:1", "--out", tmp_path / out, "--processes", str(processes)
        )
        assert done.exit_code == 0, done.output
    rows = curve(tmp_path / "one")
    assert [row["moves"] for row in rows] == ["0.0", "1.0", "2.0"]
    assert [row["people_away"] for row in rows] == ["0", "1", "2"]
    fills = [int(row["weighted_fill"]) for row in rows]
    assert fills == sorted(fills, reverse=True) and fills[0] > fills[-1]
    for name in ("curve.csv", "curve.svg"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
    assert b"<svg" in (tmp_path / "one" / "curve.svg").read_bytes()


def test_a_grid_has_all_points_of_its_axes(dieuphoi: Dieuphoi, plan_folder: Path, tmp_path: Path) -> None:
    words = ("--over", "moves=0,2", "--over", "rules.max_distance.max_km=1,90", "--processes", "1")
    assert dieuphoi("sweep", plan_folder, *words, "--out", tmp_path / "grid").exit_code == 0
    rows = curve(tmp_path / "grid")
    assert [(row["moves"], row["people_away"]) for row in rows] == [
        ("0.0", "0"),
        ("0.0", "0"),
        ("2.0", "0"),
        ("2.0", "2"),
    ]


@pytest.mark.parametrize(
    ("over", "code"),
    [
        (["moves"], 2),
        (["moves=1:2"], 2),
        (["moves=5:1:1"], 2),
        (["moves=1", "moves=2"], 2),
        (["moves=0:200:1", "budget=0:100:1"], 2),
        (["moves=1", "budget=2", "max_distance=3"], 2),
        (["rules.max_distanse.max_km=3"], 1),
        (["term_months=0"], 1),
        (["moves=0:1:0.5"], 1),
    ],
)
def test_what_cannot_be_swept_ends_the_command(
    dieuphoi: Dieuphoi, folder: Path, tmp_path: Path, over: list[str], code: int
) -> None:
    words = [word for axis in over for word in ("--over", axis)]
    assert dieuphoi("sweep", folder, *words, "--out", tmp_path / "out").exit_code == code
    assert not (tmp_path / "out").exists()
