"""Provinces in which nobody can be moved are planned, and the command line says why nobody is."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.domain import Dataset, Employee, EmployeeKind, Post, Unit, UnitKind
from optimizer.ingest import write_folder
from tests.api.conftest import Dieuphoi


def folder_with(path: Path, post: Post, employee: Employee) -> Path:
    """A commune with one post and a department with one person, as tables."""
    units = [
        Unit(code="07525", name="Lục Ngạn", kind=UnitKind.COMMUNE, quota=3, latitude=21.37, longitude=106.6),
        Unit(code="SNV", name="Sở Nội vụ", kind=UnitKind.DEPARTMENT, latitude=21.18, longitude=106.07),
    ]
    write_folder(Dataset.of(units=units, posts=[post], employees=[employee]), path)
    return path


SEAT = Post(code="07525-IT", unit="07525", field="IT")
PERSON = Employee(id="S1", unit="SNV", field="IT")


@pytest.mark.parametrize(
    ("post", "employee", "reason", "ly_do"),
    [
        (SEAT.model_copy(update={"seats": 0}), PERSON, "No commune has an open seat", "Không có chỗ trống nào"),
        (SEAT, PERSON.model_copy(update={"field": "LAW"}), "No candidate", "Không có ứng viên"),
        (SEAT, PERSON.model_copy(update={"kind": EmployeeKind.CADRE}), "No candidate", "Không có ứng viên"),
    ],
    ids=["no vacancies", "no candidates", "nobody able to move"],
)
def test_nobody_is_moved_and_the_reason_is_printed(
    dieuphoi: Dieuphoi, tmp_path: Path, post: Post, employee: Employee, reason: str, ly_do: str
) -> None:
    tables = folder_with(tmp_path / "tables", post, employee)
    for language, total, expected in (
        ("en", "People moved in all: 0.", reason),
        ("vi", "Tổng số người được điều chuyển: 0.", ly_do),
    ):
        done = dieuphoi("plan", tables, "--out", tmp_path / "plan", "--lang", language)
        assert done.exit_code == 0, done.output
        assert total in done.output
        assert expected in done.output
    assert dieuphoi("verify", tmp_path / "plan").exit_code == 0
