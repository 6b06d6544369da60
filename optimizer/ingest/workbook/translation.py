"""Words of cells to the codes that tables hold: "đại học" to ``university``, a field's name to its code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from optimizer.domain import TABLES
from optimizer.ingest.csv_file import Grid
from optimizer.ingest.references import REFERENCES
from optimizer.ingest.workbook.words import fold, value_type, value_words

NAMES = {"fields": ("name_vi", "name_en"), "units": ("name",)}
"""Columns whose texts may stand for the code of their row."""


@dataclass(frozen=True)
class Vocabulary:
    """What the cells of a column may say: codes as they are, and other words for them by their folded text."""

    codes: frozenset[str]
    words: Mapping[str, str]

    def translated(self, cell: str) -> str:
        """A cell with all words that are known in place of their codes; lists and pairs part by part."""
        if not cell or cell in self.codes:
            return cell
        if (code := self.words.get(fold(cell))) is not None:
            return code
        if ";" not in cell and ":" not in cell:
            return cell
        return ";".join(":".join(self._part(part) for part in item.split(":")) for item in cell.split(";"))

    def _part(self, part: str) -> str:
        text = part.strip()
        return text if text in self.codes else self.words.get(fold(text), text)


def translated(grids: Mapping[str, Grid]) -> dict[str, Grid]:
    """The grids with words for codes exchanged, exactly and nowhere guessed."""
    known = vocabularies(grids)
    return {name: replace(grid, columns=_columns(grid, name, known)) for name, grid in grids.items()}


def vocabularies(grids: Mapping[str, Grid]) -> Mapping[tuple[str, str], Vocabulary]:
    """What is known of columns by table and column: values of their type, names of fields and units."""
    known = {}
    for table in TABLES.values():
        for column in table.columns:
            if (kind := value_type(table, column)) is not None:
                known[table.name, column] = Vocabulary(frozenset(str(value.value) for value in kind), value_words(kind))
    named = {name: _named(grids[name], columns) for name, columns in NAMES.items()}
    for reference in REFERENCES:
        if reference.targets[0] in named and reference.table in TABLES:
            known[reference.table, reference.column] = named[reference.targets[0]]
    return known


def _columns(grid: Grid, table: str, known: Mapping[tuple[str, str], Vocabulary]) -> Mapping[str, Sequence[str]]:
    columns = dict(grid.columns)
    for name, cells in grid.columns.items():
        if (vocabulary := known.get((table, name))) is not None:
            as_code = {cell: vocabulary.translated(cell.strip()) for cell in set(cells)}
            columns[name] = [as_code[cell] for cell in cells]
    return columns


def _named(grid: Grid, columns: Sequence[str]) -> Vocabulary:
    """Codes by their names; a name of two rows stands for neither."""
    codes = [code.strip() for code in grid.columns.get("code", ())]
    found: dict[str, set[str]] = {}
    for column in columns:
        for code, name in zip(codes, grid.columns.get(column, ()), strict=False):
            if name.strip():
                found.setdefault(fold(name), set()).add(code)
    return Vocabulary(frozenset(codes), {name: next(iter(of)) for name, of in found.items() if len(of) == 1})
