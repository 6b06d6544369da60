"""The level of a person for a post: assessed, or told from degree, major and years."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from optimizer import plan
from optimizer.domain import Dataset, Degree, Employee, Field, Level, Post, Unit, UnitKind
from optimizer.level import LevelTable, is_of_field, level_of, level_tables, levels_of
from optimizer.policy import Policy

YEARS = (0.0, 0.5, 1.0, 2.99, 3.0, 5.0, 6.0, 7.9, 8.0, 9.0, 70.0)
MAJORS = ("", "Luật", "luật  KINH tế", "Kế toán", "Thú y")
FIELDS = (
    Field(code="JUS", name_en="Justice", name_vi="Tư pháp", majors=("Luật", "Luật kinh tế")),
    Field(code="ACC", name_en="Accounting", name_vi="Kế toán", majors=("Kế toán",)),
    Field(code="OFF", name_en="Office", name_vi="Văn phòng"),
)


def province(people: list[Employee]) -> Dataset:
    """The people in a department, and a post of each field in a commune, of a field unknown to the table too."""
    return Dataset.of(
        fields=FIELDS,
        units=[
            Unit(code="U", name="U", kind=UnitKind.DEPARTMENT),
            Unit(code="X", name="X", kind=UnitKind.COMMUNE, quota=9),
        ],
        posts=[Post(code=code, unit="X", field=code, min_level=2) for code in ("JUS", "ACC", "OFF", "other")],
        employees=people,
    )


EVERYBODY = [
    Employee(id=f"{number:04}", unit="U", level=level, degree=degree, major=major, years_in_field=years)
    for number, (level, degree, major, years) in enumerate(
        itertools.product((Level.NONE, Level.BASIC), Degree, MAJORS, YEARS)
    )
]


@pytest.mark.parametrize("table", [level_tables()[0], None], ids=["assumed", "none"])
def test_the_arrays_say_what_is_told_one_by_one(table: LevelTable | None) -> None:
    dataset = province(EVERYBODY)
    employee, post = (part.ravel() for part in np.indices((len(EVERYBODY), 4)))
    told = [
        level_of(person, dataset.field_by_code.get(field), table)
        for person in dataset.employees_named([person.id for person in EVERYBODY])
        for field in dataset.posts["field"]
    ]
    assert levels_of(dataset, table, employee, post).tolist() == told
    assert len(set(told)) == (4 if table else 2)


def test_a_level_assessed_is_kept() -> None:
    for level in (Level.BASIC, Level.SKILLED, Level.EXPERT):
        person = Employee(id="E", unit="U", level=level, degree=Degree.DOCTOR, major="Thú y", years_in_field=70)
        assert all(level_of(person, field, level_tables()[0]) is level for field in (*FIELDS, None))


@pytest.mark.parametrize(
    ("major", "field", "expected"),
    [("Luật", 0, True), ("LUẬT kinh tế", 0, True), ("Kế toán", 0, False), ("", 0, True), ("Thú y", 2, True)],
)
def test_a_major_is_compared_by_its_words_and_only_where_there_is_a_list(
    major: str, field: int, expected: bool
) -> None:
    assert is_of_field(major, FIELDS[field].majors) is expected


def test_the_policy_s_table_decides_who_may_take_a_post() -> None:
    lawyer = Employee(
        id="E", unit="U", field="JUS", other_fields=("ACC",), degree="university", major="Luật", years_in_field=3
    )
    dataset = province([lawyer])
    for only, expected in (("JUS", ["JUS"]), ("ACC", [])):
        posts = [post for post in dataset.rows("posts") if post.code == only]
        proposal = plan(dataset.replace(posts=posts), Policy(as_of=date(2026, 11, 2)))
        assert [move.to_post for move in proposal.moves] == expected
    generous = replace(dataset).replace(posts=[post for post in dataset.rows("posts") if post.code == "ACC"])
    own = LevelTable(source="Quyết định của tỉnh", years={"university": (0, 1)}, other_major_lowers=0)
    assert [move.to_post for move in plan(generous, Policy(as_of=date(2026, 11, 2), levels=(own,))).moves] == ["ACC"]
