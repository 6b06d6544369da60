"""The frozen Dataset: every table of a province, in canonical order."""

from __future__ import annotations

import hashlib
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import IntEnum, StrEnum
from functools import cache, cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.domain.cells import Row
from optimizer.domain.employee import Employee
from optimizer.domain.field import Field
from optimizer.domain.instruction import Instruction
from optimizer.domain.leg import Leg
from optimizer.domain.limit import Limit
from optimizer.domain.post import Post
from optimizer.domain.unit import Unit
from optimizer.domain.workplace import Workplace


@dataclass(frozen=True)
class Table:
    """A table's row model and the columns that name its rows."""

    name: str
    row: type[Row]
    key: tuple[str, ...]
    required: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Column names as they stand in a file's header."""
        return tuple(info.alias or name for name, info in self.row.model_fields.items())

    @property
    def required_columns(self) -> tuple[str, ...]:
        """Columns that no row can do without."""
        return tuple(info.alias or name for name, info in self.row.model_fields.items() if info.is_required())


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table("fields", Field, ("code",)),
        Table("units", Unit, ("code",), required=True),
        Table("workplaces", Workplace, ("code",)),
        Table("posts", Post, ("code",), required=True),
        Table("employees", Employee, ("id",), required=True),
        Table("limits", Limit, ("subject", "unit", "field", "form", "kind", "other_unit")),
        Table("instructions", Instruction, ("order", "employee", "post", "unit")),
        Table("travel", Leg, ("from", "to", "season")),
    )
}
"""The input tables by name. ``required`` ones must hold at least one row for a plan to start."""


@cache
def column_dtypes(row: type[Row]) -> dict[str, str]:
    """The pandas dtype of every column of a table, told from the row model's annotations.

    Optional numbers are float64 with NaN, optional dates datetime64[s] with NaT; texts and
    lists are objects.
    """
    return {info.alias or name: _dtype(info.annotation) for name, info in row.model_fields.items()}


@cache
def whole_number_columns(row: type[Row]) -> frozenset[str]:
    """Columns of whole numbers, the optional ones included."""
    return frozenset(info.alias or name for name, info in row.model_fields.items() if _base(info.annotation) is int)


def _base(annotation: object) -> object:
    """The bare type of a field: ``int`` of ``Annotated[int, ...] | None``."""
    if type(None) in typing.get_args(annotation):
        annotation = next(part for part in typing.get_args(annotation) if part is not types.NoneType)
    return typing.get_args(annotation)[0] if typing.get_origin(annotation) is typing.Annotated else annotation


def _dtype(annotation: object) -> str:
    base = _base(annotation)
    is_optional = base is not annotation
    if base is bool:
        return "bool"
    if base is date:
        return "datetime64[s]"
    if base is float or (base is int and is_optional):
        return "float64"
    if isinstance(base, type) and issubclass(base, int | IntEnum):
        return "int64"
    return "object"


def typed_frame(table: Table, columns: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """Validated values, one sequence per column of the table, as a frame in the order given."""
    typed = {}
    # One index for all: pandas would compare and join as many as there are columns.
    index = pd.RangeIndex(len(columns[table.columns[0]]))
    for column, dtype in column_dtypes(table.row).items():
        values = columns[column]
        if dtype == "object":
            cells = np.empty(len(values), dtype=object)
            cells[:] = [value.value if isinstance(value, StrEnum) else value for value in values]
            typed[column] = pd.Series(cells, index, dtype=object)
        else:
            typed[column] = pd.Series(values, index, dtype=dtype)
    return pd.DataFrame(typed, index)


def in_canonical_order(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame sorted by the table's key."""
    return frame.sort_values(list(table.key), kind="stable", ignore_index=True)


def frame_of(table: Table, rows: Iterable[Row]) -> pd.DataFrame:
    """Validated rows as a frame in the table's canonical order."""
    models = list(rows)
    if not models:
        return _empty_frame(table)
    names = zip(table.columns, table.row.model_fields, strict=True)
    columns = {column: [getattr(model, name) for model in models] for column, name in names}
    return in_canonical_order(table, typed_frame(table, columns))


@cache
def _empty_frame(table: Table) -> pd.DataFrame:
    """A table without rows: half of a small province's tables are."""
    return typed_frame(table, dict.fromkeys(table.columns, ()))


def rows_of(table: Table, frame: pd.DataFrame) -> list[Row]:
    """The frame's rows as row models, without validating again."""
    if frame.empty:
        return []
    names = list(table.row.model_fields)
    enums = _enum_columns(table.row)
    rows = []
    for values in zip(*(python_values(table, frame, column) for column in table.columns), strict=True):
        record = dict(zip(names, values, strict=True))
        for name, enum in enums.items():
            record[name] = enum(record[name])
        rows.append(table.row.model_construct(**record))
    return rows


@cache
def _enum_columns(row: type[Row]) -> dict[str, type[StrEnum | IntEnum]]:
    """The fields of a table whose values are one of a kind's."""
    return {
        name: info.annotation
        for name, info in row.model_fields.items()
        if isinstance(info.annotation, type) and issubclass(info.annotation, StrEnum | IntEnum)
    }


def python_values(table: Table, frame: pd.DataFrame, column: str) -> list[object]:
    """A column as plain Python values of the row model's types, missing ones as None."""
    values = frame[column]
    if values.dtype.kind == "M":
        return list(values.to_numpy("datetime64[D]").tolist())
    if values.dtype.kind == "f":
        number = int if column in whole_number_columns(table.row) else float
        return [None if value != value else number(value) for value in values.tolist()]
    return list(values.tolist())


@dataclass(frozen=True)
class Dataset:
    """All tables of one province (or several), validated, immutable by convention of use.

    Every frame has the columns of its row model (:data:`TABLES`) and is sorted by its key,
    so that two datasets with the same rows are equal whatever the order of the input. A
    variant is made by :meth:`replace`, never by changing a frame.
    """

    fields: pd.DataFrame
    units: pd.DataFrame
    workplaces: pd.DataFrame
    posts: pd.DataFrame
    employees: pd.DataFrame
    limits: pd.DataFrame
    instructions: pd.DataFrame
    travel: pd.DataFrame

    @classmethod
    def of(cls, **rows: Iterable[Row]) -> Dataset:
        """A dataset from row models by table name; tables not named are empty.

        >>> from optimizer.domain.unit import Unit, UnitKind
        >>> Dataset.of(units=[Unit(code="00004", name="Ba Đình", kind=UnitKind.WARD)]).units["code"].tolist()
        ['00004']
        """
        unknown = set(rows) - set(TABLES)
        if unknown:
            raise ValueError(f"no such table: {', '.join(sorted(unknown))}")
        return cls(**{name: frame_of(table, rows.get(name, ())) for name, table in TABLES.items()})

    def replace(self, **rows: Iterable[Row]) -> Dataset:
        """A new dataset with the rows of the named tables exchanged."""
        return replace(self, **{name: frame_of(TABLES[name], table_rows) for name, table_rows in rows.items()})

    def rows(self, table: str) -> list[Row]:
        """A table as row models, in canonical order."""
        return rows_of(TABLES[table], getattr(self, table))

    @cached_property
    def unit_by_code(self) -> Mapping[str, Unit]:
        """Units by code."""
        return {unit.code: unit for unit in typing.cast("list[Unit]", self.rows("units"))}

    @cached_property
    def post_by_code(self) -> Mapping[str, Post]:
        """Posts by code."""
        return {post.code: post for post in typing.cast("list[Post]", self.rows("posts"))}

    @cached_property
    def field_by_code(self) -> Mapping[str, Field]:
        """Fields of expertise by code."""
        return {field.code: field for field in typing.cast("list[Field]", self.rows("fields"))}

    @cached_property
    def limit_rows(self) -> tuple[Limit, ...]:
        """The limits as row models, in the order of the table."""
        return tuple(typing.cast("list[Limit]", self.rows("limits")))

    @cached_property
    def instruction_rows(self) -> tuple[Instruction, ...]:
        """All instructions."""
        return tuple(typing.cast("list[Instruction]", self.rows("instructions")))

    @cached_property
    def employee_row(self) -> Mapping[str, int]:
        """Row number of each employee id in ``employees``."""
        return {id_: row for row, id_ in enumerate(self.employees["id"].tolist())}

    def employee(self, id_: str) -> Employee:
        """One employee by id. Raises KeyError for an unknown id."""
        return self.employees_named([id_])[0]

    def employees_named(self, ids: Sequence[str]) -> list[Employee]:
        """Several employees by id, in the order asked for. Raises KeyError for an unknown id."""
        rows = [self.employee_row[id_] for id_ in ids]
        return typing.cast("list[Employee]", rows_of(TABLES["employees"], self.employees.iloc[rows]))

    def employee_values(self, column: str) -> list[typing.Any]:
        """A column of ``employees`` as plain Python values, looked up once."""
        if column not in self._employee_values:
            self._employee_values[column] = python_values(TABLES["employees"], self.employees, column)
        return self._employee_values[column]

    @cached_property
    def _employee_values(self) -> dict[str, list[typing.Any]]:
        return {}

    def kinds(self, table: str, column: str) -> NDArray[np.intp]:
        """A number for every row of a table, the same where the column's values are, found once.

        >>> from optimizer.domain.unit import Unit, UnitKind
        >>> units = [Unit(code=code, name="x", kind=UnitKind.WARD, parent=code[:1]) for code in ("a1", "a2", "b1")]
        >>> Dataset.of(units=units).kinds("units", "parent")
        array([0, 0, 1])
        """
        if (table, column) not in self._kinds:
            values: pd.Series = getattr(self, table)[column]
            self._kinds[table, column] = pd.factorize(values, use_na_sentinel=False)[0]
        return self._kinds[table, column]

    @cached_property
    def _kinds(self) -> dict[tuple[str, str], NDArray[np.intp]]:
        return {}

    def posts_named(self, codes: Sequence[str]) -> list[Post]:
        """Several posts by code, in the order asked for. Raises KeyError for an unknown code."""
        rows = [self.post_row[code] for code in codes]
        return typing.cast("list[Post]", rows_of(TABLES["posts"], self.posts.iloc[rows]))

    def has_employee(self, id_: str) -> bool:
        """Whether an employee (or group) with this id is on any payroll."""
        return id_ in self.employee_row

    @cached_property
    def unit_row(self) -> Mapping[str, int]:
        """Row number of each unit code in ``units``."""
        return {code: row for row, code in enumerate(self.units["code"].tolist())}

    @cached_property
    def post_row(self) -> Mapping[str, int]:
        """Row number of each post code in ``posts``."""
        return {code: row for row, code in enumerate(self.posts["code"].tolist())}

    @cached_property
    def employee_unit(self) -> NDArray[np.intp]:
        """Row in ``units`` of every employee's payroll unit."""
        return rows_in(self.unit_row, self.employees["unit"])

    @cached_property
    def employee_post(self) -> NDArray[np.intp]:
        """Row in ``posts`` of the post every employee holds, -1 for none."""
        return rows_in(self.post_row, self.employees["post"])

    @cached_property
    def couples(self) -> NDArray[np.intp]:
        """Rows in ``employees`` of every two people of whom one names the other as partner, shape (couples, 2)."""
        partner = rows_in(self.employee_row, self.employees["partner"])
        both = np.sort(np.stack([np.arange(len(partner)), partner], axis=1), axis=1)
        are_two = (both[:, 0] >= 0) & (both[:, 0] < both[:, 1])
        are_people = (self.employees["count"].to_numpy()[both] == 1).all(axis=1)
        return np.unique(both[are_two & are_people], axis=0)

    @cached_property
    def post_unit(self) -> NDArray[np.intp]:
        """Row in ``units`` of every post's unit."""
        return rows_in(self.unit_row, self.posts["unit"])

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of all rows of all tables, independent of the order of the input."""
        digest = hashlib.sha256()
        for table in fields(self):
            frame: pd.DataFrame = getattr(self, table.name)
            digest.update(f"{table.name}:{len(frame)}\n".encode())
            for column in frame.columns:
                digest.update(f"{column}={python_values(TABLES[table.name], frame, column)!r}\n".encode())
        return digest.hexdigest()


def rows_in(row_by_code: Mapping[str, int], codes: pd.Series) -> NDArray[np.intp]:
    """Row number of every code, -1 for the empty reference."""
    return np.fromiter((row_by_code.get(code, -1) for code in codes.tolist()), dtype=np.intp, count=len(codes))
