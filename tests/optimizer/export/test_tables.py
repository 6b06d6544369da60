from __future__ import annotations

import csv
import io
from dataclasses import fields, replace

import pytest

from optimizer.export import moves_csv, unfilled_csv
from optimizer.export.tables import MOVE_COLUMNS, UNFILLED_COLUMNS, cell
from optimizer.plan import Move, Plan, VacantSeats


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(("columns", "row"), [(MOVE_COLUMNS, Move), (UNFILLED_COLUMNS, VacantSeats)])
def test_every_field_has_its_column(columns: tuple[str, ...], row: type) -> None:
    assert sorted(columns) == sorted(field.name for field in fields(row))


def test_moves_say_what_the_plan_says(plan: Plan) -> None:
    transfer, secondment = rows(moves_csv(plan))
    assert transfer["form"] == "transfer"
    assert transfer["from_unit"] == "00001"
    assert (transfer["end"], transfer["km"], transfer["volunteer"]) == ("", "", "false")
    assert (secondment["start"], secondment["end"]) == ("2025-10-01", "2026-04-01")
    assert secondment["legal_basis"] == "Nghị định 170/2025, Điều 26"


def test_vacant_seats_say_what_the_plan_says(plan: Plan) -> None:
    (vacancy,) = rows(unfilled_csv(plan))
    assert vacancy == {
        "unit": "00002",
        "post": "00002-IT",
        "field": "IT",
        "seats": "1",
        "cause": "starved",
        "candidates": "19",
    }


def test_a_plan_without_moves_has_a_header(plan: Plan) -> None:
    assert moves_csv(replace(plan, moves=())) == "\ufeff" + ",".join(MOVE_COLUMNS) + "\n"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+84", "-1", "@SUM(A1)", "\tx"])
def test_a_text_is_never_a_formula(plan: Plan, text: str) -> None:
    risky = replace(plan, moves=(replace(plan.moves[0], employee=text),))
    assert rows(moves_csv(risky))[0]["employee"] == f"'{text}"
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["a\rb", "a\nb", "a\r\nb", "a\u2028b"])
def test_a_move_is_one_line(plan: Plan, text: str) -> None:
    broken = replace(plan, moves=(replace(plan.moves[0], legal_basis=text),))
    assert rows(moves_csv(broken))[0]["legal_basis"] == "a b"
    assert len(moves_csv(broken).splitlines()) == 2
