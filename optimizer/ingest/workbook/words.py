"""Which words stand for which sheet, column or value: both languages, with and without accents."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from enum import Enum, StrEnum
from functools import cache
from importlib import resources
from typing import Any

from optimizer.domain import (
    TABLES,
    Degree,
    EmployeeKind,
    Grade,
    Level,
    LimitForm,
    LimitKind,
    LimitSubject,
    Order,
    Rating,
    Sex,
    Status,
    Table,
    Terrain,
    UnitKind,
)
from optimizer.text import LANGUAGES, Language, say

POLICY_SHEET = "policy"
OWN_SHEETS = ("guide", "lists")
"""Sheets of the template that hold no data."""

IGNORED = ""
"""Stands for a column that people add for themselves, as running numbers and notes."""


class Truth(StrEnum):
    """Yes or no, as a table holds it."""

    YES = "true"
    NO = "false"


SECTIONS: Mapping[type[Enum], str] = {
    UnitKind: "unit_kind",
    Degree: "degree",
    Grade: "grade",
    Level: "level",
    EmployeeKind: "employee_kind",
    LimitKind: "employee_kind",
    LimitForm: "form",
    LimitSubject: "limit_subject",
    Order: "order",
    Status: "status_at_work",
    Rating: "rating",
    Sex: "sex",
    Terrain: "terrain",
    Truth: "word",
}
"""Where the words of a value are, by its type."""


def fold(text: str) -> str:
    """Letters and digits alone, small, without accents.

    >>> fold("  Họ và TÊN: "), fold("Diện tích (km²)"), fold("Đơn vị")
    ('ho va ten', 'dien tich km2', 'don vi')
    """
    letters = text.casefold()
    if not letters.isascii():
        plain = unicodedata.normalize("NFKD", letters.replace("đ", "d"))
        letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


@cache
def aliases() -> Mapping[str, Any]:
    """The words that people use besides our own."""
    return tomllib.loads(resources.files(__package__).joinpath("aliases.toml").read_text(encoding="utf-8"))


def sheet_label(name: str, language: Language) -> str:
    """What the sheet of a table is called."""
    return say(f"table.{name}", language)


def column_label(table: str, column: str, language: Language) -> str:
    """What a column's header says."""
    return say(f"column_{table}.{column}", language)


@cache
def sheet_words() -> Mapping[str, str]:
    """Tables, the policy and our own sheets, by every folded name of their sheet."""
    names = (*TABLES, POLICY_SHEET, *OWN_SHEETS)
    given = aliases()["sheets"]
    return {
        fold(word): name
        for name in names
        for word in (name, *(sheet_label(name, language) for language in LANGUAGES), *given.get(name, ()))
    }


@cache
def header_words(table: str, columns: tuple[str, ...]) -> Mapping[str, str]:
    """Columns of a table by every folded header; :data:`IGNORED` for those that people add for themselves.

    >>> words = header_words("units", TABLES["units"].columns)
    >>> words["bien che duoc giao"], words["quota"], words["ma don vi"], words["stt"]
    ('quota', 'quota', 'code', '')
    """
    given = aliases()["columns"].get(table, {})
    words = {fold(word): IGNORED for word in aliases()["ignored"]["columns"]}
    for own in (False, True):  # what a column is called outweighs what others call one
        for column in columns:
            labels = (column, *(column_label(table, column, language) for language in LANGUAGES))
            words |= {fold(word): column for word in (labels if own else given.get(column, ()))}
    return words


@cache
def ending_words() -> frozenset[str]:
    """How the cells begin that stand below a list, folded."""
    return frozenset(fold(word) for word in aliases()["endings"]["words"])


@cache
def total_words() -> frozenset[str]:
    """What the first cell of a row of totals says, or begins with, folded."""
    return frozenset(fold(word) for word in aliases()["totals"]["words"])


def value_label(value: Enum, language: Language) -> str:
    """A value in words, as it stands in a cell; empty for the neutral one that stands for nothing given.

    >>> value_label(Degree.UNIVERSITY, "vi"), value_label(Sex.NONE, "vi"), value_label(Level.SKILLED, "vi")
    ('đại học', '', 'thành thạo')
    """
    if value.value == "":
        return ""
    return say(f"{SECTIONS[type(value)]}.{str(value.name).lower()}", language)


def value_type(table: Table, column: str) -> type[Enum] | None:
    """The enumeration that a column's cells are of; None for columns of free values."""
    for name, info in table.row.model_fields.items():
        if (info.alias or name) == column:
            if column == "ratings":
                return Rating
            if info.annotation is bool:
                return Truth
            kind = info.annotation
            return kind if isinstance(kind, type) and issubclass(kind, Enum) else None
    return None


@cache
def value_words(kind: type[Enum]) -> Mapping[str, str]:
    """Values as a table holds them, by every folded word for them.

    >>> value_words(Degree)["dai hoc"], value_words(Degree)["ths"], value_words(Truth)["khong"]
    ('university', 'master', 'false')
    """
    given = aliases()["values"]
    values = [(str(value.value), str(value.name).lower(), value) for value in kind if value.value != ""]
    return {
        fold(word): code
        for code, name, value in values
        for word in (name, code, *given.get(name, ()), *(value_label(value, language) for language in LANGUAGES))
    }
