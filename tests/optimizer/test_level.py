"""Level of expertise told from degree and years."""

from __future__ import annotations

import itertools

import pytest

from optimizer.domain import TABLES, Degree, Employee, Level
from optimizer.domain.dataset import frame_of
from optimizer.level import YEARS_TO_REACH, level_of, levels_of

YEARS = (0.0, 0.5, 1.0, 2.99, 3.0, 5.0, 6.0, 7.9, 8.0, 9.0, 70.0)


@pytest.mark.parametrize(
    ("degree", "years", "level"),
    [
        (Degree.NONE, 40.0, Level.NONE),
        (Degree.SECONDARY, 40.0, Level.NONE),
        (Degree.INTERMEDIATE, 0.0, Level.BASIC),
        (Degree.INTERMEDIATE, 8.0, Level.SKILLED),
        (Degree.COLLEGE, 4.9, Level.BASIC),
        (Degree.COLLEGE, 70.0, Level.SKILLED),
        (Degree.UNIVERSITY, 2.9, Level.BASIC),
        (Degree.UNIVERSITY, 3.0, Level.SKILLED),
        (Degree.UNIVERSITY, 9.0, Level.EXPERT),
        (Degree.MASTER, 6.0, Level.EXPERT),
        (Degree.DOCTOR, 0.0, Level.SKILLED),
    ],
)
def test_degree_and_years_tell_a_level(degree: Degree, years: float, level: Level) -> None:
    assert level_of(Level.NONE, degree, years) is level


def test_a_level_assessed_is_kept() -> None:
    assert all(level_of(level, Degree.DOCTOR, 70.0) is level for level in Level if level)


def test_every_degree_has_its_years_and_more_learning_never_lowers_a_level() -> None:
    assert list(YEARS_TO_REACH) == list(Degree)
    for lower, higher in itertools.pairwise(Degree):
        assert all(level_of(Level.NONE, lower, years) <= level_of(Level.NONE, higher, years) for years in YEARS)


def test_the_column_of_levels_is_the_same_vectorised() -> None:
    people = [
        Employee(id=str(number), unit="U", level=level, degree=degree, years_in_field=years)
        for number, (level, degree, years) in enumerate(itertools.product(Level, Degree, YEARS))
    ]
    frame = frame_of(TABLES["employees"], people)
    by_id = {person.id: level_of(person.level, person.degree, person.years_in_field) for person in people}
    assert levels_of(frame).tolist() == [by_id[id_] for id_ in frame["id"]]
    assert frame["level"].tolist() == [next(p for p in people if p.id == id_).level for id_ in frame["id"]]
