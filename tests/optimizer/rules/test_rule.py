"""Citations and their dates, parameters and what a policy makes of them."""

from __future__ import annotations

from datetime import date

import pytest

from optimizer.policy import Policy
from optimizer.rules.instruments import Instrument, cite
from optimizer.rules.max_distance import MaxDistance
from optimizer.rules.rule import DESIGN


@pytest.mark.parametrize(
    ("start", "end", "days_in_force"),
    [
        (None, None, [1, 2, 3, 4]),
        (2, None, [2, 3, 4]),
        (None, 3, [1, 2, 3]),
        (2, 3, [2, 3]),
    ],
)
def test_an_instrument_is_in_force_from_its_first_to_its_last_day(
    monkeypatch: pytest.MonkeyPatch, start: int | None, end: int | None, days_in_force: list[int]
) -> None:
    first, last = (date(2026, 1, day) if day else None for day in (start, end))
    text = Instrument(name="Nghị định", vi="", en="", in_force_from=first, in_force_until=last)
    monkeypatch.setattr("optimizer.rules.instruments.instruments", lambda: {text.name: text})
    citation = cite("Nghị định", "Điều 1", is_verified=True)
    assert [day for day in (1, 2, 3, 4) if citation.is_in_force(date(2026, 1, day))] == days_in_force


@pytest.mark.parametrize(
    ("is_verified", "day", "reading"),
    [(True, 31, "read"), (True, 1, "amended"), (False, 31, "unread"), (False, 1, "unread")],
)
def test_an_amendment_that_was_not_read_is_told_from_its_first_day(is_verified: bool, day: int, reading: str) -> None:
    citation = cite("Nghị định 170/2025/NĐ-CP", "Điều 26", is_verified=is_verified)
    assert citation.amended_by == "Nghị định 300/2026/NĐ-CP"
    assert citation.reading(date(2026, 7 if day == 31 else 8, day)) == reading


def test_an_instrument_that_is_not_in_the_table_cannot_be_cited() -> None:
    with pytest.raises(KeyError):
        cite("Nghị định 0/2025/NĐ-CP", "Điều 1", is_verified=True)


def test_design_is_always_in_force_and_never_verified() -> None:
    assert DESIGN.is_in_force(date.min)
    assert DESIGN.is_in_force(date.max)
    assert not DESIGN.is_verified


def test_a_parameter_has_its_default_until_a_policy_sets_it() -> None:
    rule = MaxDistance()
    assert rule.max_km(Policy()) == 100.0
    assert rule.max_km(Policy.model_validate({"rules": {"max_distance": {"max_km": 40}}})) == 40
    assert rule.max_km(Policy.model_validate({"rules": {"cooldown": {"max_km": 40}}})) == 100.0
    assert set(rule.parameters()) == {"max_km"}
