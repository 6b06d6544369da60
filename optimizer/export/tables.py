"""A plan's moves, their sums, the rules they passed, vacant seats and unmet demands as CSV, for spreadsheets.

UTF-8 with a byte order mark: without it Excel reads Vietnamese letters in the machine's old
code page. Lines end with LF on every system, so that the same plan gives the same bytes.
A text that a spreadsheet would run as a formula is prefixed with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from optimizer.explain import Passed
from optimizer.export.flows import Flow, flows_of
from optimizer.plan import Move, Plan, UnmetDemand, VacantSeats

MOVE_COLUMNS = (
    "employee",
    "form",
    "sender_kind",
    "from_unit",
    "from_post",
    "to_unit",
    "to_post",
    "field",
    "start",
    "end",
    "km",
    "minutes",
    "distance_source",
    "cost_vnd",
    "payer",
    "legal_basis",
    "fit",
    "volunteer",
    "count",
)
"""Columns of moves.csv: the fields of :class:`optimizer.plan.Move` in the order a planner reads them."""

UNFILLED_COLUMNS = ("unit", "post", "field", "seats", "cause", "candidates")
"""Columns of unfilled.csv: the fields of :class:`optimizer.plan.VacantSeats`."""

UNMET_COLUMNS = ("rule", "subject", "demanded", "reached", "missing", "candidates")
"""Columns of unmet.csv: the figures of :class:`optimizer.plan.UnmetDemand`; what stands in the way is in plan.json."""

PASSED_COLUMNS = ("employee", "to_post", "form", "rules", "limits")
"""Columns of rules_passed.csv: a move, the codes of rules about person and post, the limits with their figures."""

FLOW_COLUMNS = ("form", "from_unit", "to_unit", "field", "people")
"""Columns of flows.csv: the fields of :class:`optimizer.export.flows.Flow`."""

BYTE_ORDER_MARK = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")


def moves_csv(plan: Plan) -> str:
    """The moves in the order of the plan, one line each."""
    return _csv(MOVE_COLUMNS, plan.moves)


def unfilled_csv(plan: Plan) -> str:
    """The seats left vacant with their cause, in the order of the plan, one line a post and cause."""
    return _csv(UNFILLED_COLUMNS, plan.unfilled)


def unmet_csv(plan: Plan) -> str:
    """The demands that the plan misses, in the order of the plan, one line each."""
    return _csv(UNMET_COLUMNS, plan.unmet)


def rules_passed_csv(plan: Plan, passed: Sequence[Passed]) -> str:
    """The rules that each move passed, one line a move; a limit as ``quota 00004 1/2``: what it comes to, its bound."""
    rows = (
        (
            move.employee,
            move.to_post,
            move.form,
            "; ".join(agreed.rule for agreed in of_move.rules),
            "; ".join(f"{kept.rule} {kept.subject} {kept.number}/{kept.bound}" for kept in of_move.limits),
        )
        for move, of_move in zip(plan.moves, passed, strict=True)
    )
    return csv_text(PASSED_COLUMNS, rows)


def flows_csv(plan: Plan) -> str:
    """The moves added up by form, sender, receiver and field, one line each."""
    return _csv(FLOW_COLUMNS, flows_of(plan.moves))


def _csv(columns: Sequence[str], rows: Iterable[Move | VacantSeats | UnmetDemand | Flow]) -> str:
    return csv_text(columns, ([getattr(row, column) for column in columns] for row in rows))


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows of values under a header, as text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + buffer.getvalue()


def cell(value: object) -> str:
    """A value as the text of a cell, in one line, that no spreadsheet runs.

    >>> cell("=1+1"), cell(-5), cell(None), cell(True)
    ("'=1+1", '-5', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | date):
        return str(value)
    text = " ".join(str(value).splitlines())
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
