"""What a plan is asked for with: tables as rows of JSON, a policy, how long to search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, WithJsonSchema
from pydantic_core import PydanticCustomError

from optimizer.domain import TABLES
from optimizer.domain.dataset import Table
from optimizer.planning import Engine

OneLine = Annotated[str, Field(max_length=10_000, pattern=r"^[^\r\n]*$")]
"""A text of a cell. Without line breaks, so that a finding's line is the row's place."""

ColumnName = Annotated[str, Field(max_length=100, pattern=r"^[^\r\n]*$")]
Number = Annotated[float, Field(allow_inf_nan=False)]
Cell = OneLine | bool | int | Number | None | list[OneLine]


def _known(tables: Mapping[str, object]) -> Mapping[str, object]:
    if not tables.keys() <= TABLES.keys():
        raise PydanticCustomError("unknown_table", "no such table")
    return tables


def _schema(table: Table) -> dict[str, Any]:
    """What OpenAPI says of a table's rows. Every value may be written as text, as in a CSV file."""
    cell = {"type": ["string", "number", "boolean", "null", "array"], "items": {"type": "string"}}
    needed = [info.alias or name for name, info in table.row.model_fields.items() if info.is_required()]
    row = {"type": "object", "properties": dict.fromkeys(table.columns, cell), "required": needed}
    return {"type": "array", "items": row, "description": (table.row.__doc__ or "").partition("\n")[0]}


Tables = Annotated[
    dict[str, list[dict[ColumnName, Cell]]],
    BeforeValidator(lambda tables: _known(tables) if isinstance(tables, Mapping) else tables),
    WithJsonSchema(
        {
            "type": "object",
            "properties": {name: _schema(table) for name, table in TABLES.items()},
            "additionalProperties": False,
        }
    ),
]
"""Rows by table of :data:`optimizer.domain.TABLES`. Columns that a row does not name are at their default."""

EXAMPLE: dict[str, JsonValue] = {
    "tables": {
        "units": [
            {"code": "07525", "name": "Lục Ngạn", "kind": "commune", "quota": 32},
            {"code": "SKHCN", "name": "Sở Khoa học và Công nghệ", "kind": "department", "quota": 50},
        ],
        "posts": [{"code": "07525-IT", "unit": "07525", "field": "IT", "seats": 1}],
        "employees": [{"id": "1", "unit": "SKHCN", "field": "IT", "years_in_field": 6}],
    },
    "policy": {"as_of": "2025-10-20", "term_months": 6},
}
"""One vacant seat, and one person who can take it."""


class PlanRequest(BaseModel):
    """Tables and policy; ``time_limit_seconds`` bounds the search, at most what the server allows."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    tables: Tables
    policy: dict[str, JsonValue] = Field(
        default_factory=dict, description="Settings by name, as in policy.toml; what is not named is at its default."
    )
    engine: Engine = "flow"
    time_limit_seconds: Annotated[float, Field(gt=0, le=600)] | None = None

    @property
    def rows(self) -> int:
        """How many rows the tables have in all."""
        return sum(map(len, self.tables.values()))
