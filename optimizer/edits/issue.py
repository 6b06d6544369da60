"""A plan issued: its moves become facts of the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import cast

from optimizer.domain import Dataset, Employee
from optimizer.edits.rows import with_cells
from optimizer.plan import Move
from optimizer.policy import Form


def issued(dataset: Dataset, moves: Iterable[Move]) -> Dataset:
    """The tables once moves are made: transfers and reassignments change unit and post, secondments run.

    People of a group who move become a row of their own, named by group, post and form. That a
    transfer is to end some day has no column in the tables: its people stay where they are.

    Raises KeyError if a move names an employee that the dataset does not have, ValueError if
    more people of a row move than it has.
    """
    moves_of: defaultdict[str, list[Move]] = defaultdict(list)
    for move in moves:
        moves_of[move.employee].append(move)
    unknown = [employee for employee in moves_of if not dataset.has_employee(employee)]
    if unknown:
        raise KeyError(unknown[0])
    rows = cast("list[Employee]", dataset.rows("employees"))
    return dataset.replace(employees=[part for row in rows for part in _parts(row, moves_of[row.id])])


def _parts(row: Employee, moves: list[Move]) -> list[Employee]:
    """A row after its moves: as it was, moved as a whole, or those who move apart from those who stay."""
    if not moves:
        return [row]
    left = row.count - sum(move.count for move in moves)
    if left < 0:
        raise ValueError("more people move than the row has")
    is_whole = left == 0 and len(moves) == 1
    moved = [
        _moved(row if is_whole else with_cells(row, id=f"{row.id}/{move.to_post}/{move.form}", count=move.count), move)
        for move in moves
    ]
    return [*moved, *([with_cells(row, count=left)] if left else [])]


def _moved(row: Employee, move: Move) -> Employee:
    if move.form is not Form.SECONDMENT:
        return with_cells(row, unit=move.to_unit, post=move.to_post)
    return with_cells(
        row,
        seconded_to_unit=move.to_unit,
        seconded_to_post=move.to_post,
        seconded_from=move.start,
        seconded_until=move.end,
    )
