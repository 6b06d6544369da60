"""The sheet of the policy to the TOML text of a policy file: a parameter a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import tomli_w
from pydantic import TypeAdapter, ValidationError

from optimizer.domain.cells import Day
from optimizer.findings import Finding, Severity
from optimizer.ingest.workbook.book import Cell, Page, letters, text_of
from optimizer.ingest.workbook.header import find_header
from optimizer.ingest.workbook.words import POLICY_SHEET, Truth, fold, header_words, value_words
from optimizer.policy import Policy
from optimizer.text import LANGUAGES, say

COLUMNS = ("parameter", "value", "meaning")
PARAMETERS = ("as_of", "starts_on", "term_months", "return_months", "alert_days", "profile")
"""Parameters of the template's sheet. Others are named as in a policy file, ``rules.max_distance.max_km`` for one."""

_DOTTED = re.compile(r"[a-z_]+(\.[a-z_0-9]+)*")

Value = bool | int | float | str | date | list[str]


@dataclass(frozen=True)
class Setting:
    """A parameter with its value and where it stands."""

    name: str
    value: Value
    file: str
    sheet: str
    row: int
    letters: str

    @property
    def place(self) -> str:
        """File, sheet and cell."""
        return f"{self.file}, {self.sheet}, {self.letters}{self.row}"


def read_policy_page(page: Page, file: str) -> tuple[list[Setting], list[Finding]]:
    """The parameters of a sheet that have a value, and what is wrong with it."""
    header = find_header(page, header_words(POLICY_SHEET, COLUMNS))
    if header is None or not {"parameter", "value"} <= set(header.columns):
        return [], [Finding(Severity.ERROR, "policy_without_header", file, sheet=page.name)]
    settings, findings = [], []
    names = {fold(word): name for name in PARAMETERS for word in (name, *_labels(name))}
    name_place, value_place = header.columns["parameter"], header.columns["value"]
    for row in range(header.first_data_row, len(page.rows)):
        cells = [*page.rows[row], *[""] * (value_place + 1)]
        text, value = text_of(cells[name_place]).strip(), cells[value_place]
        if not text or not text_of(value).strip():
            continue
        name = names.get(fold(text)) or text
        if not _DOTTED.fullmatch(name) or name.split(".")[0] not in Policy.model_fields:
            place = letters(name_place)
            findings.append(
                Finding(Severity.ERROR, "policy_unknown", file, row + 1, None, sheet=page.name, letters=place)
            )
            continue
        settings.append(Setting(name, _value(value), file, page.name, row + 1, letters(value_place)))
    return settings, findings


def policy_text(settings: Sequence[Setting]) -> tuple[str, list[Finding]]:
    """All parameters as TOML, and a finding for each that has two values."""
    first: dict[str, Setting] = {}
    findings = []
    for setting in settings:
        known = first.setdefault(setting.name, setting)
        if known.value != setting.value:
            figures = {"name": setting.name, "first": known.place}
            findings.append(
                Finding(
                    Severity.ERROR,
                    "policy_twice",
                    setting.file,
                    setting.row,
                    setting.name,
                    figures,
                    setting.sheet,
                    setting.letters,
                )
            )
    nested: dict[str, object] = {}
    for name, setting in first.items():
        *path, last = name.split(".")
        table = nested
        for part in path:
            deeper = table.setdefault(part, {})
            table = deeper if isinstance(deeper, dict) else {}
        table[last] = setting.value
    return tomli_w.dumps(nested), findings


def _labels(name: str) -> tuple[str, ...]:
    return tuple(say(f"policy_parameter.{name}", language) for language in LANGUAGES)


def _value(cell: Cell) -> Value:
    """A cell as TOML holds it: a date, a truth, a number, several words, or text."""
    if isinstance(cell, bool):
        return cell
    text = text_of(cell).strip()
    try:
        day: date = TypeAdapter(Day).validate_python(text)
    except ValidationError:
        pass
    else:
        return day
    if (truth := value_words(Truth).get(fold(text))) is not None:
        return truth == "true"
    if ";" in text:
        return [part for piece in text.split(";") if (part := piece.strip())]
    if re.fullmatch(r"[+-]?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"[+-]?\d+\.\d+", text) else text
