"""What is wrong with input: one finding per bad cell, row, file or combination.

A finding is data, never an exception text: a code, the place, and the figures the
sentence needs. Sentences are worded in :mod:`optimizer.text`, in both languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from optimizer.text import Language, say


class Severity(StrEnum):
    """How much a finding matters: an ``ERROR`` keeps a plan from starting."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with the input.

    ``row`` is the line in the file as an editor counts it (the header is line 1), or
    None when the finding is about the whole file. In a workbook ``sheet`` and ``letters`` name the
    sheet and its column as a person sees them. ``figures`` fill the placeholders of
    the sentence; they never hold a national id, a block code or a person's name.

    >>> finding = Finding(Severity.ERROR, "negative_number", "units.csv", 3, "quota",
    ...                   {"value": "-4"})
    >>> finding.sentence("en")
    'The number -4 must not be negative.'
    """

    severity: Severity
    code: str
    file: str
    row: int | None = None
    column: str | None = None
    figures: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    sheet: str | None = None
    letters: str = ""

    def sentence(self, language: Language) -> str:
        """The finding in one sentence, without its place."""
        return say(f"finding.{self.code}", language, **self.figures)

    @property
    def place(self) -> str:
        """File, row and column as ``units.csv:3:quota``, or file, sheet and cell as ``tỉnh.xlsx:Đơn vị:F3``."""
        if self.sheet is not None:
            cell = f"{self.letters}{'' if self.row is None else self.row}"
            return ":".join(part for part in (self.file, self.sheet, cell) if part)
        return ":".join(str(part) for part in (self.file, self.row, self.column) if part is not None)


def has_errors(findings: Iterable[Finding]) -> bool:
    """True if any finding keeps a plan from starting."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by file, row, column and code, so that reports do not depend on the order of checks."""
    return tuple(
        sorted(
            findings,
            key=lambda f: (f.file, f.sheet or "", f.row or 0, f.column or "", f.code, repr(sorted(f.figures.items()))),
        )
    )
