"""A major that no field lists is told, where it matters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from optimizer.domain import Dataset, Employee, Field, Level, Post, Unit, UnitKind
from optimizer.findings import Severity
from optimizer.ingest import read_folder, write_folder


@pytest.mark.parametrize(
    ("majors", "person", "is_told"),
    [
        (("Luật",), {"major": "Thú y"}, True),
        (("Luật",), {"major": "LUẬT "}, False),
        (("Luật",), {"major": ""}, False),
        (("Luật",), {"major": "Thú y", "level": Level.BASIC}, False),
        ((), {"major": "Thú y"}, False),
    ],
)
def test_an_unlisted_major_is_a_warning(
    tmp_path: Path, majors: tuple[str, ...], person: dict[str, object], is_told: bool
) -> None:
    dataset = Dataset.of(
        fields=[Field(code="JUS", name_en="Justice", name_vi="Tư pháp", majors=majors)],
        units=[Unit(code="X", name="X", kind=UnitKind.DEPARTMENT)],
        posts=[Post(code="P", unit="X", field="JUS")],
        employees=[Employee.model_validate({"id": "E", "unit": "X", "field": "JUS", **person})],
    )
    write_folder(dataset, tmp_path)
    found = [one for one in read_folder(tmp_path, date(2026, 11, 2)).findings if one.code == "unlisted_major"]
    assert [one.severity for one in found] == [Severity.WARNING] * is_told
    assert all(one.place == "employees.csv:2:major" for one in found)
