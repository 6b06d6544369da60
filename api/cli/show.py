"""What commands print: findings, reports, violations and times."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from optimizer.export import Section
from optimizer.findings import Finding, Severity
from optimizer.rules import Violation
from optimizer.text import Language, say, spoken

WIDTH_OF_A_FILE = 160
"""Columns of tables that are not printed on a terminal, so that nothing is broken in a pipe or a log."""

STDOUT = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH_OF_A_FILE)
STDERR = Console(highlight=False, stderr=True)

MOST_LINES = 200
"""Findings or violations printed one by one; where everything is wrong, this many show how."""

MOST_ROWS = 6
"""Rows named beside the first one of findings that say the same."""

_FIGURE = re.compile(r"[+-]?\d|$")
"""How a cell begins that holds a number or a day, or nothing."""

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_STYLE = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


def say_line(code: str, language: Language, **figures: object) -> None:
    """Print one sentence of the section ``command``."""
    STDOUT.print(Text(say(f"command.{code}", language, **figures)), soft_wrap=True)


def show_findings(findings: Sequence[Finding], language: Language) -> None:
    """Print findings as a table of place, code and sentence, then their number by severity and how to repair them."""
    _print_findings(findings, language)
    show_number_of_findings(findings, language)
    if proposals := sum(finding.code == "repair_proposed" for finding in findings):
        say_line("repairs_proposed", language, number=proposals)


def show_warnings(findings: Sequence[Finding], language: Language) -> None:
    """Print the findings that are more than notes, then the number of all of them by severity."""
    _print_findings([finding for finding in findings if finding.severity is not Severity.INFO], language)
    show_number_of_findings(findings, language)


def show_number_of_findings(findings: Iterable[Finding], language: Language) -> None:
    """Print how many findings there are by severity."""
    numbers = Counter(finding.severity for finding in findings)
    say_line(
        "findings",
        language,
        errors=numbers[Severity.ERROR],
        warnings=numbers[Severity.WARNING],
        notes=numbers[Severity.INFO],
    )


def show_violations(violations: Sequence[Violation], language: Language) -> None:
    """Print violations as a table of rule, subject and sentence, then their number."""
    rows = [(violation.rule, violation.subject, violation.sentence(language)) for violation in violations[:MOST_LINES]]
    _print_table(("rule", "subject", "sentence"), rows, len(violations), language)
    say_line("violations", language, number=len(violations))


def show_report(sections: Iterable[Section]) -> None:
    """Print a report's sections, each as a table with its notes; columns of figures stand to the right."""
    for section in sections:
        table = Table(box=None, pad_edge=False)
        for place, column in enumerate(section.columns):
            are_figures = place > 0 and all(_FIGURE.match(row[place]) for row in section.rows)
            table.add_column(Text(column), justify="right" if are_figures else "left")
        _show_section(section, table)


def show_texts(sections: Iterable[Section]) -> None:
    """Print sections whose tables hold texts of several lines: to the left, with a free line after each row."""
    for section in sections:
        table = Table(box=None, padding=(0, 1, 1, 0), show_header=any(section.columns))
        for column in section.columns:
            table.add_column(Text(column), overflow="fold")
        _show_section(section, table)


def _show_section(section: Section, table: Table) -> None:
    """Print a section's title, its rows in a table with its columns, and its notes."""
    STDOUT.print(Text(section.title, "bold"))
    for row in section.rows:
        table.add_row(*(Text(text) for text in row))
    if section.rows:
        STDOUT.print(table)
    for note in section.notes:
        STDOUT.print(Text(note))
    STDOUT.print()


def show_seconds(seconds: Mapping[str, float], language: Language) -> None:
    """Print the time taken, in all and by stage."""
    parts = [
        f"{say(f'stage.{stage}', language)} {spoken(round(taken, 1), language)}" for stage, taken in seconds.items()
    ]
    say_line("seconds", language, total=round(sum(seconds.values()), 1), parts=", ".join(parts))


def _print_findings(findings: Sequence[Finding], language: Language) -> None:
    """Errors first; findings of a column that say the same share a row, which names their places."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in sorted(findings, key=lambda one: _ORDER.index(one.severity)):
        of_column = (finding.file, finding.sheet, finding.letters or finding.column)
        alike.setdefault((*of_column, finding.code, finding.sentence(language)), []).append(finding)
    rows = [
        (_places(same), Text(same[0].code, _STYLE[same[0].severity]), same[0].sentence(language))
        for same in list(alike.values())[:MOST_LINES]
    ]
    _print_table(("place", "code", "sentence"), rows, len(alike), language)


def _places(findings: Sequence[Finding]) -> str:
    """The place of the first finding, then the rows of the next ones and how many there are beyond them."""
    rows = [str(finding.row) for finding in findings[1 : MOST_ROWS + 1]]
    beyond = len(findings) - 1 - len(rows)
    return ", ".join([findings[0].place, *rows, *([f"+{beyond}"] if beyond else [])])


def _print_table(columns: Sequence[str], rows: Iterable[Sequence[str | Text]], number: int, language: Language) -> None:
    """Print rows under worded column heads, and how many of ``number`` rows are left out."""
    if not number:
        return
    table = Table(*(say(f"command.{column}", language) for column in columns), box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
    STDOUT.print(table)
    if number > MOST_LINES:
        say_line("more_lines", language, number=number - MOST_LINES)
