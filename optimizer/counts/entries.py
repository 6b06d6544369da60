"""Entries: where people count, and as what. Every count is a sum of entries.

One entry is so many people in a place, which is a unit and, if they hold or cover one there, a
post. Everybody has an entry at the unit that pays them; who is seconded has one more at the
host, who covers further posts one in each. A plan adds entries, with negative numbers where it
takes people away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.arrays import Indices, Ints
from optimizer.domain import Dataset, EmployeeKind
from optimizer.plan import Move
from optimizer.policy import Form

PEOPLE = ("payroll", "working", "seconded_out", "seconded_in", "on_leave")
"""Columns that count staff, those on contract left out."""

HOLDING = ("holders", "away", "stand_ins")
"""Columns that count people in posts, those on contract included: holders of the post, those of them
who are seconded out or on leave, people who cover the post without holding it."""


def entries_of(dataset: Dataset, is_seconded: NDArray[np.bool_], is_on_leave: NDArray[np.bool_]) -> pd.DataFrame:
    """The entries of a dataset's employees, of whom some are seconded or on leave.

    Columns: ``unit``, ``post`` and ``employee`` (rows of the tables; post -1 for none, unit -1
    for one that is not in the dataset), then :data:`PEOPLE` and :data:`HOLDING`.
    """
    employees = dataset.employees
    heads = employees["count"].to_numpy(np.int64)
    staff = np.where(employees["kind"] == EmployeeKind.CONTRACT, 0, heads)
    is_away = is_seconded | is_on_leave
    home = _entries(
        dataset.employee_unit,
        dataset.employee_post,
        np.arange(len(employees)),
        payroll=staff,
        working=staff * ~is_away,
        seconded_out=staff * is_seconded,
        on_leave=staff * is_on_leave,
        holders=heads,
        away=heads * is_away,
    )
    guest = np.flatnonzero(is_seconded)
    host = _entries(
        _rows(dataset.units["code"], employees["seconded_to_unit"])[guest],
        _rows(dataset.posts["code"], employees["seconded_to_post"])[guest],
        guest,
        working=staff[guest],
        seconded_in=staff[guest],
        stand_ins=heads[guest],
    )
    held = employees.loc[~is_away, "posts_held"].explode().dropna()
    post, holder = _rows(dataset.posts["code"], held), held.index.to_numpy(np.intp)
    covered = _entries(np.append(dataset.post_unit, -1)[post], post, holder, stand_ins=heads[holder])
    return pd.concat([home, host, covered], ignore_index=True)


def entries_of_moves(dataset: Dataset, moves: Sequence[Move]) -> pd.DataFrame:
    """What moves add to the entries of a dataset: two entries each, where people leave and where they go.

    Raises KeyError if a move names an employee, unit or post that the dataset does not have.
    """
    number = np.array([move.count for move in moves], dtype=np.int64)
    lent = number * np.array([move.form is Form.SECONDMENT for move in moves], dtype=np.bool_)
    gone = number - lent
    employee = _listed(dataset.employee_row[move.employee] for move in moves)
    left = _entries(
        _listed(dataset.unit_row[move.from_unit] for move in moves),
        _listed(dataset.post_row[move.from_post] if move.from_post else -1 for move in moves),
        employee,
        payroll=-gone,
        working=-number,
        seconded_out=lent,
        holders=-gone,
        away=lent,
    )
    entered = _entries(
        _listed(dataset.unit_row[move.to_unit] for move in moves),
        _listed(dataset.post_row[move.to_post] for move in moves),
        employee,
        payroll=gone,
        working=number,
        seconded_in=lent,
        holders=gone,
        stand_ins=lent,
    )
    return pd.concat([left, entered], ignore_index=True)


def _entries(unit: Indices, post: Indices, employee: Indices, **numbers: Ints) -> pd.DataFrame:
    none = np.zeros(len(unit), dtype=np.int64)
    columns = {name: numbers.get(name, none) for name in (*PEOPLE, *HOLDING)}
    return pd.DataFrame({"unit": unit, "post": post, "employee": employee, **columns})


def _rows(codes: pd.Series, named: pd.Series) -> Indices:
    """Row of every code named, -1 where there is none."""
    rows: Indices = pd.Index(codes).get_indexer(pd.Index(named))
    return rows


def _listed(rows: Iterable[int]) -> Indices:
    return np.fromiter(rows, dtype=np.intp)
