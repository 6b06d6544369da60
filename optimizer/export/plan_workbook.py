"""A plan as a workbook for planners: summary, moves by receiver and by sender, counts, vacancies, reasons, fairness."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from xlsxwriter.workbook import Workbook

from optimizer.domain import Dataset
from optimizer.explain import Passed, fairness_of
from optimizer.export.fairness import communes_section, fairness_sections
from optimizer.export.labels import field_name, label, post_name, unit_name
from optimizer.export.report import report
from optimizer.export.section import Section
from optimizer.export.summary import summarise
from optimizer.export.workbook_styles import LINE_HEIGHT, Styles, fresh_workbook, lines_of, print_on_a4
from optimizer.facts import facts_of
from optimizer.ledger import MEASURES, ledger_of
from optimizer.plan import Move, Plan
from optimizer.policy import Policy
from optimizer.rules import RULES
from optimizer.text import Language, say

Value = str | int | float | date | None

MOVE_SHEET_COLUMNS = (
    "employee",
    "name",
    "form",
    "from_unit",
    "from_post",
    "to_unit",
    "to_post",
    "field",
    "start",
    "end",
    "km",
    "minutes",
    "cost_vnd",
    "payer",
    "legal_basis",
    "count",
)
"""What a planner reads of a move; moves.csv has the rest."""


def write_plan_workbook(
    dataset: Dataset, policy: Policy, plan: Plan, passed: Sequence[Passed], path: Path, language: Language
) -> None:
    """Write a plan with what each of its moves ``passed``; numbers are numbers, texts can never run.

    National ids, homes and bars are no part of it. Raises KeyError if the plan names an employee,
    unit or post that the dataset does not have, and OSError.
    """
    with fresh_workbook(path) as book:
        sheets = _Sheets(book, language)
        sheets.write_sections(say("plan_sheet.summary", language), report(summarise(dataset, policy, plan), language))
        moves = list(zip(plan.moves, passed, strict=True))
        for name, key in (("receivers", "to_unit"), ("senders", "from_unit")):
            ordered = sorted(moves, key=lambda pair: (getattr(pair[0], key), pair[0].employee, pair[0].to_post))
            rows = (_move(move, dataset, language) for move, _ in ordered)
            sheets.write_table(say(f"plan_sheet.{name}", language), MOVE_SHEET_COLUMNS, rows)
        sheets.write_table(say("plan_sheet.counts", language), *_counts(dataset, policy, plan, language))
        sheets.write_table(say("plan_sheet.vacant", language), _VACANT_COLUMNS, _vacant(dataset, plan, language))
        reasons = (_reason(move, of_move, dataset, language) for move, of_move in moves)
        sheets.write_table(say("plan_sheet.reasons", language), _REASON_COLUMNS, reasons)
        fairness = fairness_of(plan, facts_of(dataset, policy))
        sections = (*fairness_sections(fairness, dataset, language), communes_section(fairness, dataset, language))
        sheets.write_sections(say("plan_sheet.fairness", language), sections)


_LEAST_WIDTH, _MOST_WIDTH, _MOST_WIDTH_OF_FEW = 10, 28, 44
_FEW_COLUMNS = 8
_WIDE = {"rules": 100, "limits": 100}
_LABEL_WIDTH = 60
"""Widths of columns in characters; longer texts go on on the next line of their cell."""

_FIGURE = re.compile(r"[+-]?\d")
_VACANT_COLUMNS = ("unit", "post", "field", "seats", "cause", "candidates")
_REASON_COLUMNS = ("employee", "to_unit", "to_post", "form", "rules", "limits")


def _move(move: Move, dataset: Dataset, language: Language) -> Iterable[Value]:
    units = dataset.unit_by_code
    yield move.employee
    yield dataset.employee(move.employee).name
    yield label(f"form.{move.form}", language)
    yield unit_name(units[move.from_unit])
    yield post_name(dataset, move.from_post)
    yield unit_name(units[move.to_unit])
    yield post_name(dataset, move.to_post)
    yield field_name(dataset.field_by_code, move.field, language)
    yield from (move.start, move.end, move.km, move.minutes, move.cost_vnd)
    yield label(f"payer.{move.payer}", language)
    yield from (move.legal_basis, move.count)


def _counts(
    dataset: Dataset, policy: Policy, plan: Plan, language: Language
) -> tuple[tuple[str, ...], Iterable[Iterable[Value]]]:
    """Every unit's counts before and after the plan."""
    ledger = ledger_of(dataset, policy, plan)
    before, after = ledger.states
    heads = (
        f"{say(f'ledger.{one}', language)}, {say(f'report.{when}', language).lower()}"
        for one in MEASURES
        for when in ("before", "after")
    )
    columns = ("unit", "quota", *heads)
    numbers = zip(ledger.units, before.to_dict("records"), after.to_dict("records"), strict=True)
    rows: Iterable[Iterable[Value]] = (
        (unit_name(unit), int(was["quota"]), *(int(state[one]) for one in MEASURES for state in (was, becomes)))
        for unit, was, becomes in numbers
    )
    return columns, rows


def _vacant(dataset: Dataset, plan: Plan, language: Language) -> Iterable[Iterable[Value]]:
    return (
        (
            unit_name(dataset.unit_by_code[seat.unit]),
            post_name(dataset, seat.post),
            field_name(dataset.field_by_code, seat.field, language),
            seat.seats,
            label(f"cause.{seat.cause}", language),
            seat.candidates,
        )
        for seat in plan.unfilled
    )


def _reason(move: Move, passed: Passed, dataset: Dataset, language: Language) -> Iterable[Value]:
    """The rules that a move passed, by name; the legal bars together, in neutral words."""
    names = {rule.id: rule.name[language] for rule in RULES if not getattr(rule, "is_bar", False)}
    yield move.employee
    yield unit_name(dataset.unit_by_code[move.to_unit])
    yield post_name(dataset, move.to_post)
    yield label(f"form.{move.form}", language)
    yield "; ".join(names[agreed.rule] for agreed in passed.rules if agreed.rule in names)
    yield "; ".join(f"{names[kept.rule]} {kept.subject}: {kept.number}/{kept.bound}" for kept in passed.limits)


class _Sheets:
    """The sheets of a workbook, added one after the other."""

    def __init__(self, book: Workbook, language: Language) -> None:
        self._book, self._language, self._styles = book, language, Styles.of(book)

    def write_table(self, name: str, columns: Sequence[str], rows: Iterable[Iterable[Value]]) -> None:
        """A header that stays in sight, with a filter, and a row a record; columns as wide as what is in them."""
        sheet, styles = self._book.add_worksheet(name), self._styles
        widths = [_LEAST_WIDTH] * len(columns)
        usual = _MOST_WIDTH_OF_FEW if len(columns) <= _FEW_COLUMNS else _MOST_WIDTH
        most = [_WIDE.get(column, usual) for column in columns]
        for place, column in enumerate(columns):
            sheet.write_string(0, place, self._head(column), styles.header)
        sheet.set_row(0, 3 * LINE_HEIGHT)
        last = 0
        for last, row in enumerate(rows, start=1):
            lines = 1
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(last, place, value, styles.wrapped)
                    widths[place] = max(widths[place], min(len(value) + 2, most[place]))
                    lines = max(lines, lines_of(value, most[place]))
                elif isinstance(value, date):
                    sheet.write_datetime(last, place, value, styles.day)
                elif value is not None:
                    style = styles.decimal if isinstance(value, float) else styles.number
                    sheet.write_number(last, place, value, style)
            sheet.set_row(last, lines * LINE_HEIGHT)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.freeze_panes(1, 1)
        print_on_a4(sheet)

    def write_sections(self, name: str, sections: Iterable[Section]) -> None:
        """Titled tables of texts below each other, with their notes; figures stand to the right."""
        sheet, styles = self._book.add_worksheet(name), self._styles
        sheet.set_column(0, 0, _LABEL_WIDTH)
        sheet.set_column(1, 8, 18)
        row = 0
        for section in sections:
            sheet.write_string(row, 0, section.title, styles.title)
            if any(section.columns):
                row += 1
                for place, text in enumerate(section.columns):
                    sheet.write_string(row, place, text, styles.header)
            for line in section.rows:
                row += 1
                for place, text in enumerate(line):
                    sheet.write_string(
                        row, place, text, styles.figure if place and _FIGURE.match(text) else styles.wrapped
                    )
            for note in section.notes:
                row += 1
                sheet.write_string(row, 0, note, styles.wrapped)
                sheet.set_row(row, lines_of(note, _LABEL_WIDTH) * LINE_HEIGHT)
            row += 2
        print_on_a4(sheet, has_header=False)

    def _head(self, column: str) -> str:
        return say(f"plan_column.{column}", self._language) if column in _WORDED else column


_WORDED = frozenset({*MOVE_SHEET_COLUMNS, *_VACANT_COLUMNS, *_REASON_COLUMNS, "quota"})
