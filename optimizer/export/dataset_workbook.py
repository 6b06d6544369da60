"""A dataset as a workbook that people can fill in, send and read back; the template is the one of few known rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import cast

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from optimizer.domain import TABLES, Dataset, Rating, Table
from optimizer.domain.dataset import column_dtypes, python_values
from optimizer.export.workbook_styles import Styles, fresh_workbook, print_on_a4
from optimizer.ingest import cell_text
from optimizer.ingest.references import REFERENCES
from optimizer.ingest.workbook import EXAMPLES, POLICY_COLUMNS, POLICY_PARAMETERS
from optimizer.ingest.workbook.words import column_label, sheet_label, value_label, value_type
from optimizer.text import Language, catalog, say

TEMPLATE_TABLES = ("fields", "units", "posts", "employees", "travel")
"""Tables that communes are asked for; the others are the province's own."""

ROWS_WITH_LISTS = 5_000
"""Rows below the header for which cells offer their values to choose from."""

_FIRST_EXCEL_DAY = date(1900, 3, 1)
"""Before it, spreadsheets count days of a year that never was."""

_MOST_CHARACTERS = 32_767
_WIDTHS = {"name": 28, "name_vi": 40, "name_en": 40, "title": 28, "department": 28, "related": 36}


def write_workbook(dataset: Dataset, path: Path, language: Language) -> None:
    """Write every table of a dataset that has rows; reading the workbook gives the dataset back.

    Texts are text for every spreadsheet, never a formula. Raises ValueError if a cell is longer
    than a workbook can hold, and OSError.
    """
    tables = [name for name in TABLES if name in TEMPLATE_TABLES or len(getattr(dataset, name))]
    with fresh_workbook(path) as book:
        _write_pages(book, dataset, tables, language, with_examples=False)


def write_template(path: Path, language: Language, known: Dataset) -> None:
    """Write a workbook to be filled in: instructions, a sheet a table with a row of examples, and what is ``known``."""
    with fresh_workbook(path) as book:
        _write_guide(book, language)
        _write_pages(book, known, TEMPLATE_TABLES, language, with_examples=True)
        _write_policy(book, language)
        _write_lists(book, TEMPLATE_TABLES, language)


def _write_pages(
    book: Workbook, dataset: Dataset, tables: Sequence[str], language: Language, *, with_examples: bool
) -> None:
    styles = Styles.of(book)
    for name in tables:
        page = _Page(book.add_worksheet(sheet_label(name, language)), TABLES[name], language, styles)
        page.write_header()
        row = 1
        if with_examples:
            row = page.write_example()
            page.offer_values(tables)
        page.write_rows(dataset, row)


@dataclass(frozen=True)
class _Page:
    """The sheet of one table."""

    sheet: Worksheet
    table: Table
    language: Language
    styles: Styles

    def write_header(self) -> None:
        """Names of columns with notes, what must be filled in coloured; the header stays in sight."""
        dtypes = column_dtypes(self.table.row)
        for place, (column, is_required) in enumerate(_columns(self.table)):
            label = column_label(self.table.name, column, self.language)
            self.sheet.write_string(0, place, label, self.styles.required if is_required else self.styles.header)
            style = {"object": self.styles.text, "datetime64[s]": self.styles.day}.get(dtypes[column])
            self.sheet.set_column(place, place, _WIDTHS.get(column, max(12, min(28, len(label) + 2))), style)
            if note := " ".join(self._notes(column, is_required)):
                self.sheet.write_comment(0, place, note, {"x_scale": 2})
        self.sheet.freeze_panes(1, 1)
        print_on_a4(self.sheet)
        self.sheet.set_row(0, 32)

    def _notes(self, column: str, is_required: bool) -> Iterator[str]:
        if is_required:
            yield say("template.required", self.language)
        if column_dtypes(self.table.row)[column] == "datetime64[s]":
            yield say("template.day", self.language)
        if (key := f"note_{self.table.name}.{column}") in catalog():
            yield say(key, self.language)

    def write_example(self) -> int:
        """The row of examples below the header, if the table has one; the next free row."""
        example = EXAMPLES.get(self.table.name)
        if example is None:
            return 1
        for place, column in enumerate(self.table.columns):
            if column in example:
                self.sheet.write_string(1, place, example[column], self.styles.example)
        return 2

    def offer_values(self, tables: Sequence[str]) -> None:
        """Values to choose from in cells that have few, and codes of other sheets in cells that name them."""
        targets = {
            (one.table, one.column): one.targets[0] for one in REFERENCES if one.targets[0] in ("fields", "units")
        }
        for place, column in enumerate(self.table.columns):
            kind, target = value_type(self.table, column), targets.get((self.table.name, column))
            if kind is not None and kind is not Rating:
                source = _range_of_list(kind, tables, self.language)
            elif target is not None and column_dtypes(self.table.row)[column] == "object" and column not in _LISTS:
                source = f"='{sheet_label(target, self.language)}'!$A$2:$A${ROWS_WITH_LISTS}"
            else:
                continue
            # A warning, not a stop: codes are understood as well as words.
            options = {"validate": "list", "source": source, "error_type": "warning"}
            self.sheet.data_validation(1, place, ROWS_WITH_LISTS, place, options)

    def write_rows(self, dataset: Dataset, first: int) -> None:
        """All rows, from row ``first`` on."""
        frame = getattr(dataset, self.table.name)
        for place, column in enumerate(self.table.columns):
            write = _writer(self, column)
            for row, value in enumerate(python_values(self.table, frame, column), start=first):
                if value is not None and value != "" and value != ():
                    write(row, place, value)


_LISTS = ("other_fields", "wishes", "related")
"""Columns of several codes, which no list can offer."""


def _columns(table: Table) -> Iterator[tuple[str, bool]]:
    """Columns and whether they must be filled in."""
    return ((info.alias or name, info.is_required()) for name, info in table.row.model_fields.items())


def _writer(page: _Page, column: str) -> Callable[[int, int, object], None]:
    """How the values of a column are written: in words where it has words, else as text, number or day."""
    sheet, kind = page.sheet, value_type(page.table, column)
    dtype = column_dtypes(page.table.row)[column]

    def text(row: int, place: int, value: object) -> None:
        written = cell_text(value)
        if len(written) > _MOST_CHARACTERS:
            raise ValueError(f"cell too long for a workbook: {page.table.name}.{column}")
        sheet.write_string(row, place, written)

    def number(row: int, place: int, value: object) -> None:
        exact = cast("float", value)
        # A workbook keeps sixteen digits of a number; as text it keeps all.
        if float(f"{exact:.16G}") == exact:
            sheet.write_number(row, place, exact)
        else:
            sheet.write_string(row, place, repr(exact))

    def day(row: int, place: int, value: object) -> None:
        given = cast("date", value)
        if given < _FIRST_EXCEL_DAY:
            sheet.write_string(row, place, given.isoformat())
        else:
            sheet.write_datetime(row, place, given, page.styles.day)

    if kind is Rating:
        words = {rating.value: value_label(rating, page.language) for rating in Rating}

        def ratings(row: int, place: int, value: object) -> None:
            pairs = cast("tuple[tuple[int, str], ...]", value)
            text(row, place, tuple((year, words[rating]) for year, rating in pairs))

        return ratings
    if kind is not None:
        in_words = {cell_text(value.value): value_label(value, page.language) for value in kind}
        return lambda row, place, value: text(row, place, in_words[cell_text(value)])
    if dtype == "datetime64[s]":
        return day
    return number if dtype in ("int64", "float64") else text


def _lists(tables: Sequence[str]) -> list[type[Enum]]:
    """Enumerations of the tables' columns, each once."""
    kinds = (value_type(TABLES[name], column) for name in tables for column in TABLES[name].columns)
    return list(dict.fromkeys(kind for kind in kinds if kind is not None and kind is not Rating))


def _range_of_list(kind: type[Enum], tables: Sequence[str], language: Language) -> str:
    letter = chr(ord("A") + _lists(tables).index(kind))
    rows = sum(value.value != "" for value in kind)
    return f"='{sheet_label('lists', language)}'!${letter}$1:${letter}${rows}"


def _write_lists(book: Workbook, tables: Sequence[str], language: Language) -> None:
    """The values that cells offer, a column each, out of sight."""
    sheet = book.add_worksheet(sheet_label("lists", language))
    for place, kind in enumerate(_lists(tables)):
        values = [value_label(value, language) for value in kind if value.value != ""]
        for row, value in enumerate(values):
            sheet.write_string(row, place, value)
    sheet.hide()


def _write_guide(book: Workbook, language: Language) -> None:
    """What to fill in and how, a step a row."""
    styles = Styles.of(book)
    sheet = book.add_worksheet(sheet_label("guide", language))
    sheet.set_column(0, 0, 110, styles.wrapped)
    sheet.write_string(0, 0, say("template.title", language), styles.title)
    steps = [key for key in catalog() if key.startswith("template_step.")]
    for row, key in enumerate(steps, start=1):
        sheet.write_string(row, 0, f"{row}. {say(key, language)}", styles.wrapped)


def _write_policy(book: Workbook, language: Language) -> None:
    """The parameters that a planner sets most, without values: what is left empty has its default."""
    styles = Styles.of(book)
    sheet = book.add_worksheet(sheet_label("policy", language))
    for place, (column, width) in enumerate(zip(POLICY_COLUMNS, (36, 18, 80), strict=True)):
        sheet.set_column(place, place, width, styles.wrapped)
        sheet.write_string(0, place, say(f"column_policy.{column}", language), styles.header)
    for row, name in enumerate(POLICY_PARAMETERS, start=1):
        sheet.write_string(row, 0, say(f"policy_parameter.{name}", language))
        sheet.write_string(row, 2, say(f"policy_meaning.{name}", language), styles.wrapped)
    sheet.freeze_panes(1, 0)
