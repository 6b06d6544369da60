"""A good plan passes; a move that is written down wrongly, or cannot be made, is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from optimizer.domain import SenderKind
from optimizer.plan import Move
from optimizer.policy import Form
from optimizer.verify import verify
from tests.optimizer.verify.province import DAY, FACTS, changed, codes, good, move_from, to, with_moves


def test_the_good_plan_has_moves_of_every_form_and_passes() -> None:
    assert {move.form for move in good().moves} == set(Form)
    assert {move.sender_kind for move in good().moves} == {SenderKind.COMMUNE, SenderKind.DEPARTMENT}
    verification = verify(good(), FACTS)
    assert verification.violations == ()
    assert verification.is_clean
    assert verification.objective == good().objective
    assert codes(with_moves(*good().moves)) == []


def test_no_moves_by_hand_pass() -> None:
    assert verify(with_moves(), FACTS).is_clean


@pytest.mark.parametrize(
    ("column", "unknown"),
    [("employee", "zz"), ("to_post", "Z-1"), ("from_unit", "Z"), ("to_unit", "Z"), ("from_post", "Z-1")],
)
def test_a_reference_that_the_tables_do_not_have(column: str, unknown: str) -> None:
    (violation,) = verify(changed("S", **{column: unknown}), FACTS).violations
    assert (violation.rule, violation.figures["code"]) == ("unknown_reference", unknown)


@pytest.mark.parametrize(
    ("unit", "column", "said"),
    [
        ("S", "from_unit", "A"),
        ("S", "from_post", ""),
        ("S", "from_post", "A-LAN"),
        ("S", "to_unit", "C"),
        ("S", "field", "LAN"),
        ("S", "sender_kind", SenderKind.PUBLIC_SERVICE_UNIT),
        ("S", "km", 0.1),
        ("S", "km", None),
        ("S", "minutes", 1),
        ("S", "distance_source", "measured"),
        ("S", "payer", "receiver"),
        ("S", "legal_basis", ""),
        ("S", "fit", 0.5),
        ("S", "volunteer", "yes"),
        ("A", "payer", "sender"),
    ],
)
def test_a_column_that_says_something_else_than_the_tables(unit: str, column: str, said: object) -> None:
    found = verify(changed(unit, **{column: said}), FACTS).violations
    (violation,) = [one for one in found if one.rule == "stated_wrongly"]
    assert violation.figures["column"] == column
    assert violation.figures["said"] == str(said)
    assert violation.figures["value"] == str(getattr(move_from(unit), column))


@pytest.mark.parametrize(
    ("unit", "end", "expected"),
    [
        ("S", None, ["term_without_end"]),
        ("S", DAY, ["term_reversed"]),
        ("S", DAY - timedelta(days=1), ["term_reversed"]),
        ("S", DAY + timedelta(days=1), []),
        ("S", date(2028, 10, 1), []),
        ("S", date(2028, 10, 2), ["secondment_term"]),
        ("A", None, []),
        ("A", date(2099, 1, 1), []),
        ("A", DAY, ["term_reversed"]),
    ],
)
def test_terms(unit: str, end: date | None, expected: list[str]) -> None:
    assert codes(changed(unit, end=end)) == expected


def test_a_term_is_counted_from_the_day_the_move_starts() -> None:
    later = date(2026, 2, 1)
    assert codes(changed("S", start=later, end=date(2029, 2, 1))) == []
    assert codes(changed("S", start=later, end=date(2029, 2, 2))) == ["secondment_term"]


@pytest.mark.parametrize("count", [0, -1, -100])
def test_fewer_than_one_person_cannot_be_moved(count: int) -> None:
    """Counted as they stand, such moves would pay for too many others."""
    assert "count" in codes(changed("S", count=count))


def test_a_form_that_is_not_open_between_two_units() -> None:
    payer, basis = move_from("A").payer, move_from("A").legal_basis
    assert codes(changed("S", form=Form.TRANSFER, payer=payer, legal_basis=basis, end=None)) == ["form"]
    home = replace(move_from("S"), form=Form.REASSIGNMENT, payer="receiver", legal_basis="", end=None)
    assert codes(with_moves(home)) == ["form"]


def test_moves_written_like_the_plan_s_own_pass() -> None:
    assert codes(with_moves(to("s05", "B-IT"), to("s06", "B-IT"), to("a9", "A-LAW", Form.REASSIGNMENT))) == []


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ([to("s05", "B-IT"), to("s05", "B-LAN")], {"person", "field_fit"}),
        ([to("s05", "B-IT"), to("s05", "B-IT")], {"listed_twice", "person"}),
        ([to("s05", "B-IT"), to("s06", "B-IT"), to("s07", "B-IT")], {"open_seats", "sender_share"}),
        ([to("s05", "S-IT")], {"form", "same_post", "open_seats"}),
        ([to("a0", "C-LAN", Form.TRANSFER)], {"vacant_seats", "quota"}),
        (
            [to("a0", "B-LAN", Form.TRANSFER), to("a1", "B-IT", Form.TRANSFER)],
            {"surplus_only", "held_post", "release", "field_fit"},
        ),
        ([to("a9", "B-LAN", Form.TRANSFER)], {"field_fit", "held_post", "release"}),
        ([to("s97", "B-IT")], {"movable_kind"}),
    ],
)
def test_moves_that_break_rules(moves: list[Move], expected: set[str]) -> None:
    assert set(codes(with_moves(*moves))) == expected
