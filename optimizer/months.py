"""Months as terms count them: by the calendar, a day that a month lacks being its last."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of a month that is too short.

    Tables hold days of any year: beyond the calendar it is the calendar's last day, or its first.

    >>> months_after(date(2025, 8, 31), 6).isoformat(), months_after(date(2025, 8, 31), -18).isoformat()
    ('2026-02-28', '2024-02-29')
    >>> months_after(date(9999, 12, 31), 1).isoformat(), months_after(date(1, 1, 1), -1).isoformat()
    ('9999-12-31', '0001-01-01')
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if months > 0 else date.min
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_until(start: date, end: date) -> int:
    """The fewest months that lead from one day to another or beyond it, none if that is not later.

    >>> months_until(date(2026, 8, 31), date(2027, 2, 28)), months_until(date(2026, 8, 1), date(2026, 8, 15))
    (6, 1)
    """
    whole = (end.year - start.year) * 12 + end.month - start.month
    return max(whole + (months_after(start, whole) < end), 0) if end > start else 0
