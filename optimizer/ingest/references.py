"""Codes that refer to other rows: they must exist, letter by letter."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from optimizer.domain import TABLES, UNKNOWN_FIELD, Dataset
from optimizer.findings import Finding, Severity
from optimizer.ingest.quoting import shown
from optimizer.ingest.sheet import Sheet


@dataclass(frozen=True)
class Reference:
    """A column whose codes stand in the key of one of the target tables."""

    table: str
    column: str
    targets: tuple[str, ...]
    severity: Severity = Severity.ERROR


REFERENCES = (
    Reference("fields", "related", ("fields",)),
    Reference("units", "parent", ("units",)),
    Reference("workplaces", "unit", ("units",)),
    Reference("posts", "unit", ("units",)),
    Reference("posts", "workplace", ("workplaces",)),
    Reference("posts", "field", ("fields",)),
    Reference("employees", "unit", ("units",)),
    Reference("employees", "post", ("posts",)),
    Reference("employees", "posts_held", ("posts",)),
    Reference("employees", "field", ("fields",)),
    Reference("employees", "other_fields", ("fields",)),
    Reference("employees", "home_unit", ("units",)),
    Reference("employees", "seconded_to_unit", ("units",)),
    Reference("employees", "seconded_to_post", ("posts",)),
    Reference("employees", "partner", ("employees",)),
    # A wish moves nobody by itself, so one that cannot be met need not keep a plan from starting.
    Reference("employees", "wishes", ("units", "posts"), Severity.WARNING),
    Reference("limits", "unit", ("units",)),
    Reference("limits", "other_unit", ("units",)),
    Reference("limits", "field", ("fields",)),
    Reference("instructions", "employee", ("employees",)),
    Reference("instructions", "post", ("posts",)),
    Reference("instructions", "unit", ("units",)),
    Reference("travel", "from", ("units", "workplaces")),
    Reference("travel", "to", ("units", "workplaces")),
)


def check_references(sheets: Mapping[str, Sheet]) -> Iterator[Finding]:
    """Every reference to a code that does not exist, with the code that was probably meant.

    References to a table that could not be read in full are left alone: what they name may
    stand in an unread row. Without a table of fields, fields are taken as they come.
    """
    known: dict[tuple[str, ...], KnownCodes] = {}
    for reference in REFERENCES:
        targets = [sheets[target] for target in reference.targets]
        is_free = reference.targets == ("fields",) and sheets["fields"].frame.empty
        if is_free or not all(target.is_complete for target in targets):
            continue
        if reference.targets not in known:
            known[reference.targets] = KnownCodes.of(targets)
        yield from _unknown(sheets[reference.table], reference, known[reference.targets])


def check_codes(sheet: Sheet, columns: Mapping[str, str], dataset: Dataset) -> Iterator[Finding]:
    """Codes of a sheet that a dataset does not have; ``columns`` names the table that holds those of a column."""
    for column, table in columns.items():
        yield from _unknown(sheet, Reference(sheet.table.name, column, (table,)), known_codes(dataset, (table,)))


def check_places(units: Sheet, workplaces: Sheet) -> Iterator[Finding]:
    """Workplaces with the code of a unit: a leg of travel could not tell the two apart."""
    is_ambiguous = workplaces.frame["code"].isin(units.frame["code"]) & workplaces.readable("code")
    yield from workplaces.errors(
        is_ambiguous, "code_in_two_tables", "code", lambda row: {"value": shown(workplaces.frame["code"][row])}
    )


def known_codes(dataset: Dataset, tables: Collection[str]) -> KnownCodes:
    """The codes of tables of a dataset."""
    return KnownCodes.in_frames({name: getattr(dataset, name) for name in tables})


@dataclass(frozen=True)
class KnownCodes:
    """The codes that a reference may name, and the files they stand in."""

    codes: frozenset[str]
    files: str

    @classmethod
    def of(cls, targets: Collection[Sheet]) -> KnownCodes:
        """The codes of sheets."""
        return cls.in_frames({target.table.name: target.frame for target in targets})

    @classmethod
    def in_frames(cls, frames: Mapping[str, pd.DataFrame]) -> KnownCodes:
        """The codes of tables by name."""
        codes = frozenset(code for name, frame in frames.items() for code in frame[TABLES[name].key[0]])
        always = {UNKNOWN_FIELD} if "fields" in frames else set()
        return cls(codes - {""} | always, ", ".join(f"{name}.csv" for name in frames))

    @cached_property
    def by_number(self) -> Mapping[str, str]:
        """Codes of digits that begin with zero, by what a spreadsheet makes of them."""
        return {code.lstrip("0"): code for code in sorted(self.codes) if code.startswith("0") and code.isdecimal()}

    @cached_property
    def by_letters(self) -> Mapping[str, str]:
        """Codes by their letters and digits alone, where they tell one code."""
        found: dict[str, list[str]] = {}
        for code in sorted(self.codes):
            found.setdefault(_letters(code), []).append(code)
        return {letters: codes[0] for letters, codes in found.items() if len(codes) == 1}

    def finding_code(self, codes: Sequence[str]) -> str:
        """What is wrong with the unknown codes of a cell: a single one may have a known one near it."""
        if len(codes) == 1 and as_number(codes[0]) in self.by_number:
            return "lost_leading_zero"
        if len(codes) == 1 and _letters(codes[0]) in self.by_letters:
            return "misspelt_code"
        return "unknown_code"

    def figures(self, finding_code: str, codes: Sequence[str]) -> Mapping[str, object]:
        """The figures of that finding."""
        value = ", ".join(shown(code) for code in codes)
        if finding_code == "lost_leading_zero":
            return {"value": value, "proposal": shown(self.by_number[as_number(codes[0])])}
        if finding_code == "misspelt_code":
            return {"value": value, "proposal": shown(self.by_letters[_letters(codes[0])]), "file": self.files}
        return {"value": value, "file": self.files}


def as_number(code: str) -> str:
    """What is left of a code of digits once a spreadsheet took it for a number: ``"4"`` of ``"00004"`` or ``"4.0"``."""
    return re.sub(r"(?<=\d)\.0+$", "", code).lstrip("0")


_LOOK_ALIKE = str.maketrans("oil", "011")
"""Letters that are typed for digits."""


def _letters(code: str) -> str:
    """Letters and digits of a code, in small letters, one for those that look alike: "O3l58" and "03158"."""
    return re.sub(r"[\W_]", "", code.casefold()).translate(_LOOK_ALIKE)


def _codes_in(cell: object) -> tuple[str, ...]:
    """The codes of a cell: one, several, or the first halves of pairs."""
    if isinstance(cell, tuple):
        return tuple(part[0] if isinstance(part, tuple) else part for part in cell)
    return (str(cell),) if cell else ()


def _unknown(sheet: Sheet, reference: Reference, known: KnownCodes) -> Iterator[Finding]:
    column = reference.column
    cells = sheet.frame[column].tolist()
    unknown = {cell: [code for code in _codes_in(cell) if code not in known.codes] for cell in set(cells)}
    found = {cell: known.finding_code(codes) for cell, codes in unknown.items() if codes}
    for code in sorted(set(found.values())):
        where = np.fromiter((found.get(cell) == code for cell in cells), dtype=np.bool_, count=len(cells))
        yield from sheet.findings(
            where, reference.severity, code, column, lambda row: known.figures(found[cells[row]], unknown[cells[row]])
        )
