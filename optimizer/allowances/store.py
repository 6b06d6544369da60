"""Allowance tables that come with the library, one TOML file each, and the base salary."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from optimizer.allowances.allowance import Allowance, BaseSalary

ASSUMED = "assumed"
"""The table of a province whose own table is not known."""

_BASE_SALARY_FILE = "base_salary.toml"
_FOLDER = resources.files(__package__)


@cache
def available_tables() -> tuple[str, ...]:
    """Names of the tables, sorted.

    >>> "dak-lak" in available_tables()
    True
    """
    files = (file.name for file in _FOLDER.iterdir() if file.name.endswith(".toml"))
    return tuple(sorted(name.removesuffix(".toml") for name in files if name != _BASE_SALARY_FILE))


@cache
def _table(name: str) -> tuple[Allowance, ...]:
    if name not in available_tables():
        raise KeyError(name)
    text = _FOLDER.joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tuple(Allowance.model_validate(row) for row in tomllib.loads(text)["allowances"])


def rows_of(entries: Iterable[str | Allowance]) -> tuple[Allowance, ...]:
    """Rows as they are given, and those of the tables named. Raises KeyError for an unknown name."""
    return tuple(row for entry in entries for row in ((entry,) if isinstance(entry, Allowance) else _table(entry)))


@cache
def base_salaries() -> tuple[BaseSalary, ...]:
    """The base salary by the day it came into force."""
    text = _FOLDER.joinpath(_BASE_SALARY_FILE).read_text(encoding="utf-8")
    return tuple(BaseSalary.model_validate(row) for row in tomllib.loads(text)["base_salary"])
