"""Many provinces from one command: what is written, what is printed, and what fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.domain import TABLES, Dataset
from optimizer.ingest import write_folder
from tests.api.conftest import Dieuphoi, province


def recoded(prefix: str, land_officers: int = 4) -> Dataset:
    """The small province with its own codes, and some of the land officers."""
    dataset = province()
    tables = {name: list(dataset.rows(name)) for name in TABLES}
    columns = {"units": ("code",), "posts": ("code", "unit"), "employees": ("id", "unit", "post", "home_unit")}
    for name, codes in columns.items():
        tables[name] = [
            row.model_copy(update={column: f"{prefix}{getattr(row, column)}" for column in codes})
            for row in tables[name]
        ]
    tables["employees"] = [person for number, person in enumerate(tables["employees"]) if number >= 4 - land_officers]
    return Dataset.of(**tables)


@pytest.fixture
def country(tmp_path: Path) -> Path:
    """Three provinces: 19, 24 and 25."""
    folder = tmp_path / "country"
    for code in ("19", "24", "25"):
        write_folder(recoded(code), folder / code)
        (folder / code / "policy.toml").write_text("as_of = 2025-10-01\n", encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_province_is_planned_as_by_itself(dieuphoi: Dieuphoi, country: Path, tmp_path: Path) -> None:
    done = dieuphoi("nation", country, "--out", tmp_path / "plans", "--lang", "en", "--processes", "2")
    assert done.exit_code == 0, done.output
    assert dieuphoi("plan", country / "24", "--out", tmp_path / "alone", "--lang", "en").exit_code == 0
    assert contents(tmp_path / "plans" / "24") == contents(tmp_path / "alone")
    lines = [line.split() for line in done.stdout.splitlines() if "optimal, proved" in line]
    assert [line[:5] for line in lines] == [[code, "1", "1", "0", "0"] for code in ("19", "24", "25")]


def test_one_process_and_two_write_the_same_bytes(dieuphoi: Dieuphoi, country: Path, tmp_path: Path) -> None:
    for processes in ("1", "2"):
        out = tmp_path / processes
        assert dieuphoi("nation", country, "--out", out, "--processes", processes).exit_code == 0
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_a_province_with_bad_tables_does_not_keep_the_others(dieuphoi: Dieuphoi, country: Path, tmp_path: Path) -> None:
    (country / "24" / "posts.csv").unlink()
    done = dieuphoi("nation", country, "--out", tmp_path / "plans", "--lang", "en", "--processes", "1")
    assert done.exit_code == 1
    assert "24/posts.csv" in done.output
    assert "bad input" in done.output
    assert {path.name for path in (tmp_path / "plans").iterdir()} == {"19", "25"}


def test_neighbours_with_an_open_border_are_planned_as_one(dieuphoi: Dieuphoi, country: Path, tmp_path: Path) -> None:
    write_folder(recoded("24", land_officers=0), country / "24")
    out = tmp_path / "plans"
    done = dieuphoi("nation", country, "--out", out, "--open-border", "24,19", "--processes", "1", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert {path.name for path in out.iterdir()} == {"19+24", "25"}
    assert (
        'open_borders = [\n    [\n        "24",\n        "19",\n    ],\n]'
        in (out / "19+24" / "policy.toml").read_text()
    )
    assert dieuphoi("verify", out / "19+24").exit_code == 0


def test_neighbours_whose_codes_or_policies_clash_are_not_joined(
    dieuphoi: Dieuphoi, country: Path, tmp_path: Path
) -> None:
    words = (
        "nation",
        country,
        "--out",
        tmp_path / "plans",
        "--open-border",
        "19,24",
        "--processes",
        "1",
        "--lang",
        "en",
    )
    (country / "24" / "policy.toml").write_text("as_of = 2025-10-02\n", encoding="utf-8")
    done = dieuphoi(*words)
    assert done.exit_code == 1
    assert "24/policy.toml" in done.output
    write_folder(recoded("19"), country / "24")
    done = dieuphoi(*words)
    assert done.exit_code == 1
    assert "id_in_two_provinces" in done.output
    assert not (tmp_path / "plans" / "19+24").exists()


@pytest.mark.parametrize("border", ["19", "19,19", "19,77", "19,24,25", ""])
def test_a_border_that_is_none_is_wrong_usage(dieuphoi: Dieuphoi, country: Path, tmp_path: Path, border: str) -> None:
    done = dieuphoi("nation", country, "--out", tmp_path / "plans", "--open-border", border, "--lang", "en")
    assert done.exit_code == 2
    assert "There are: 19, 24, 25." in done.output


def test_a_folder_without_provinces_is_wrong_usage(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    assert dieuphoi("nation", tmp_path / "none", "--out", tmp_path / "plans").exit_code == 2
    (tmp_path / "empty").mkdir()
    assert dieuphoi("nation", tmp_path / "empty", "--out", tmp_path / "plans").exit_code == 2


def test_the_input_is_not_written_over(dieuphoi: Dieuphoi, country: Path) -> None:
    before = contents(country)
    assert dieuphoi("nation", country, "--out", country).exit_code == 2
    assert contents(country) == before
