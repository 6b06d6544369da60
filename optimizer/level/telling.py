"""The level of a person for a post: assessed, or told by a table."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.domain import Dataset, Degree, Employee, Field, Level
from optimizer.level.table import LevelTable


def level_of(employee: Employee, field: Field | None, table: LevelTable | None) -> Level:
    """The level assessed, or, where there is none, the one that a table tells for posts of a field.

    >>> from optimizer.level.table import level_tables
    >>> lawyer = Employee(id="E", unit="U", degree="university", major="Luật", years_in_field=9)
    >>> justice = Field(code="JUS", name_en="Justice", name_vi="Tư pháp", majors=("Luật", "Luật kinh tế"))
    >>> accounting = Field(code="ACC", name_en="Accounting", name_vi="Kế toán", majors=("Kế toán",))
    >>> [level_of(lawyer, field, level_tables()[0]).name for field in (justice, accounting, None)]
    ['EXPERT', 'SKILLED', 'EXPERT']
    """
    if employee.level or table is None:
        return employee.level
    of_field = field is None or is_of_field(employee.major, field.majors)
    return table.told(employee.degree, employee.years_in_field, is_of_field=of_field)


def is_of_field(major: str, majors: tuple[str, ...]) -> bool:
    """Whether a major is one of a field's; without a list, or a major, nothing speaks against it.

    >>> is_of_field("luật  Kinh tế", ("Luật kinh tế",)), is_of_field("Luật", ("Luật kinh tế",)), is_of_field("", ("A",))
    (True, False, True)
    """
    return not major or not majors or plain(major) in {plain(one) for one in majors}


def plain(major: str) -> str:
    """A major's name in small letters with single spaces, as it is compared."""
    return " ".join(major.casefold().split())


def levels_of(
    dataset: Dataset, table: LevelTable | None, employee: NDArray[np.intp], post: NDArray[np.intp]
) -> NDArray[np.int64]:
    """The same for many pairs, given as rows of the employees and posts tables, as numbers 0 to 3."""
    employees = dataset.employees
    assessed = employees["level"].to_numpy(np.int64)
    if table is None:
        return assessed[employee]
    own, foreign = (
        np.where(assessed > 0, assessed, _told(employees, table, of_field=known)) for known in (True, False)
    )
    major, majors = pd.factorize(employees["major"])
    field, fields = pd.factorize(dataset.posts["field"])
    lists = [dataset.field_by_code[code].majors if code in dataset.field_by_code else () for code in fields]
    matches = np.array([[is_of_field(one, listed) for listed in lists] for one in majors], dtype=bool)
    of_field = matches.reshape(len(majors), len(fields))[major[employee], field[post]]
    levels: NDArray[np.int64] = np.where(of_field, own[employee], foreign[employee])
    return levels


def _told(employees: pd.DataFrame, table: LevelTable, *, of_field: bool) -> NDArray[np.int64]:
    """What the table tells of every employee, for a major of the post's field or another."""
    degree, degrees = pd.factorize(employees["degree"])
    years = employees["years_in_field"].to_numpy(np.float64)
    levels = np.zeros(len(employees), dtype=np.int64)
    for number, name in enumerate(degrees):
        of_degree = np.flatnonzero(degree == number)
        distinct, row = np.unique(years[of_degree], return_inverse=True)
        told = [table.told(Degree(name), one, is_of_field=of_field) for one in distinct.tolist()]
        levels[of_degree] = np.array(told, dtype=np.int64)[row]
    return levels
