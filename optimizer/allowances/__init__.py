"""What moving people costs a province's budget: dated, cited tables, never constants in code."""

from optimizer.allowances.allowance import Allowance, BaseSalary, Rate, rates
from optimizer.allowances.store import ASSUMED, available_tables, base_salaries, rows_of

__all__ = [
    "ASSUMED",
    "Allowance",
    "BaseSalary",
    "Rate",
    "available_tables",
    "base_salaries",
    "rates",
    "rows_of",
]
