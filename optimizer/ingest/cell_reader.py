"""One cell of text to its value, validated by the field of the row model, or to what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, cast, get_origin

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from optimizer.domain.cells import Row
from optimizer.domain.dataset import column_dtypes
from optimizer.findings import Severity
from optimizer.ingest.coordinates import COORDINATE_COLUMNS
from optimizer.ingest.quoting import shown

CODE_OF_ERROR = {
    "enum": "unknown_value",
    "int_parsing": "not_a_whole_number",
    "int_parsing_size": "not_a_whole_number",
    "float_parsing": "not_a_number",
    "finite_number": "not_a_number",
    "bool_parsing": "not_yes_or_no",
    "date_parsing": "not_a_date",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "too_long": "too_long",
    "string_pattern_mismatch": "separator_in_code",
    "not_a_pair": "not_a_pair",
    "invisible_character": "invisible_character",
}
"""The finding for every way in which a cell of the row models can fail, by the validator's error type."""

_COMMA_OR_GROUPS = re.compile(r"[+-]?\d+([.,]\d+)*,\d+|[+-]?\d{1,3}([. \u00a0\u202f]\d{3})+", re.ASCII)
_FORMULA = re.compile(r"[=+\-@].", re.DOTALL)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell. ``is_read`` says whether it has a value all the same."""

    code: str
    severity: Severity = Severity.ERROR
    figures: Mapping[str, object] | None = None
    is_read: bool = False


@dataclass(frozen=True)
class CellReader:
    """How the cells of one column are read.

    ``neutral`` stands for a cell without a value: the default or, where there is none,
    nothing of the column's type.
    """

    column: str
    info: FieldInfo
    validator: TypeAdapter[Any]
    neutral: object
    is_required: bool
    is_text: bool

    @classmethod
    @cache
    def of(cls, row: type[Row], name: str) -> CellReader:
        """The reader of a field of a row model."""
        info = row.model_fields[name]
        annotation: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
        validator = TypeAdapter(annotation, config=ConfigDict(str_strip_whitespace=True, allow_inf_nan=False))
        column = info.alias or name
        is_text = column_dtypes(row)[column] == "object"
        neutral = ("" if is_text else float("nan")) if info.is_required() else info.get_default()
        return cls(column, info, validator, neutral, info.is_required(), is_text)

    def read(self, text: str) -> tuple[object, Fault | None]:
        """Value and fault of a trimmed cell. Empty means the default; what has none should not be empty."""
        if not text and not self.is_required:
            return self.neutral, None
        try:
            value = self.validator.validate_python(text)
        except ValidationError as error:
            if not text:
                return self.neutral, Fault("missing_value")
            return self._refused(text, error.errors(include_url=False, include_input=False)[0])
        if not text:
            return value, Fault("missing_value", Severity.WARNING, is_read=True)
        if self.is_text and _FORMULA.match(text):
            return value, Fault("formula", Severity.WARNING, is_read=True)
        return value, None

    def _refused(self, text: str, details: ErrorDetails) -> tuple[object, Fault | None]:
        code = CODE_OF_ERROR[details["type"]]
        if code in ("too_small", "too_large") and self.column in COORDINATE_COLUMNS:
            # Kept for the check of coordinates, which says more: outside Vietnam, or swapped.
            return float(text), Fault("")
        return self.neutral, self._fault(code, text, details)

    def _fault(self, code: str, text: str, details: ErrorDetails) -> Fault:
        """The fault behind a validator's error, with the figures of its sentence."""
        context = details.get("ctx", {})
        value = {"value": shown(text, self.column)}
        if code in ("not_a_number", "not_a_whole_number") and _COMMA_OR_GROUPS.fullmatch(text):
            return Fault("number_with_separators", figures=value)
        if code == "too_small" and context["ge"] == 0:
            return Fault("negative_number", figures=value)
        if code == "too_small":
            return Fault(code, figures={**value, "least": context["ge"]})
        if code == "too_large":
            return Fault(code, figures={**value, "most": context["le"]})
        if code == "too_long":
            is_list = get_origin(self.info.annotation) is tuple and not details["loc"]
            return Fault("too_many_items" if is_list else code, figures={"most": context["max_length"]})
        if code == "unknown_value":
            members = cast("type[Enum]", self.info.annotation)
            allowed = ", ".join(str(member.value) for member in members if member.value != "")
            return Fault(code, figures={**value, "allowed": allowed})
        if code in ("invisible_character", "separator_in_code", "not_a_pair"):
            return Fault(code)
        return Fault(code, figures=value)
