"""Months as terms count them: by the calendar, a day that a month lacks being its last."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of a month that is too short.

    >>> months_after(date(2025, 8, 31), 6).isoformat(), months_after(date(2025, 8, 31), -18).isoformat()
    ('2026-02-28', '2024-02-29')
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_until(start: date, end: date) -> int:
    """The fewest months that lead from one day to another or beyond it, none if that is not later.

    >>> months_until(date(2026, 8, 31), date(2027, 2, 28)), months_until(date(2026, 8, 1), date(2026, 8, 15))
    (6, 1)
    """
    whole = (end.year - start.year) * 12 + end.month - start.month
    return max(whole + (months_after(start, whole) < end), 0) if end > start else 0
