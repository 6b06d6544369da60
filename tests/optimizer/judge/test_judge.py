"""The judge judged: its search against a naive one, and its instances for what they put to the test."""

from __future__ import annotations

import math
from collections import Counter
from itertools import islice, product

import pytest

from optimizer.domain import Dataset
from optimizer.policy import Form, Policy
from tests.optimizer.judge import Optimum, solve, tiny
from tests.optimizer.judge.people_instances import with_people
from tests.optimizer.judge.reading import Reading
from tests.optimizer.judge.tier_instances import with_ranks, with_terms

NAIVE_PLANS = 6_000
SAMPLE = range(150)


def naive(reading: Reading) -> tuple[dict[str, int], int]:
    """The best values in the full product of numbers per option, and how many plans have them."""
    ranges = [range(reading.people[option.employee].count + 1) for option in reading.options]
    limits = reading.limits()
    kept = []
    for numbers in product(*ranges):
        plan = {option: number for option, number in zip(reading.options, numbers, strict=True) if number}
        if all(limit.load(plan) <= limit.most for limit in limits):
            kept.append(tuple(reading.values(plan).items()))
    best = min(kept, key=lambda items: [value for _, value in items])
    return dict(best), kept.count(best)


def product_size(reading: Reading) -> int:
    size = 1
    for option in reading.options:
        size *= reading.people[option.employee].count + 1
    return size


def test_search_finds_what_the_full_product_finds() -> None:
    compared = with_moves = 0
    for seed in range(120):
        dataset, policy = tiny(seed)
        reading = Reading(dataset, policy)
        if product_size(reading) > NAIVE_PLANS:
            continue
        optimum = solve(dataset, policy)
        values, plans = naive(reading)
        assert (optimum.values, optimum.plans) == (values, plans), seed
        assert reading.values(dict(optimum.moves)) == values, seed
        compared += 1
        with_moves += bool(optimum.moves)
    assert compared >= 50
    assert with_moves >= 30


def test_same_seed_gives_the_same_instance() -> None:
    (dataset, policy), (again, again_policy) = tiny.__wrapped__(7), tiny.__wrapped__(7)
    assert dataset is not again
    assert (dataset.sha256, policy) == (again.sha256, again_policy)
    assert dataset.sha256 != tiny(8)[0].sha256


def judged(seeds: range) -> list[tuple[Dataset, Policy, Optimum]]:
    return [(*instance, solve(*instance)) for instance in map(tiny, seeds)]


@pytest.fixture(scope="module")
def sample() -> list[tuple[Dataset, Policy, Optimum]]:
    return judged(SAMPLE)


@pytest.mark.parametrize(
    "rule",
    [
        "vacant_seats",
        "held_post",
        "release",
        "sender_share",
        "surplus_only",
        "quota",
        "working_limit",
        "local_limits",
        "housing",
        "couples",
        "speakers",
    ],
)
def test_every_limit_changes_the_optimum_of_some_instances(
    rule: str, sample: list[tuple[Dataset, Policy, Optimum]]
) -> None:
    """Asked of one after the other until enough have changed."""
    enough = math.ceil(0.02 * len(sample))
    changed = (None for dataset, policy, best in sample if solve(dataset, policy, without=[rule]).values != best.values)
    assert len(list(islice(changed, enough))) == enough


def test_instances_are_rich_in_what_is_hard_to_plan(sample: list[tuple[Dataset, Policy, Optimum]]) -> None:
    seen: Counter[str] = Counter()
    for dataset, policy, best in sample:
        reading = Reading(dataset, policy)
        seen.update(what_happens(reading, best))
    share = {name: number / len(sample) for name, number in seen.items()}
    least = {
        "moves": 0.75,
        Form.REASSIGNMENT: 0.4,
        Form.SECONDMENT: 0.2,
        Form.TRANSFER: 0.07,
        "reopens": 0.04,
        "sends and receives": 0.05,
        "arrival allows departure": 0.03,
        "group split": 0.02,
        "several optima": 0.2,
    }
    assert {name for name, bound in least.items() if share.get(name, 0) < bound} == set()


def what_happens(reading: Reading, best: Optimum) -> set[str]:
    """What the optimum of an instance has in it."""
    away = [(option, number) for option, number in best.moves if option.form is not Form.REASSIGNMENT]
    sent: Counter[str] = Counter()
    arrived: Counter[str] = Counter()
    for option, number in away:
        sent[reading.sender(option)] += number
        arrived[reading.receiver(option)] += number
    people = Counter(option.employee for option, _ in best.moves)
    counts = reading.counts
    surplus = {unit: max(0, counts.surplus(unit) - counts.seconded_out[unit]) for unit in reading.communes}
    happened: dict[str, bool] = {
        "moves": bool(best.moves),
        "reopens": any(option.reopens for option, _ in best.moves),
        "sends and receives": bool(sent.keys() & arrived.keys()),
        "arrival allows departure": any(sent[unit] > surplus[unit] for unit in reading.communes),
        "group split": max(people.values(), default=0) > 1,
        "several optima": best.plans > 1,
    } | {form: any(option.form is form for option, _ in best.moves) for form in Form}
    return {name for name, is_so in happened.items() if is_so}


def test_drawn_people_terms_forms_and_ranks_close_and_open_moves() -> None:
    """What the provinces of the agreement test are drawn with matters to who may go where."""
    least = {"people close": 5, "terms close": 20, "forms open": 2, "ranks close": 10, "trial": 1}
    seen: Counter[str] = Counter()
    for seed in range(60):
        if all(seen[name] >= number for name, number in least.items()):
            break
        dataset, policy = tiny(seed)
        dataset = with_people(dataset, policy, seed)
        told = Reading(dataset, policy)
        dated = Reading(*with_terms(dataset, policy, seed))
        ranked = Reading(*with_ranks(dated.dataset, dated.policy, seed))
        seen["people close"] += len(told.options) < len(Reading(*tiny(seed)).options)
        seen["terms close"] += not set(told.options) <= set(dated.options)
        seen["forms open"] += not set(dated.options) <= set(told.options)
        seen["ranks close"] += len(ranked.options) < len(dated.options)
        seen["trial"] += any(
            ranked.posts[option.post].leader_rank != ranked.people[option.employee].leader_rank
            for option in ranked.options
        )
    assert {name for name, number in least.items() if seen[name] < number} == set()
