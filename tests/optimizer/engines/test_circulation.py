from __future__ import annotations

import numpy as np
import pytest

from optimizer.engines.circulation import SolverError, potentials, reduced_costs, solve
from tests.optimizer.engines.graphs import arcs_of, best_of, circulations, draw_arcs, draw_costs, solve_in_stages

SEEDS = range(60)


@pytest.mark.parametrize("stages", [1, 2, 3])
def test_stages_reach_the_cheapest_of_all_circulations(stages: int) -> None:
    moving = 0
    for seed in SEEDS:
        arcs = draw_arcs(seed)
        costs = draw_costs(seed, stages, len(arcs.tail))
        flow, _, _ = solve_in_stages(arcs, costs)
        every = circulations(arcs)
        best = every[best_of(every, costs)]
        assert (best == flow).all(axis=1).any(), seed
        moving += bool(flow.any())
    assert moving > 20


def test_the_flow_on_arcs_that_are_not_free_is_kept() -> None:
    arcs = arcs_of(2, (0, 1, 3), (1, 0, 3), (1, 0, 3))
    cost, kept = np.array([0, 5, 1]), np.array([2, 2, 0])
    assert solve(arcs, cost, np.array([True, False, True]), kept).tolist() == [2, 2, 0]
    assert solve(arcs, cost, np.array([False, True, True]), kept).tolist() == [2, 0, 2]


def test_a_flow_that_cannot_be_kept_is_an_error() -> None:
    arcs = arcs_of(2, (0, 1, 3), (1, 0, 1))
    with pytest.raises(SolverError, match="INFEASIBLE"):
        solve(arcs, np.zeros(2, dtype=np.int64), np.array([False, True]), np.array([2, 0]))


def test_costs_out_of_the_solver_s_range_are_an_error() -> None:
    arcs = arcs_of(2, (0, 1, 3), (1, 0, 1))
    with pytest.raises(SolverError, match="BAD_COST_RANGE"):
        solve(arcs, np.full(2, 2**62), np.ones(2, dtype=bool), np.zeros(2, dtype=np.int64))


def test_potentials_leave_no_residual_arc_below_zero() -> None:
    for seed in SEEDS:
        arcs = draw_arcs(seed)
        (cost,) = draw_costs(seed, 1, len(arcs.tail))
        free = np.ones(len(arcs.tail), dtype=bool)
        flow = solve(arcs, cost, free, np.zeros_like(cost))
        reduced = reduced_costs(arcs, cost, potentials(arcs, cost, free, flow))
        assert (reduced[flow < arcs.capacity] >= 0).all()
        assert (reduced[flow > 0] <= 0).all()


def test_a_flow_that_is_not_cheapest_has_no_potentials() -> None:
    found = 0
    for seed in SEEDS:
        arcs = draw_arcs(seed)
        (cost,) = draw_costs(seed, 1, len(arcs.tail))
        every, free = circulations(arcs), np.ones(len(arcs.tail), dtype=bool)
        for flow in every[~best_of(every, (cost,))][:5]:
            with pytest.raises(SolverError, match="NEGATIVE_CYCLE"):
                potentials(arcs, cost, free, flow)
            found += 1
    assert found > 50
