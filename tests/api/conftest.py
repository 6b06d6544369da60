"""A small province as a folder of tables, and the command line to use it with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.cli import app
from optimizer.domain import Dataset, Degree, Employee, Field, Post, Unit, UnitKind
from optimizer.ingest import write_folder
from tests.api.databases import new_postgresql, new_url, postgresql

__all__ = ["new_postgresql", "new_url", "postgresql"]
"""Fixtures for all tests below: a server of PostgreSQL is started once."""

Dieuphoi = Callable[..., Result]


@pytest.fixture
def dieuphoi(monkeypatch: pytest.MonkeyPatch) -> Dieuphoi:
    """The command line: called with words, answers with exit code and output."""
    for name in ("DIEUPHOI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*words: str | Path, **env: str) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200", **env})

    return invoke


def province() -> Dataset:
    """Two vacant seats in Lục Ngạn: one for a surplus land officer of Yên Dũng, one for IT staff of a department."""
    return Dataset.of(
        fields=[
            Field(code="IT", name_en="Information technology", name_vi="Công nghệ thông tin"),
            Field(code="LAND", name_en="Land", name_vi="Địa chính"),
        ],
        units=[
            Unit(code="07681", name="Yên Dũng", kind=UnitKind.WARD, quota=2, latitude=21.2, longitude=106.25),
            Unit(code="07525", name="Lục Ngạn", kind=UnitKind.COMMUNE, quota=3, latitude=21.37, longitude=106.6),
            Unit(code="SNV", name="Sở Nội vụ", kind=UnitKind.DEPARTMENT, quota=20, latitude=21.18, longitude=106.07),
        ],
        posts=[
            Post(code="07681-LAND", unit="07681", field="LAND", seats=2),
            Post(code="07525-IT", unit="07525", field="IT"),
            Post(code="07525-LAND", unit="07525", field="LAND", seats=2),
            Post(code="SNV-IT", unit="SNV", field="IT", seats=20),
        ],
        employees=[
            *(person(f"Y{number}", "07681", "LAND") for number in range(3)),
            person("L1", "07525", "LAND"),
            *(person(f"S{number:02}", "SNV", "IT") for number in range(20)),
        ],
    )


def person(id_: str, unit: str, field: str) -> Employee:
    """A graduate of some experience in the post of their field."""
    return Employee(
        id=id_,
        unit=unit,
        post=f"{unit}-{field}",
        field=field,
        degree=Degree.UNIVERSITY,
        years_in_field=5,
        birth_date=date(1990, 1, 1),
        home_unit="07681",
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The province as CSV tables with a policy."""
    tables = tmp_path / "tables"
    write_folder(province(), tables)
    (tables / "policy.toml").write_text("as_of = 2025-10-01\n", encoding="utf-8")
    return tables


@pytest.fixture
def plan_folder(dieuphoi: Dieuphoi, folder: Path, tmp_path: Path) -> Path:
    """A plan of the province, written by the command line."""
    out = tmp_path / "plan"
    assert dieuphoi("plan", folder, "--out", out).exit_code == 0
    return out


@pytest.fixture
def broken_folder(folder: Path) -> Path:
    """The province with a commune whose quota is negative."""
    units = folder / "units.csv"
    text = units.read_text(encoding="utf-8")
    assert ",3," in text
    units.write_text(text.replace(",3,", ",-3,"), encoding="utf-8")
    return folder
