"""The Dataset: canonical order, typed columns, rows back as they went in, one fingerprint for equal content."""

from __future__ import annotations

import random
from datetime import date

import numpy as np
import pytest

from optimizer.domain import TABLES, Dataset, Degree, Employee, Field, Grade, Leg, Level, Post, Unit, UnitKind
from optimizer.domain.dataset import column_dtypes, rows_in, whole_number_columns

UNITS = [
    Unit(code="00008", name="Ngọc Hà", kind=UnitKind.WARD, quota=32),
    Unit(code="00004", name="Ba Đình", kind=UnitKind.WARD, latitude=21.03, longitude=105.83),
    Unit(code="SNV", name="Sở Nội vụ", kind=UnitKind.DEPARTMENT, quota=0),
]
POSTS = [Post(code="P2", unit="SNV"), Post(code="P1", unit="00004", min_degree=Degree.UNIVERSITY, certificates=("A",))]
EMPLOYEES = [
    Employee(id="E2", unit="SNV", birth_date=date(1990, 1, 2), ratings=((2024, "good"),), level=Level.SKILLED),
    Employee(id="E1", unit="00004", post="P1", salary_coefficient=2.34, other_fields=("ACC", "TRD")),
]


def dataset() -> Dataset:
    return Dataset.of(units=UNITS, posts=POSTS, employees=EMPLOYEES)


def test_rows_come_back_as_they_went_in_sorted_by_key():
    assert dataset().rows("units") == sorted(UNITS, key=lambda unit: unit.code)
    assert dataset().rows("posts") == sorted(POSTS, key=lambda post: post.code)
    assert dataset().rows("employees") == sorted(EMPLOYEES, key=lambda employee: employee.id)
    assert dataset().rows("travel") == []


def test_rows_have_the_types_of_their_models():
    ward = dataset().unit_by_code["00008"]
    assert type(ward.quota) is int and ward.kind is UnitKind.WARD and ward.latitude is None
    post = dataset().post_by_code["P1"]
    assert post.min_degree is Degree.UNIVERSITY and post.min_grade is Grade.NONE
    person = dataset().employee("E2")
    assert person.level is Level.SKILLED and person.birth_date == date(1990, 1, 2)


def test_fingerprint_depends_on_content_alone():
    shuffler = random.Random(7)
    for _ in range(5):
        shuffled = {"units": UNITS, "posts": POSTS, "employees": EMPLOYEES}
        shuffled = {name: shuffler.sample(rows, len(rows)) for name, rows in shuffled.items()}
        assert Dataset.of(**shuffled).sha256 == dataset().sha256
    assert dataset().replace(units=UNITS[:2]).sha256 != dataset().sha256
    assert dataset().replace(units=[*UNITS[:2], UNITS[2].model_copy(update={"quota": 1})]).sha256 != dataset().sha256


def test_a_variant_leaves_the_base_alone():
    base = dataset()
    before = base.sha256
    variant = base.replace(posts=[])
    assert len(variant.posts) == 0 and len(base.posts) == 2
    assert (
        Dataset.of(units=base.rows("units"), posts=base.rows("posts"), employees=base.rows("employees")).sha256
        == before
    )


def test_columns_are_typed_and_named_as_in_files():
    assert TABLES["travel"].columns == ("from", "to", "km", "minutes", "season", "wait_minutes", "is_ferry", "source")
    dtypes = column_dtypes(Employee)
    assert dtypes["id"] == dtypes["ratings"] == dtypes["kind"] == "object"
    assert dtypes["birth_date"] == "datetime64[s]" and dtypes["excluded"] == "bool"
    assert dtypes["level"] == dtypes["count"] == "int64" and dtypes["home_latitude"] == "float64"
    assert column_dtypes(Unit)["quota"] == "float64"
    assert whole_number_columns(Unit) == {"quota", "floor", "population", "housing_places"}
    for name, table in TABLES.items():
        frame = getattr(dataset(), name)
        assert tuple(frame.columns) == table.columns
        assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == column_dtypes(table.row)


def test_lists_of_equal_length_stay_lists():
    fields = [Field(code=code, name_en="", name_vi="", related=(("X", 0.5),)) for code in "AB"]
    assert Dataset.of(fields=fields).fields["related"].tolist() == [(("X", 0.5),)] * 2


def test_lookups():
    data = dataset()
    assert data.employee_unit.tolist() == [0, 2] and data.employee_post.tolist() == [0, -1]
    assert data.post_unit.tolist() == [0, 2]
    assert data.has_employee("E1") and not data.has_employee("E9")
    assert data.field_by_code == {}
    with pytest.raises(KeyError):
        data.employee("E9")
    assert np.array_equal(rows_in({"a": 3}, data.employees["post"]), [-1, -1])


def test_an_unknown_table_is_refused():
    with pytest.raises(ValueError, match="no such table: roads"):
        Dataset.of(roads=[Leg(from_="A", to="B", km=1, minutes=2)])
