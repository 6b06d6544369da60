"""What a move costs in allowances, month after month."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction

from optimizer.policy import Form, Policy

TRANSFER_MONTHS = 12


def cost_vnd(policy: Policy, form: Form, km: float | None, zone: str) -> int:
    """Đồng for one person moved in a form, so far from home, into a unit of a hardship zone."""
    if form is Form.REASSIGNMENT:
        return 0
    for_good_months = policy.setting("cost").values.get("transfer_months", TRANSFER_MONTHS)
    months = policy.term_months if form is Form.SECONDMENT else policy.return_months or for_good_months
    start = policy.starts_on or policy.as_of
    total = 0
    for row in policy.allowance_rows:
        if form.value not in row.forms or (row.zones and zone not in row.zones):
            continue
        if (row.from_km > 0 or row.to_km is not None) and km is None:
            continue
        if km is not None and (km < row.from_km or (row.to_km is not None and km >= row.to_km)):
            continue
        times = 1 if row.per == "move" else months
        if row.most_months is not None:
            times = min(times, row.most_months)
        for number in range(times):
            day = later(start, number)
            if (row.in_force_from and day < row.in_force_from) or (row.in_force_until and day > row.in_force_until):
                continue
            if row.amount_vnd is not None:
                total += row.amount_vnd
            else:
                total += round(Fraction(str(row.base_salaries)) * _base_salary(policy, day))
    return total


def later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _base_salary(policy: Policy, day: date) -> int:
    amount = 0
    for salary in sorted(policy.base_salaries, key=lambda salary: salary.since):
        if salary.since <= day:
            amount = salary.amount_vnd
    return amount
