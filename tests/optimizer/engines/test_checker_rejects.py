"""What must break a proof breaks it: on random networks, on tiny provinces and on larger ones.

A checker that looked at too little would accept some of these changes; each of them is one that
no right checker can.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.engines.flow import solve_flow
from optimizer.engines.layout import Layout, lay_out
from optimizer.facts import facts_of
from optimizer.problem import Problem, compile_problem
from tests.benchmarks.instances import province
from tests.optimizer.engines.breaking import BREAKING, Proved, proved_by, without_rows
from tests.optimizer.engines.graphs import draw_arcs, draw_costs, solve_in_stages
from tests.optimizer.engines.test_lot import lots
from tests.optimizer.problem.choices import tiny_problem

PROVINCES = range(16)
MOST_TRIED = 60
"""Changes of a kind tried on one larger province."""


def rejected(proved: Proved, most: int | None = None) -> Counter[str]:
    """The proof holds, and no change of any kind that has to break it goes through; how many were tried."""
    assert proved.holds
    tried: Counter[str] = Counter()
    for kind, changes in BREAKING.items():
        for changed in islice(changes(proved), most):
            assert not changed.holds, kind
            tried[kind] += 1
    return tried


def test_on_random_networks() -> None:
    tried: Counter[str] = Counter()

    @settings(deadline=None, max_examples=150, derandomize=True, database=None)
    @given(seed=st.integers(0, 10**6), stages=st.integers(1, 3), nodes=st.integers(3, 6), arcs=st.integers(6, 16))
    def check(seed: int, stages: int, nodes: int, arcs: int) -> None:
        network = draw_arcs(seed, nodes=nodes, arcs=arcs)
        costs = draw_costs(seed, stages, arcs)
        flow, potentials, _ = solve_in_stages(network, costs)
        tried.update(rejected(without_rows(network, costs, potentials, flow)))

    check()
    assert min(tried[kind] for kind in BREAKING) > 100, tried


def proved(problem: Problem) -> tuple[Layout, str, Proved] | None:
    """A province's network with side rows and its optimum, and the salt of its lot; None where prices prove nothing."""
    layout = lay_out(problem)
    solution = solve_flow(problem)
    if solution.proof is None:
        return None
    return (
        layout,
        solution.salt,
        proved_by(layout, solution.proof.potentials, solution.salt, solution.proof.flow),
    )


def test_on_tiny_provinces() -> None:
    tried: Counter[str] = Counter()
    for seed in PROVINCES:
        if (known := proved(tiny_problem(seed))) is not None:
            tried.update(rejected(known[2]))
    assert min(tried[kind] for kind in BREAKING) > 20, tried


@pytest.mark.parametrize("seed", [21, 22])
def test_on_larger_provinces(seed: int) -> None:
    dataset, policy = province(1_000, 120, 20, seed=seed)
    known = proved(compile_problem(facts_of(dataset, policy)))
    assert known is not None
    tried = rejected(known[2], MOST_TRIED)
    assert min(tried[kind] for kind in BREAKING) > 20, tried


def test_the_whole_lot_is_among_the_costs() -> None:
    """Drawn for the face only, it is the lot of the recorded salt there."""
    seen = 0
    for seed in PROVINCES:
        answer = proved(tiny_problem(seed))
        if answer is None:
            continue
        layout, salt, known = answer
        lot, between, pairs = known.stages[-1].cost, layout.network.between, layout.problem.pairs
        decided = replace(known, stages=known.stages[:-1]).signs() != 0
        assert not lot[:between].any()
        assert not lot[decided].any()
        for pair in np.flatnonzero(~decided[between:]).tolist():
            key = (
                pairs.of_employee("id").iloc[pair],
                pairs.of_post("code").iloc[pair],
                pairs.form_names()[pair],
                "reopens" if pairs.reopens[pair] else "",
            )
            assert lot[between + pair] == lots(salt, [key])[0]
            seen += 1
    assert seen > 10
