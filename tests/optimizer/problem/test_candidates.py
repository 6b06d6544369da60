"""Candidate pairs against an independent reading of who may go where."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.domain import Dataset, Employee, Post, Unit, UnitKind
from optimizer.facts import facts_of
from optimizer.policy import Policy
from optimizer.problem import compile_problem
from optimizer.problem.candidates import candidates_of
from optimizer.rules import FORMS
from tests.optimizer.judge.limit import Limit
from tests.optimizer.judge.options import Option
from tests.optimizer.judge.reading import Reading
from tests.optimizer.problem.choices import tiny_facts, tiny_problem

SEEDS = range(30)


def test_candidates_are_the_moves_allowed_less_those_that_a_limit_closes() -> None:
    found = closed = 0
    for seed in SEEDS:
        facts = tiny_facts(seed)
        reading = Reading(facts.dataset, facts.policy)
        # A lower bound closes nothing by itself: it is the engine that sees who must stay.
        caps = [limit for limit in reading.limits() if limit.rule != "speakers"]
        shut = {option for limit in caps if limit.is_gross and limit.most <= 0 for option in limit.sign}
        shut.update(without_partner(caps))
        assert options_of(seed) == sorted(set(reading.options) - shut), seed
        found += len(reading.options)
        closed += len(shut)
    assert found > 5 * len(SEEDS)
    assert closed > len(SEEDS)


def without_partner(limits: list[Limit]) -> Iterator[Option]:
    """Moves too far from where the partner works, if no move of the partner goes with them."""
    couples = [limit for limit in limits if limit.rule == "couples"]
    apart = {frozenset(limit.sign) for limit in couples if limit.most == 1}
    for limit in couples:
        moved = [option for option, sign in limit.sign.items() if sign == 1]
        followed = [option for option, sign in limit.sign.items() if sign == -1]
        if limit.most == 0 and all(frozenset((*moved, option)) in apart for option in followed):
            yield from moved


def options_of(seed: int) -> list[Option]:
    pairs = tiny_problem(seed).pairs
    rows = zip(pairs.of_employee("id"), pairs.of_post("code"), pairs.form.tolist(), pairs.reopens.tolist(), strict=True)
    return sorted(Option(employee, post, FORMS[form], reopens) for employee, post, form, reopens in rows)


def test_pairs_are_sorted_and_distinct() -> None:
    for seed in SEEDS:
        pairs = tiny_problem(seed).pairs
        keys = list(
            zip(*(part.tolist() for part in (pairs.employee, pairs.post, pairs.form, pairs.reopens)), strict=True)
        )
        assert keys == sorted(set(keys))


def test_capacity_is_bounded_by_the_row_and_by_the_open_seats() -> None:
    problem = compile_problem(facts_of(groups(), Policy()))
    sizes = dict(zip(problem.pairs.of_employee("id"), problem.capacity.tolist(), strict=True))
    assert sizes == {"big": 4, "small": 2}


def groups() -> Dataset:
    """Two groups of a department and a post of five seats, one of them held."""
    return Dataset.of(
        units=[
            Unit(code="X", name="Xã", kind=UnitKind.COMMUNE),
            Unit(code="S", name="Sở", kind=UnitKind.DEPARTMENT),
        ],
        posts=[Post(code="P", unit="X", field="IT", seats=5)],
        employees=[
            Employee(id="big", unit="S", field="IT", count=90),
            Employee(id="small", unit="S", field="IT", count=2),
            Employee(id="holder", unit="X", post="P", field="IT"),
        ],
    )


def test_row_numbers_point_into_the_tables() -> None:
    pairs = candidates_of(facts_of(groups(), Policy()))
    assert pairs.dataset.employees["id"].iloc[np.unique(pairs.employee)].tolist() == ["big", "small"]
    assert pairs.of_post("code").tolist() == ["P", "P"]
    assert not pairs.reopens.any()
