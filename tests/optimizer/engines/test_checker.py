"""The checker accepts what is optimal and nothing else, however good it looks."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.sparse import csr_array

from optimizer.engines.checker import LARGEST, Stage, is_optimal
from optimizer.engines.circulation import Arcs, reduced_costs
from tests.optimizer.engines.breaking import check
from tests.optimizer.engines.graphs import arcs_of, best_of, circulations, draw_arcs, draw_costs, solve_in_stages

SEEDS = range(60)


@pytest.mark.parametrize("stages", [1, 2, 3])
def test_of_all_circulations_the_cheapest_are_accepted_and_no_other(stages: int) -> None:
    accepted = rejected = 0
    for seed in SEEDS:
        arcs = draw_arcs(seed)
        costs = draw_costs(seed, stages, len(arcs.tail))
        _, proof, _ = solve_in_stages(arcs, costs)
        every = circulations(arcs)
        verdicts = [check(arcs, costs, proof, flow) for flow in every]
        assert verdicts == best_of(every, costs).tolist(), seed
        accepted += sum(verdicts)
        rejected += len(verdicts) - sum(verdicts)
    assert accepted >= len(SEEDS)
    assert rejected > 5 * len(SEEDS)


def test_what_is_no_circulation_is_rejected() -> None:
    """Every flow within the capacities, with the right potentials: those not conserved are never optimal."""
    for seed in SEEDS[:10]:
        arcs = draw_arcs(seed, arcs=6)
        costs = draw_costs(seed, 2, len(arcs.tail))
        _, proof, _ = solve_in_stages(arcs, costs)
        conserved = {tuple(flow) for flow in circulations(arcs).tolist()}
        for flow in product(*(range(most + 1) for most in arcs.capacity.tolist())):
            assert flow in conserved or not check(arcs, costs, proof, np.array(flow))


def ring(*capacity: int) -> Arcs:
    return arcs_of(2, *((number % 2, 1 - number % 2, most) for number, most in enumerate(capacity)))


@pytest.mark.parametrize("flow", [(3, 3), (-1, -1)])
def test_flow_beyond_capacity_is_rejected(flow: tuple[int, int]) -> None:
    """Conserved and with reduced costs of zero everywhere: only the capacity says no."""
    arcs, cost = ring(2, 2), np.zeros(2, dtype=np.int64)
    assert check(arcs, (cost,), [cost], np.array([2, 2]))
    assert not check(arcs, (cost,), [cost], np.array(flow))


def test_a_later_stage_cannot_excuse_an_earlier_one() -> None:
    """One arc more lowers the second stage and raises the first: the first decides."""
    arcs = ring(1, 1)
    costs = (np.array([1, 0]), np.array([-5, 0]))
    nothing = [np.zeros(2, dtype=np.int64)] * 2
    assert check(arcs, costs, nothing, np.array([0, 0]))
    assert not check(arcs, costs[::-1], nothing, np.array([0, 0]))


def test_potentials_so_large_that_sums_wrap_around_prove_nothing() -> None:
    """Three arcs of cost -1 in a ring: no potentials can excuse a flow of 0, except in arithmetic modulo 2**64."""
    arcs = arcs_of(3, (0, 1, 1), (1, 2, 1), (2, 0, 1))
    cost, third = np.full(3, -1, dtype=np.int64), 2**64 // 3
    wrapped = [(-1 * node - third * node + 2**63) % 2**64 - 2**63 for node in range(3)]
    potential = np.array(wrapped, dtype=np.int64)
    assert (reduced_costs(arcs, cost, potential) >= 0).all()
    assert not check(arcs, (cost,), [potential], np.zeros(3, dtype=np.int64))


def accepts_a_ring(flow: int, upper: int, multiplier: int, *, cost: int = -1) -> bool:
    """Two arcs around two nodes, the first at a cost, under a row that allows so much of it."""
    stage = Stage(np.array([cost, 0]), np.array([0, 0]), np.array([multiplier]), 1)
    row = csr_array(np.array([[1, 0]]))
    ring, capacity = (np.array([0, 1]), np.array([1, 0])), np.array([5, 5])
    return is_optimal(2, *ring, capacity, row, np.array([upper]), [stage], np.array([flow, flow]))


def test_a_row_is_kept_and_priced_only_where_it_is_reached() -> None:
    assert accepts_a_ring(2, 2, 1)
    assert not accepts_a_ring(3, 2, 1), "a row exceeded by one"
    assert not accepts_a_ring(2, 3, 1), "a price for a row that leaves room"
    assert not accepts_a_ring(2, 2, -1, cost=1), "a price below nothing"


@pytest.mark.parametrize(
    ("cost", "scale", "fits"),
    [
        (2**40, 2**21, True),
        (2**40, 2**21 + 1, False),
        (-(2**40), 2**21 + 1, False),
        (0, 0, False),
        (0, LARGEST, True),
        (0, LARGEST + 1, False),
    ],
)
def test_sums_that_could_wrap_around_prove_nothing(cost: int, scale: int, fits: bool) -> None:
    """Nothing can flow here, so that only the size of the figures decides."""
    nothing = np.zeros(2, dtype=np.int64)
    stage = Stage(np.array([cost, 0]), nothing, np.empty(0, dtype=np.int64), scale)
    no_rows = csr_array((0, 2), dtype=np.int64), np.empty(0, dtype=np.int64)
    ring = np.array([0, 1]), np.array([1, 0])
    assert is_optimal(2, *ring, nothing, *no_rows, [stage], nothing) is fits


@pytest.mark.parametrize(
    ("coefficient", "multiplier", "potential", "fits"),
    [
        (2**21, 2**40, 0, True),
        (2**21 + 1, 2**40, 0, False),
        (1, LARGEST, LARGEST, True),
        (0, LARGEST + 1, 0, False),
        (0, 0, LARGEST + 1, False),
        (0, 0, -LARGEST, True),
        (0, 0, -LARGEST - 1, False),
    ],
)
def test_prices_and_potentials_that_could_wrap_around_prove_nothing(
    coefficient: int, multiplier: int, potential: int, fits: bool
) -> None:
    nothing = np.zeros(2, dtype=np.int64)
    stage = Stage(nothing, np.array([potential, 0]), np.array([multiplier]), 1)
    row = csr_array(np.array([[coefficient, 0]]))
    ring = np.array([0, 1]), np.array([1, 0])
    assert is_optimal(2, *ring, nothing, row, nothing[:1], [stage], nothing) is fits
