"""A dataset written as a workbook is read back as the same, in both languages; nothing in it can run."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.domain import Dataset, Employee, Field, Leg, Limit, Post, Unit, UnitKind
from optimizer.export import write_template, write_workbook
from optimizer.ingest.workbook import open_workbooks, read_workbooks
from optimizer.text import LANGUAGES, Language
from scenarios.library import fields, load_case, synthesize

AS_OF = date(2025, 10, 1)

TEXT = st.text(st.characters(exclude_categories=("C", "Z"), max_codepoint=0x1FFF), min_size=1, max_size=12).filter(
    lambda text: text.strip() == text
)
EXACT = st.floats(0, 20, allow_subnormal=False)


def people():
    return st.builds(
        Employee,
        id=st.just("E1"),
        unit=st.just("00004"),
        name=TEXT,
        title=TEXT,
        salary_coefficient=st.none() | EXACT,
        years_in_field=EXACT,
        degree=st.sampled_from(["none", "university", "doctor"]),
        level=st.sampled_from([0, 1, 3]),
        ratings=st.sampled_from([(), ((2024, "good"), (2023, "excellent"))]),
        birth_date=st.none() | st.dates(date(1880, 1, 1), date(2020, 1, 1)),
        home_latitude=st.just(21.123456789012345),
        home_longitude=st.just(105.1),
        volunteer=st.booleans(),
        languages=st.lists(st.sampled_from(["Tày", "Mông", "1.0", "có"]), unique=True).map(tuple),
        count=st.integers(1, 5),
        sex=st.sampled_from(["", "male", "female"]),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(person=people(), name=TEXT, language=st.sampled_from(LANGUAGES))
def test_round_trip(person: Employee, name: str, language: Language, tmp_path_factory: pytest.TempPathFactory) -> None:
    dataset = Dataset.of(
        fields=[Field(code="IT", name_en="IT", name_vi="Công nghệ", related=(("IT", 0.6),))],
        units=[
            Unit(code="00004", name=name, kind=UnitKind.WARD, quota=3, area_km2=1 / 3),
            Unit(code="1", name="01", kind=UnitKind.DEPARTMENT),
        ],
        posts=[Post(code="P", unit="00004", field="IT", title=name, priority=0.1 + 0.2)],
        employees=[person],
        limits=[Limit(subject="release", unit="1", form="secondment", at_most=3)],
        travel=[Leg(**{"from": "1", "to": "00004", "km": 2 / 3, "minutes": 5})],
    )
    path = tmp_path_factory.mktemp("trip") / "a.xlsx"
    write_workbook(dataset, path, language)
    found = read_workbooks(open_workbooks([path]), AS_OF)
    assert found.valid_dataset().sha256 == dataset.sha256


def test_a_province_of_a_case_comes_back_whole(tmp_path: Path) -> None:
    dataset = synthesize(load_case("bac-ninh"))
    write_workbook(dataset, tmp_path / "a.xlsx", "vi")
    assert read_workbooks(open_workbooks([tmp_path / "a.xlsx"]), AS_OF).valid_dataset().sha256 == dataset.sha256


def test_the_same_dataset_gives_the_same_bytes(tmp_path: Path) -> None:
    dataset = Dataset.of(units=[Unit(code="00004", name="=1+1", kind=UnitKind.WARD)])
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(dataset, tmp_path / name, "vi")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_no_cell_is_a_formula_or_a_link(tmp_path: Path) -> None:
    unit = Unit(code="00004", name='=HYPERLINK("http://example.org")', kind=UnitKind.WARD, sector="http://example.org")
    write_workbook(Dataset.of(units=[unit]), tmp_path / "a.xlsx", "vi")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        xml = b"".join(package.read(name) for name in package.namelist() if "worksheets/sheet" in name)
    assert b"<f>" not in xml
    assert b"<hyperlink" not in xml


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_offers_values_and_is_read_as_empty(tmp_path: Path, language: Language) -> None:
    write_template(tmp_path / "t.xlsx", language, Dataset.of(fields=fields()))
    with zipfile.ZipFile(tmp_path / "t.xlsx") as package:
        xml = b"".join(package.read(name) for name in package.namelist() if "worksheets/sheet" in name)
        comments = b"".join(package.read(name) for name in package.namelist() if "comments" in name)
    assert xml.count(b"<dataValidation ") >= 15
    assert comments.count(b"<comment ") >= 20
    found = read_workbooks(open_workbooks([tmp_path / "t.xlsx"]), AS_OF)
    assert {finding.code for finding in found.findings} == {"example_row", "empty_table"}
    assert found.row_counts["fields"] == len(fields())
