"""Moves read anew from tables, rules and limits are those that the compiler finds, and a draw holds some of them."""

from __future__ import annotations

import pytest

from optimizer.facts import Facts, facts_of
from optimizer.pricing import open_moves as reading
from optimizer.pricing.open_moves import open_moves, with_room
from optimizer.problem import compile_problem
from tests.benchmarks.instances import province
from tests.optimizer.pricing.lossy import keys
from tests.optimizer.problem.choices import tiny_facts

SEEDS = range(100)


def check(facts: Facts) -> int:
    """The compiled pairs are the open moves, but for some whose limits only closed pairs could relieve."""
    found, compiled = keys(open_moves(facts, every_move=True)), compile_problem(facts).pairs
    assert len(found) == len(set(found))
    assert set(found) == set(keys(with_room(compiled))) <= set(keys(compiled))
    return len(found)


def test_two_readings_of_tiny_provinces_agree() -> None:
    assert sum(check(tiny_facts(seed)) for seed in SEEDS) > 500


def test_two_readings_of_a_larger_province_agree() -> None:
    assert check(facts_of(*province(1_000, 120, 20, seed=3))) > 5_000


def test_chunks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [set(keys(open_moves(tiny_facts(seed), every_move=True))) for seed in SEEDS[:24]]
    monkeypatch.setattr(reading, "CHUNK", 3)
    assert [set(keys(open_moves(tiny_facts(seed), every_move=True))) for seed in SEEDS[:24]] == whole
    assert sum(map(len, whole)) > 100


def test_a_draw_is_the_same_every_time_and_holds_open_moves_only() -> None:
    facts = facts_of(*province(1_000, 120, 20, seed=3))
    every = set(keys(open_moves(facts, every_move=True)))
    drawn = keys(open_moves(facts, every_move=False))
    assert drawn == keys(open_moves(facts, every_move=False))
    assert 100 < len(drawn) == len(set(drawn)) < len(every)
    assert set(drawn) <= every


def test_where_there_are_few_moves_a_draw_is_all_of_them() -> None:
    facts = tiny_facts(3)
    assert keys(open_moves(facts, every_move=False)) == keys(open_moves(facts, every_move=True))
