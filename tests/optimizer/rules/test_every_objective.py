"""What holds of every objective, shown on generated provinces: a tier added to the registry is tested here."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import pairwise
from string import Formatter

import numpy as np
import pytest

from optimizer.domain import Dataset, Employee, Post, Rating, Unit, UnitKind
from optimizer.facts import Facts, facts_of
from optimizer.planning import moves_of
from optimizer.policy import Form, Policy, TravelSettings
from optimizer.problem import Problem, compile_problem
from optimizer.problem.problem import value_of
from optimizer.rules import FORMS, OBJECTIVES, Objective, Pairs, objective_by_id
from optimizer.rules.objective import MoveObjective
from optimizer.rules.pairs import CurveLevel
from optimizer.rules.unmet_demands import UNMET_DEMANDS
from optimizer.rules.weighted_fill import WeightedFill
from optimizer.text import LANGUAGES, Language, catalog, spoken
from tests.optimizer.judge.options import Option
from tests.optimizer.judge.reading import Reading
from tests.optimizer.judge.tier_instances import drawn_base
from tests.optimizer.problem.choices import Ints, activity, draw_choice, tight_problem, tiny_facts, tiny_problem
from tests.optimizer.rules.every_pair import every_move, every_pair, plan_with

SEEDS = range(44)
OF_A_POLICY = [objective for objective in OBJECTIVES if objective.id != UNMET_DEMANDS]
"""Tiers that a policy may order; unmet demands come first of themselves."""

every_objective = pytest.mark.parametrize("objective", OF_A_POLICY, ids=lambda objective: objective.id)
priced = [objective for objective in OBJECTIVES if isinstance(objective, MoveObjective)]
counted = [objective for objective in OF_A_POLICY if not isinstance(objective, MoveObjective)]


@cache
def all_tiers(seed: int) -> Problem:
    """A tiny province with every tier there is, compared with a drawn plan."""
    facts: Facts = tiny_facts(seed)
    policy = facts.policy.model_copy(update={"tiers": tuple(objective.id for objective in OF_A_POLICY)})
    return compile_problem(facts_of(facts.dataset, policy, drawn_base(facts.dataset, policy, seed).moves))


@cache
def choices(seed: int) -> tuple[Ints, ...]:
    """No move, and a few choices within the limits."""
    problem = tiny_problem(seed)
    nobody = np.zeros(len(problem.pairs), dtype=np.int64)
    return nobody, *(draw_choice(problem, 1000 * seed + number) for number in range(3))


@pytest.mark.parametrize("objective", priced, ids=lambda objective: objective.id)
def test_prices_are_the_price_vectorised(objective: MoveObjective) -> None:
    seen: set[int] = set()
    for seed in SEEDS:
        prices = objective.prices(every_pair(seed))
        assert prices.dtype == np.int64
        assert prices.tolist() == [objective.price(move, tiny_facts(seed)) for move in every_move(seed)], seed
        seen.update(prices.tolist())
    assert len(seen) > 1


@pytest.mark.parametrize("objective", priced, ids=lambda objective: objective.id)
def test_a_reassignment_costs_its_mismatch_only(objective: MoveObjective) -> None:
    at_home = 0
    for seed in SEEDS:
        pairs = every_pair(seed)
        home = pairs.has_form(Form.REASSIGNMENT)
        mismatch = np.round(np.round(60 * (1 - pairs.fit[home]), 6))
        expected = mismatch if objective.id == "burden" else np.zeros(home.sum())
        assert objective.prices(pairs)[home].tolist() == expected.tolist()
        at_home += int(home.sum())
    assert at_home > 0


@every_objective
def test_the_value_over_the_pairs_is_what_the_plan_measures(objective: Objective) -> None:
    seen: set[int] = set()
    for seed in SEEDS:
        problem = all_tiers(seed)
        tier = next((tier for tier in problem.tiers if tier.id == objective.id), None)
        if tier is None:
            assert not objective.applies(problem.facts)
            continue
        for flow in choices(seed):
            value = value_of(tier.terms, problem.pairs, flow)
            plan = plan_with(moves_of(problem, flow), problem.facts)
            assert value == objective.measure(plan, problem.facts), seed
            seen.add(value)
    assert len(seen) > 1


def test_what_demands_miss_over_the_pairs_is_what_the_plan_measures() -> None:
    seen: set[int] = set()
    for seed in SEEDS:
        problem = tight_problem(seed)
        for tier in problem.tiers:
            if tier.id == UNMET_DEMANDS:
                for flow in (np.zeros(len(problem.pairs), dtype=np.int64), draw_choice(problem, seed)):
                    plan = plan_with(moves_of(problem, flow), problem.facts)
                    seen.add(value_of(tier.terms, problem.pairs, flow))
                    measured = objective_by_id(tier.id).measure(plan, problem.facts)
                    assert value_of(tier.terms, problem.pairs, flow) == measured, seed
    assert len(seen) > 2


def test_values_are_those_of_an_independent_reading() -> None:
    reopened = 0
    for seed in SEEDS:
        problem = all_tiers(seed)
        reading = Reading(problem.facts.dataset, problem.facts.policy, problem.facts.base)
        tiers = [tier.id for tier in problem.tiers]
        for flow in choices(seed):
            plan = {option: number for option, number in zip(options(problem), flow.tolist(), strict=True) if number}
            assert dict(zip(tiers, problem.values(flow), strict=True)) == reading.values(plan), seed
            reopened += any(option.reopens for option in plan)
    assert reopened > 5


def options(problem: Problem) -> list[Option]:
    """The candidate pairs as the judge knows them."""
    pairs = problem.pairs
    rows = zip(pairs.of_employee("id"), pairs.of_post("code"), pairs.form.tolist(), pairs.reopens.tolist(), strict=True)
    return [Option(employee, post, FORMS[form], reopens) for employee, post, form, reopens in rows]


@every_objective
def test_the_base_is_the_value_of_moving_nobody(objective: Objective) -> None:
    for seed in SEEDS:
        problem = all_tiers(seed)
        nobody = np.zeros(len(problem.pairs), dtype=np.int64)
        value = value_of(objective.terms(problem.pairs), problem.pairs, nobody)
        assert value == objective.measure(plan_with((), problem.facts), problem.facts)


@pytest.mark.parametrize("objective", priced, ids=lambda objective: objective.id)
def test_a_group_costs_as_much_as_its_people(objective: MoveObjective) -> None:
    for seed in SEEDS[:10]:
        problem = tiny_problem(seed)
        prices = objective.prices(problem.pairs)
        for pair in np.flatnonzero(problem.capacity > 1).tolist():
            flow = np.zeros(len(problem.pairs), dtype=np.int64)
            flow[pair] = problem.capacity[pair]
            plan = plan_with(moves_of(problem, flow), problem.facts)
            assert objective.measure(plan, problem.facts) == prices[pair] * problem.capacity[pair]


@pytest.mark.parametrize("objective", counted, ids=lambda objective: objective.id)
def test_curves_are_convex_and_cover_every_count_without_overlap(objective: Objective) -> None:
    steps_seen = 0
    for seed in SEEDS:
        problem = all_tiers(seed)
        curve = objective.terms(problem.pairs).curve
        if curve is None:
            continue
        lowest, highest = net_counts(seed, curve.level)
        steps = defaultdict(list)
        for subject, *step in zip(
            *(part.tolist() for part in (curve.subject, curve.above, curve.upto, curve.marginal)), strict=True
        ):
            steps[subject].append(tuple(step))
        for subject, of_subject in steps.items():
            ordered = sorted(of_subject)
            assert all(above < upto for above, upto, _ in ordered)
            assert all(before[1] == after[0] for before, after in pairwise(ordered))
            assert [marginal for *_, marginal in ordered] == sorted(marginal for *_, marginal in ordered)
            assert ordered[0][0] <= lowest[subject]
            assert ordered[-1][1] >= highest[subject]
            steps_seen += len(ordered)
    assert steps_seen > 50 or objective.id in ("weighted_fill", "changes")


def net_counts(seed: int, level: CurveLevel) -> tuple[Ints, Ints]:
    """The lowest net count of filled seats that a drawn choice reaches per subject, and all its open seats."""
    problem = tiny_problem(seed)
    pairs, counts = problem.pairs, problem.facts.counts
    every_post = np.flatnonzero(counts.is_needed)
    shape = Pairs(
        problem.facts,
        np.zeros(len(every_post), dtype=np.intp),
        every_post,
        np.zeros(len(every_post), dtype=np.int8),
        np.zeros(len(every_post), dtype=bool),
    )
    highest = np.zeros(pairs.subjects(level), dtype=np.int64)
    np.add.at(highest, shape.filled(level), counts.open_seats[every_post])
    lowest = np.zeros_like(highest)
    for flow in choices(seed):
        net = np.zeros_like(highest)
        np.add.at(net, pairs.filled(level), flow)
        np.subtract.at(net, pairs.emptied(level), flow[pairs.reopens])
        lowest = np.minimum(lowest, net)
    return lowest, highest


def test_the_drawn_choices_use_reopened_seats_and_over_held_posts() -> None:
    reopened = left = 0
    for seed in SEEDS:
        problem = tiny_problem(seed)
        for flow in choices(seed):
            reopened += int(flow[problem.pairs.reopens].sum() > 0)
            left += int(activity(problem, "held_post", flow).sum() > 0)
    assert reopened > 5
    assert left > 10


@every_objective
def test_its_name_and_unit_are_worded(objective: Objective) -> None:
    for key in (f"tier.{objective.id}", f"tier_unit.{objective.unit}"):
        assert set(catalog()[key]) == set(LANGUAGES)


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda objective: objective.id)
def test_what_one_unit_is_names_every_coefficient(objective: Objective) -> None:
    policy = Policy()
    for language in LANGUAGES:
        named = {name for _, name, _, _ in Formatter().parse(objective.sentences[language]) if name}
        assert named == set(objective.parameters())
        statement = objective.statement(policy, language)
        assert statement.endswith(".")
        assert "{" not in statement
        for name in named:
            assert spoken(getattr(objective, name)(policy), language) in statement


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_burden_says_from_where_on_people_return_weekly(language: Language) -> None:
    burden, weekly = objective_by_id("burden"), Policy(travel=TravelSettings(weekly_beyond_minutes=85))
    assert burden.statement(weekly, language).startswith(burden.statement(Policy(), language))
    assert "85" in burden.statement(weekly, language) and "85" not in burden.statement(Policy(), language)


@pytest.mark.parametrize(
    ("priority", "field", "weight"),
    [(1.0, "HEA", 10), (1.0, "IT", 15), (0.1, "IT", 2), (0.3, "CON", 4), (0.5, "ACC", 8), (0.0, "IT", 0)],
)
def test_a_seat_weighs_ten_times_its_priority_rounded_to_even(priority: float, field: str, weight: int) -> None:
    """10 x 0.1 x 1.5 is 1.5, which rounds to 2; 10 x 0.3 x 1.5 is 4.5, which rounds to 4."""
    dataset = Dataset.of(
        units=[
            Unit(code="U", name="Xã", kind=UnitKind.COMMUNE),
            Unit(code="V", name="Sở", kind=UnitKind.DEPARTMENT),
        ],
        posts=[Post(code=f"{unit}1", unit=unit, field=field, priority=priority) for unit in "UV"],
        employees=[Employee(id="E", unit="V")],
    )
    assert WeightedFill().weights(facts_of(dataset, Policy())).tolist() == [weight, 0]


@pytest.mark.parametrize(
    ("ratings", "points"),
    [
        ((), 2),
        (((2024, Rating.FAILED.value), (2025, Rating.EXCELLENT.value)), 0),
        (((2025, Rating.FAILED.value), (2024, Rating.EXCELLENT.value)), 3),
        (((2025, Rating.COMPLETED.value),), 2),
        (((2025, Rating.GOOD.value),), 1),
    ],
)
def test_the_latest_rating_counts(ratings: tuple[tuple[int, str], ...], points: int) -> None:
    dataset = Dataset.of(
        units=[Unit(code="V", name="Sở", kind=UnitKind.DEPARTMENT), Unit(code="U", name="Xã", kind=UnitKind.COMMUNE)],
        posts=[Post(code="P", unit="U")],
        employees=[Employee(id="E", unit="V", ratings=ratings)],
    )
    facts = facts_of(dataset, Policy())
    form = np.array([FORMS.index(Form.SECONDMENT)], dtype=np.int8)
    pairs = Pairs(facts, np.array([0]), np.array([0]), form, np.array([False]))
    rating = objective_by_id("rating")
    assert isinstance(rating, MoveObjective)
    assert rating.prices(pairs).tolist() == [points]
