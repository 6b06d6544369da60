"""Months as terms count them."""

from __future__ import annotations

from datetime import date

import pytest

from optimizer.months import months_after, months_until


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 31), date(2026, 3, 1), 2),
        (date(2026, 1, 1), date(2026, 1, 2), 1),
        (date(2026, 1, 1), date(2027, 1, 1), 12),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
        (date(2026, 2, 1), date(2026, 1, 1), 0),
    ],
)
def test_a_month_counts_once_it_has_begun(start: date, end: date, months: int) -> None:
    assert months_until(start, end) == months


def test_a_term_planned_in_months_has_as_many() -> None:
    for day in (date(2026, 8, 31), date(2026, 1, 30), date(2024, 2, 29), date(2026, 5, 15)):
        for months in range(1, 37):
            assert months_until(day, months_after(day, months)) == months
