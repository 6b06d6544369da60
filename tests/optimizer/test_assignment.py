"""With one vacant seat a commune and everybody fit for all of them, a plan is an assignment problem.

The peer is scipy's ``linear_sum_assignment`` on the travel table's own matrix.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from optimizer import Policy, check_proof, load, plan, verify
from optimizer.domain import Dataset, Employee, Leg, Post, Unit, UnitKind
from optimizer.ingest import write_folder
from optimizer.plan import Plan, ProofCheck
from optimizer.policy import Form, RuleSetting

DAY = date(2025, 10, 1)
POLICY = Policy(as_of=DAY, rules={"sender_share": RuleSetting(share=1.0)})

Minutes = NDArray[np.int64]


def draw_minutes(seed: int, people: int, posts: int) -> Minutes:
    """Whole minutes one way from every person's department to every post's commune."""
    return np.random.default_rng(seed).integers(1, 1000, size=(people, posts))


def legs(minutes: Minutes) -> Iterable[Leg]:
    for (person, post), value in np.ndenumerate(minutes):
        yield Leg(from_=f"S{person:03}", to=f"C{post:03}", km=1, minutes=int(value))


def province(minutes: Minutes) -> Dataset:
    """One person in each department, one seat in each commune, all of one field, and every leg measured."""
    people, posts = (range(number) for number in minutes.shape)
    return Dataset.of(
        units=[
            *(Unit(code=f"S{number:03}", name=f"Sở {number}", kind=UnitKind.DEPARTMENT) for number in people),
            *(Unit(code=f"C{number:03}", name=f"Xã {number}", kind=UnitKind.COMMUNE) for number in posts),
        ],
        posts=[Post(code=f"C{number:03}-IT", unit=f"C{number:03}", field="IT") for number in posts],
        employees=[Employee(id=f"E{number:03}", unit=f"S{number:03}", field="IT") for number in people],
        travel=list(legs(minutes)),
    )


def from_tables(dataset: Dataset, folder: Path) -> Dataset:
    """The same by way of CSV files."""
    write_folder(dataset, folder)
    assert len((folder / "travel.csv").read_text(encoding="utf-8").splitlines()) == 1 + len(dataset.travel)
    return load(folder, DAY)


def check_against_scipy(minutes: Minutes, dataset: Dataset) -> Plan:
    """The plan fills all it can, its minutes are the matrix's and as few in all as scipy finds."""
    proposal = plan(dataset, POLICY)
    best = int(minutes[linear_sum_assignment(minutes)].sum())
    chosen = [(int(move.employee[1:]), int(move.to_unit[1:])) for move in proposal.moves]
    assert proposal.has_proof and check_proof(dataset, proposal, POLICY) is ProofCheck.CONFIRMED
    assert verify(dataset, proposal, POLICY, price_every_move=True).is_clean
    assert len(chosen) == min(minutes.shape)
    assert {move.form for move in proposal.moves} == {Form.SECONDMENT}
    assert [move.minutes for move in proposal.moves] == [int(minutes[pair]) for pair in chosen]
    assert proposal.values["burden"] == sum(move.minutes for move in proposal.moves) == best
    return proposal


@pytest.mark.parametrize("seed", range(10))
def test_a_hundred_people_and_posts_by_way_of_csv(seed: int, tmp_path: Path) -> None:
    minutes = draw_minutes(seed, 100, 100)
    proposal = check_against_scipy(minutes, from_tables(province(minutes), tmp_path))
    nearest_first = greedy_minutes(minutes)
    assert proposal.values["burden"] < nearest_first


def greedy_minutes(minutes: Minutes) -> int:
    """What sending the nearest person to each post in turn takes: an instance worth optimising makes it worse."""
    left, total = list(range(len(minutes))), 0
    for post in range(minutes.shape[1]):
        person = min(left, key=lambda one: int(minutes[one, post]))
        left.remove(person)
        total += int(minutes[person, post])
    return total


@pytest.mark.parametrize("shape", [(60, 40), (40, 60)])
def test_more_people_than_posts_or_the_other_way_round(shape: tuple[int, int]) -> None:
    """Posts of equal weight: whom the plan leaves out is decided by the minutes alone."""
    minutes = draw_minutes(99, *shape)
    check_against_scipy(minutes, province(minutes))


@pytest.mark.slow
def test_five_hundred_people_and_posts(tmp_path: Path) -> None:
    minutes = draw_minutes(500, 500, 500)
    check_against_scipy(minutes, from_tables(province(minutes), tmp_path))
