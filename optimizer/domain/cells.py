"""How one cell of a table is read: the types that row models are made of.

Every type accepts the text of a CSV cell as well as the Python value, so that a row
read from a file and a row written in code pass the same validation.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


class Row(BaseModel):
    """A row of a table: frozen, unknown columns are refused rather than dropped, numbers are finite.

    An error says which column is wrong and why, never what stands in the row.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False, hide_input_in_errors=True
    )


_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Control, zero-width and direction characters: two codes may differ in them and look the same."""


def _normal(value: Any) -> Any:
    """Text in Unicode NFC, trimmed, with one kind of line end; invisible characters are refused."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if _INVISIBLE.search(text):
        raise PydanticCustomError("invisible_character", "invisible character")
    return text


def _items(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(part for part in (piece.strip() for piece in value.split(";")) if part)
    return tuple(value) if isinstance(value, list) else value


def _pairs(value: Any) -> Any:
    """``"ACC:0.6; TRD:0.5"`` as (("ACC", "0.6"), ("TRD", "0.5"))."""
    items = _items(value)
    if not isinstance(items, tuple):
        return items
    pairs = tuple(tuple(item.split(":")) if isinstance(item, str) else tuple(item) for item in items)
    if any(len(pair) != 2 for pair in pairs):
        raise PydanticCustomError("not_a_pair", "expected key:value")
    return pairs


_WHOLE_NUMBER = re.compile(r"[+-]?\d+(\.0)?", re.ASCII)


def _whole_number(value: Any) -> Any:
    """Digits alone, or as spreadsheets print them with ``.0``: ``16.000`` may well mean sixteen thousand."""
    if isinstance(value, str) and not _WHOLE_NUMBER.fullmatch(value.strip()):
        raise PydanticCustomError("int_parsing", "expected a whole number")
    return value


_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


def _day(value: Any) -> Any:
    """``yyyy-mm-dd`` or ``dd/mm/yyyy`` as a date. A bare number, say a spreadsheet's day count, is none."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    try:
        if match := _YEAR_FIRST.fullmatch(text):
            year, month, day = (int(part) for part in match.groups())
            return date(year, month, day)
        if match := _DAY_FIRST.fullmatch(text):
            day, month, year = (int(part) for part in match.groups())
            return date(year, month, day)
    except ValueError:
        pass
    raise PydanticCustomError("date_parsing", "no such day")


MAX_TEXT = 2_000
MAX_CODE = 100
MAX_ITEMS = 1_000
"""Longest text and longest code, in characters; most codes or pairs in one cell."""

Text = Annotated[str, BeforeValidator(_normal), Field(max_length=MAX_TEXT)]
"""Any text, in Unicode NFC, trimmed."""

Code = Annotated[str, BeforeValidator(_normal), Field(min_length=1, max_length=MAX_CODE)]
"""An id or a reference to one. Text always: commune codes keep their leading zeros."""

Reference = Annotated[str, BeforeValidator(_normal), Field(max_length=MAX_CODE)]
"""A reference that may be empty."""

Item = Annotated[str, BeforeValidator(_normal), Field(min_length=1, max_length=MAX_CODE, pattern="^[^;]+$")]
"""One of several codes in a cell, free of the separator, so that a cell can be written and read again."""

Key = Annotated[str, BeforeValidator(_normal), Field(min_length=1, max_length=MAX_CODE, pattern="^[^;:]+$")]
"""One side of a ``key:value`` pair, free of both separators."""

Codes = Annotated[tuple[Item, ...], BeforeValidator(_items), Field(max_length=MAX_ITEMS)]
"""Several codes in one cell, separated by semicolons."""

WholeNumber = Annotated[int, BeforeValidator(_whole_number)]
"""A number without decimals or thousands separators."""

Similarities = Annotated[
    tuple[tuple[Key, Annotated[float, Field(ge=0, le=1)]], ...],
    BeforeValidator(_pairs),
    Field(max_length=MAX_ITEMS),
]
"""``code:similarity`` pairs in one cell, separated by semicolons; similarity between 0 and 1."""

Ratings = Annotated[tuple[tuple[WholeNumber, Key], ...], BeforeValidator(_pairs), Field(max_length=MAX_ITEMS)]
"""``year:rating`` pairs in one cell, separated by semicolons."""

Day = Annotated[date, BeforeValidator(_day)]
"""A calendar day, ``yyyy-mm-dd`` or ``dd/mm/yyyy``."""

Count = Annotated[WholeNumber, Field(ge=0, le=1_000_000)]
"""A number of people, seats or months; never negative."""

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
