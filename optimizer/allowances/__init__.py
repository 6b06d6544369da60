"""What moving people costs a province's budget: dated, cited tables, never constants in code."""

from optimizer.allowances.allowance import Allowance, BaseSalary, Rate, months_of, rates
from optimizer.allowances.store import ASSUMED, available_tables, base_salaries, rows_of

__all__ = [
    "ASSUMED",
    "Allowance",
    "BaseSalary",
    "Rate",
    "available_tables",
    "base_salaries",
    "months_of",
    "rates",
    "rows_of",
]
