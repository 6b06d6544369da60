"""Tables of levels: what they tell, on which day, and which cannot be."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from optimizer.domain import Degree, Level
from optimizer.findings import Severity
from optimizer.level import LevelTable, level_tables
from optimizer.policy import Policy
from optimizer.rules import check_policy

(ASSUMED,) = level_tables()


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
def test_degree_and_years_tell_a_level_and_another_major_one_less(degree: Degree, years: float, level: Level) -> None:
    assert ASSUMED.told(degree, years, is_of_field=True) is level
    assert ASSUMED.told(degree, years, is_of_field=False) is Level(max(level - 1, 0))


degrees, some_years = st.sampled_from(Degree), st.floats(0, 70)


@given(degrees, some_years, some_years, st.integers(0, 3))
def test_more_years_and_a_major_of_the_field_never_lower_a_level(
    degree: Degree, years: float, more: float, lowers: int
) -> None:
    table = ASSUMED.model_copy(update={"other_major_lowers": lowers})
    own = table.told(degree, years, is_of_field=True)
    assert own <= table.told(degree, years + more, is_of_field=True)
    assert max(own - lowers, 0) == table.told(degree, years, is_of_field=False)


@given(some_years)
def test_more_learning_never_lowers_a_level(years: float) -> None:
    for lower, higher in itertools.pairwise(Degree):
        assert ASSUMED.told(lower, years, is_of_field=True) <= ASSUMED.told(higher, years, is_of_field=True)


def test_a_foreign_major_may_count_for_nothing_at_all() -> None:
    strict = ASSUMED.model_copy(update={"other_major_lowers": 3})
    assert all(strict.told(degree, 70, is_of_field=False) is Level.NONE for degree in Degree)


@pytest.mark.parametrize(
    "row",
    [
        {"years": {"university": [3, 2]}},
        {"years": {"university": [0, 1, 2, 3]}},
        {"years": {"university": [-1]}},
        {"years": {"bootcamp": [1]}},
        {"years": {}, "other_major_lowers": 4},
        {"years": {}, "source": ""},
        {"years": {}, "weight": 1},
        {},
    ],
)
def test_a_table_that_cannot_be_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        LevelTable.model_validate({"source": "test", **row})


def dated(name: str, since: date | None, until: date | None = None) -> LevelTable:
    return LevelTable(source=name, years={}, in_force_from=since, in_force_until=until)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1), "always"),
        (date(2026, 3, 1), "spring"),
        (date(2026, 5, 31), "spring"),
        (date(2026, 6, 1), "always"),
        (date(2026, 9, 1), "autumn"),
    ],
)
def test_the_table_in_force_since_the_latest_day_counts(day: date, expected: str) -> None:
    spring, autumn = dated("spring", date(2026, 3, 1), date(2026, 5, 31)), dated("autumn", date(2026, 9, 1))
    for tables in itertools.permutations([dated("always", None), spring, autumn]):
        found = Policy(as_of=day, levels=tables).level_table
        assert found is not None
        assert found.source == expected


def test_a_policy_without_a_table_in_force_is_told() -> None:
    later = Policy(as_of=date(2026, 1, 1), levels=(dated("later", date(2026, 2, 1)),))
    assert later.level_table is None
    (finding,) = [one for one in check_policy(later) if one.column == "levels"]
    assert (finding.code, finding.severity) == ("no_level_table", Severity.WARNING)
    assert not [one for one in check_policy(Policy(as_of=date(2026, 1, 1))) if one.column == "levels"]
