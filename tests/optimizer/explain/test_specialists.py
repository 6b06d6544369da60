"""What one more specialist is worth, held against an exhaustive search with a stranger among the tables."""

from __future__ import annotations

from collections import Counter

import pytest

from optimizer.domain import Dataset, Employee, Unit, UnitKind
from optimizer.explain.specialists import AWAY, specialists
from tests.optimizer.explain.standings import agrees, beside, standing
from tests.optimizer.judge import solve
from tests.optimizer.judge.options import Option
from tests.optimizer.judge.reading import COMMUNE_LEVEL
from tests.optimizer.problem.choices import tiny_facts

SEEDS = range(26)
STRANGER = "stranger"


def with_stranger(dataset: Dataset, field: str) -> Dataset:
    """A commune of one person above its quota of none, without a post: nothing keeps the stranger from leaving."""
    outside = Unit(code="outside", name="Nơi khác", kind=UnitKind.COMMUNE, quota=0)
    person = Employee(id=STRANGER, unit="outside", field=field)
    return dataset.replace(units=[*dataset.rows("units"), outside], employees=[*dataset.rows("employees"), person])


@pytest.mark.slow
def test_the_value_of_a_specialist_is_what_brute_force_gains_with_one_more() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        facts, at = tiny_facts(seed), standing(seed)
        if not at.has_prices:
            continue
        missing = sorted({vacancy.field for vacancy in at.vacancies})
        for one in specialists(at, missing):
            posts = [
                post
                for post in facts.dataset.rows("posts")
                if post.field == one.field and facts.dataset.unit_by_code[post.unit].kind.value in COMMUNE_LEVEL
            ]
            moves = [Option(STRANGER, post.code, form, False) for post in posts for form in AWAY]
            best = solve(with_stranger(facts.dataset, one.field), facts.policy, extra=moves, free={STRANGER})
            assert agrees(one.effect, beside(best, at)), (seed, one)
            assert (one.post is None) == (not any(one.effect.loss)), (seed, one)
            seen["exact" if one.effect.is_exact else "bound"] += 1
            seen["gains"] += one.post is not None
            seen["displaces"] += bool(one.effect.come)
    assert seen["exact"] > 10, seen
    assert min(seen["gains"], seen["displaces"]) > 3, seen
