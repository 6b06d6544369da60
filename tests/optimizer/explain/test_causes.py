"""Causes of vacant seats, recounted one post after the other from the tables and the moves."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from optimizer import plan
from optimizer.domain import Dataset, Employee, Limit, LimitSubject, Post, Unit, UnitKind
from optimizer.engines import solve_flow
from optimizer.explain import vacant_seats
from optimizer.plan import VacancyCause, VacantSeats
from optimizer.planning import moves_of, settled
from optimizer.policy import Form, Policy
from optimizer.problem import Problem
from tests.optimizer.judge.reading import Reading
from tests.optimizer.problem.choices import Ints, draw_choice, tiny_problem

SEEDS = range(44)


def recounted(problem: Problem, flow: Ints) -> list[VacantSeats]:
    """The same by a reading of the tables that shares nothing with the product's."""
    facts = problem.facts
    reading = Reading(facts.dataset, facts.policy)
    limits = reading.limits()
    candidates: dict[str, set[str]] = {}
    for option in reading.options:
        candidates.setdefault(option.post, set()).add(option.employee)

    arrivals: Counter[str] = Counter()
    departures: Counter[str] = Counter()
    net: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    into: Counter[tuple[str, str]] = Counter()
    for move in moves_of(problem, flow):
        arrivals[move.to_post] += move.count
        departures[move.from_post] += move.count
        gone[move.employee] += move.count
        into[move.employee, move.to_post] += move.count
        if move.form is not Form.REASSIGNMENT:
            net[move.to_unit] += move.count
            net[move.from_unit] -= move.count

    full = {limit.subject for limit in limits if limit.rule == "working_limit" and net[limit.subject] >= limit.most}
    found = []
    for post in reading.commune_posts:
        code = post.code
        left = reading.counts.open_seats[code] - reading.counts.over_held[code] - arrivals[code] + departures[code]
        if left <= 0:
            continue
        possible = candidates.get(code, set())
        others = {person for person in possible if into[person, code] < reading.people[person].count}
        if not others:
            cause = VacancyCause.NO_CANDIDATE
        elif post.unit in full:
            cause = VacancyCause.RECEIVER_FULL
        elif any(gone[person] > into[person, code] for person in others):
            cause = VacancyCause.OUTBID
        else:
            cause = VacancyCause.STARVED
        found.append(VacantSeats(code, post.unit, post.field, left, cause, len(possible)))
    return found


def test_causes_are_those_recounted() -> None:
    seen: Counter[VacancyCause] = Counter()
    for seed in SEEDS:
        problem = tiny_problem(seed)
        for flow in (settled(problem, solve_flow(problem).flow), draw_choice(problem, seed)):
            expected = recounted(problem, flow)
            assert list(vacant_seats(problem, flow)) == expected, seed
            seen.update(vacancy.cause for vacancy in expected)
    assert set(seen) == set(VacancyCause)
    assert min(seen.values()) > 2, seen


def test_moving_nobody_leaves_every_open_seat() -> None:
    for seed in SEEDS:
        problem = tiny_problem(seed)
        counts = problem.facts.counts
        nobody = np.zeros(len(problem.pairs), dtype=np.int64)
        vacancies = vacant_seats(problem, nobody)
        assert sum(vacancy.seats for vacancy in vacancies) == int((counts.open_seats * counts.is_needed).sum())
        assert VacancyCause.OUTBID not in {vacancy.cause for vacancy in vacancies}


UNITS = [
    Unit(code="X", name="Xã", kind=UnitKind.COMMUNE, quota=10),
    Unit(code="S", name="Sở", kind=UnitKind.DEPARTMENT),
]


def causes(dataset: Dataset) -> dict[str, tuple[VacancyCause, int, int]]:
    """Cause, seats and candidates of every post that the best plan leaves with vacant seats."""
    proposal = plan(dataset, Policy())
    return {vacancy.post: (vacancy.cause, vacancy.seats, vacancy.candidates) for vacancy in proposal.unfilled}


def test_nobody_knows_the_field() -> None:
    dataset = Dataset.of(
        units=UNITS,
        posts=[Post(code="P", unit="X", field="IT", seats=3)],
        employees=[Employee(id="1", unit="S", field="LAW")],
    )
    assert causes(dataset) == {"P": (VacancyCause.NO_CANDIDATE, 3, 0)}


def test_the_only_candidate_is_placed_in_the_post_itself() -> None:
    """Nobody is held back: there is nobody else."""
    dataset = Dataset.of(
        units=UNITS,
        posts=[Post(code="P", unit="X", field="IT", seats=3)],
        employees=[Employee(id="1", unit="S", field="IT")],
    )
    assert causes(dataset) == {"P": (VacancyCause.NO_CANDIDATE, 2, 1)}


def test_a_group_of_which_some_more_could_come_is_held_back() -> None:
    dataset = Dataset.of(
        units=UNITS,
        posts=[Post(code="P", unit="X", field="IT", seats=3)],
        employees=[Employee(id="1", unit="S", field="IT", count=21)],
    )
    assert causes(dataset) == {"P": (VacancyCause.STARVED, 1, 1)}


def test_a_candidate_is_placed_elsewhere() -> None:
    dataset = Dataset.of(
        units=UNITS,
        posts=[Post(code="P", unit="X", field="IT", priority=2), Post(code="Q", unit="X", field="IT")],
        employees=[Employee(id="1", unit="S", field="IT")],
    )
    assert causes(dataset) == {"Q": (VacancyCause.OUTBID, 1, 1)}


def test_others_of_the_sender_take_its_share() -> None:
    dataset = Dataset.of(
        units=UNITS,
        posts=[Post(code="P", unit="X", field="IT", priority=2), Post(code="Q", unit="X", field="LAW")],
        employees=[Employee(id="1", unit="S", field="IT"), Employee(id="2", unit="S", field="LAW")],
    )
    assert causes(dataset) == {"Q": (VacancyCause.STARVED, 1, 1)}


def test_a_commune_brought_to_its_working_limit_is_full() -> None:
    """A quota of 1 lets floor(1.15) = 1 person work there."""
    dataset = Dataset.of(
        units=[UNITS[0].model_copy(update={"quota": 1}), UNITS[1]],
        posts=[Post(code="P", unit="X", field="IT", seats=2)],
        employees=[Employee(id="1", unit="S", field="IT", count=40)],
    )
    assert causes(dataset) == {"P": (VacancyCause.RECEIVER_FULL, 1, 1)}


def test_a_seat_that_the_plan_reopens_is_among_the_vacant() -> None:
    dataset = Dataset.of(
        units=UNITS[:1],
        posts=[Post(code="P", unit="X", field="IT"), Post(code="Q", unit="X", field="LAW", priority=0.5)],
        employees=[Employee(id="1", unit="X", post="Q", field="IT")],
    )
    assert causes(dataset) == {"Q": (VacancyCause.NO_CANDIDATE, 1, 0)}


def test_seats_of_departments_are_nobody_s_need() -> None:
    dataset = Dataset.of(
        units=UNITS,
        posts=[Post(code="D", unit="S", field="IT", seats=5)],
        employees=[Employee(id="1", unit="S", field="IT")],
    )
    assert causes(dataset) == {}


CLOSED_BEFOREHAND = {
    "a commune full before the plan": Dataset.of(
        units=[UNITS[0].model_copy(update={"quota": 1}), UNITS[1]],
        posts=[Post(code="P", unit="X", field="IT")],
        employees=[Employee(id="1", unit="S", field="IT"), Employee(id="2", unit="X", field="LAW")],
    ),
    "a sender that may give nobody": Dataset.of(
        units=UNITS,
        posts=[Post(code="P", unit="X", field="IT")],
        employees=[Employee(id="1", unit="S", field="IT")],
        limits=[Limit(subject=LimitSubject.RELEASE, unit="S", at_most=0)],
    ),
}
RIGHT_CAUSE = {
    "a commune full before the plan": VacancyCause.RECEIVER_FULL,
    "a sender that may give nobody": VacancyCause.STARVED,
}


@pytest.mark.parametrize("case", CLOSED_BEFOREHAND)
def test_a_limit_without_room_from_the_start_is_a_cause_too(case: str) -> None:
    assert causes(CLOSED_BEFOREHAND[case])["P"][0] is RIGHT_CAUSE[case]
