"""The Lorenz curve and the Gini coefficient of shortage, by their definitions; shortages recounted from the tables."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.explain.shortages import shortages_of, spread_of
from tests.optimizer.explain.standings import standing
from tests.optimizer.judge.options import Option
from tests.optimizer.judge.reading import Reading
from tests.optimizer.problem.choices import tiny_facts

communes = st.lists(st.integers(1, 30).flatmap(lambda seats: st.tuples(st.just(seats), st.integers(0, seats)))).map(
    lambda drawn: [(f"u{number}", seats, missing) for number, (seats, missing) in enumerate(drawn)]
)


@settings(max_examples=60, deadline=None)
@given(communes)
def test_the_curve_and_the_coefficient_are_as_defined(drawn: list[tuple[str, int, int]]) -> None:
    spread = spread_of(drawn)
    seats, missing = sum(of for _, of, _ in drawn), sum(gone for _, _, gone in drawn)
    assert spread.missing == missing
    if not missing:
        assert (spread.gini, spread.lorenz) == (None, ())
        return
    apart = sum(abs(m * t - n * s) for _, s, m in drawn for _, t, n in drawn)
    assert spread.gini == pytest.approx(float(Fraction(apart, 2 * seats * missing)))
    assert (spread.lorenz[0], spread.lorenz[-1], len(spread.lorenz)) == ((0, 0), (1, 1), len(drawn) + 1)
    slopes = [(high - low) / (right - left) for (left, low), (right, high) in pairwise(spread.lorenz)]
    assert all(first <= second + 1e-9 for first, second in pairwise(slopes))
    share = {code: Fraction(gone, of) for code, of, gone in drawn}
    assert {share[code] for code in spread.worst} == {max(share.values())}
    assert {share[code] for code in spread.best} == {min(share.values())}
    assert len(spread.worst) == sum(one == max(share.values()) for one in share.values())


def test_missing_seats_are_those_recounted() -> None:
    told = 0
    for seed in range(12):
        facts, plan = tiny_facts(seed), standing(seed).plan
        reading = Reading(facts.dataset, facts.policy)
        missing = Counter({post.code: reading.counts.open_seats[post.code] for post in reading.commune_posts})
        for move in plan.moves:
            missing[move.to_post] -= move.count
            option = Option(move.employee, move.to_post, move.form, True)
            # Where both are open, people beyond the seats leave first.
            if option in reading.options and not reading.counts.over_held[move.from_post]:
                missing[move.from_post] += move.count
        for one in shortages_of(plan, facts).communes:
            own = [post for post in reading.commune_posts if post.unit == one.unit]
            assert one.seats == sum(max(post.seats - post.reserved, 0) for post in own), (seed, one)
            assert one.before == sum(reading.counts.open_seats[post.code] for post in own), (seed, one)
            assert one.after == sum(missing[post.code] for post in own), (seed, one)
            told += one.before != one.after
    assert told > 5
