"""A secondment given another last day; nobody else is touched."""

from __future__ import annotations

from datetime import date

import pytest

from optimizer.edits.end_term import with_last_day
from tests.api.http.test_calendar import seconded

DAY = date(2026, 3, 31)


def test_one_person_s_last_day_is_exchanged_and_nothing_else() -> None:
    before, after = seconded(), with_last_day(seconded(), "S00", DAY)
    assert {row.id: row.seconded_until for row in after.employees_named(["S00", "S01"])} == {
        "S00": DAY,
        "S01": date(2025, 11, 30),
    }
    (row,) = after.employees_named(["S00"])
    same = [one if one.model_dump()["id"] != "S00" else row for one in before.rows("employees")]
    assert after.sha256 == before.replace(employees=same).sha256 != before.sha256


def test_who_is_not_seconded_has_no_last_day() -> None:
    with pytest.raises(ValueError):
        with_last_day(seconded(), "S05", DAY)
    with pytest.raises(ValueError):
        with_last_day(seconded(), "S00", date(2025, 1, 31))
    with pytest.raises(KeyError):
        with_last_day(seconded(), "nobody", DAY)
