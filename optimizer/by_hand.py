"""A plan made by hand: a CSV of moves as a plan that can be verified like any other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, cast

from pydantic import Field as Bounds

from optimizer.domain.cells import Code, Day, Row, Text, WholeNumber
from optimizer.domain.dataset import Table, rows_of
from optimizer.facts import Facts
from optimizer.findings import Finding, Severity, has_errors, in_order
from optimizer.ingest.columns import read_columns
from optimizer.ingest.csv_file import read_grid
from optimizer.ingest.references import check_codes
from optimizer.moves import move_of
from optimizer.plan import Plan, Status, Termination
from optimizer.policy import Form
from optimizer.rules import candidates_named

BY_HAND = "by hand"
"""Stands for the engine in the provenance of a plan that none has made."""


class StatedMove(Row):
    """One move: who goes where, in which form, from when until when, and how many people of a group.

    Without dates the policy's are taken. The other columns of moves.csv may be there, and are
    counted afresh from the tables.
    """

    employee: Code
    to_post: Code
    form: Form
    start: Day | None = None
    end: Day | None = None
    count: Annotated[WholeNumber, Bounds(ge=1, le=100_000)] = 1
    sender_kind: Text = ""
    from_unit: Text = ""
    from_post: Text = ""
    to_unit: Text = ""
    field: Text = ""
    km: Text = ""
    minutes: Text = ""
    distance_source: Text = ""
    cost_vnd: Text = ""
    payer: Text = ""
    legal_basis: Text = ""
    fit: Text = ""
    volunteer: Text = ""


MOVES = Table("moves", StatedMove, ("employee", "to_post", "form"), required=True)
"""The table of a plan made by hand."""

READ = ("employee", "to_post", "form", "start", "end", "count")
"""Its columns that are read."""


@dataclass(frozen=True)
class HandMade:
    """A plan read from moves, None if and only if a finding is an error."""

    plan: Plan | None
    findings: tuple[Finding, ...]


def read_moves(path: Path, facts: Facts) -> HandMade:
    """The plan of a CSV file of moves. Bad content is a finding; raises OSError if the file cannot be opened.

    The plan claims nothing of its objectives; verification measures them.
    """
    grid = read_grid(path.read_bytes(), MOVES, path.name)
    sheet, cells = read_columns(grid, MOVES, path.name)
    findings = [*grid.findings, *cells]
    findings += check_codes(sheet, {"employee": "employees", "to_post": "posts"}, facts.dataset)
    findings += [
        Finding(Severity.INFO, "column_counted_afresh", path.name, None, column)
        for column in MOVES.columns
        if column in sheet.given and column not in READ
    ]
    told = in_order(findings)
    if has_errors(told):
        return HandMade(None, told)
    return HandMade(_plan(cast("list[StatedMove]", rows_of(MOVES, sheet.frame)), facts), told)


def _plan(stated: list[StatedMove], facts: Facts) -> Plan:
    stated = sorted(stated, key=lambda row: (row.employee, row.to_post, row.form))
    candidates = candidates_named(facts, [(row.employee, row.to_post, row.form) for row in stated])
    moves = tuple(
        move_of(replace(candidate, start=row.start or candidate.start, end=row.end or candidate.end), facts, row.count)
        for row, candidate in zip(stated, candidates, strict=True)
    )
    return Plan(
        moves=moves,
        unfilled=(),
        objective=(),
        termination=Termination(Status.FEASIBLE, ""),
        provenance=facts.provenance(BY_HAND),
    )
