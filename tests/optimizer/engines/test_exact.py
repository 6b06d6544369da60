"""The core against every plan: its optimum, its bound, and whether the moves are the only ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from ortools.sat.python import cp_model

from optimizer.engines import exact
from optimizer.engines.circulation import SolverError
from optimizer.engines.exact import is_only, solve_core
from optimizer.engines.rows import Face
from tests.optimizer.engines.graphs import Ints, circulations
from tests.optimizer.engines.test_lagrangian import first_centre, walks
from tests.optimizer.engines.tight import Tight, draw_tight, odd_knapsack

SEEDS = range(60)


def within(tight: Tight, free: np.ndarray, flow: Ints) -> Ints:
    """All plans that differ from a flow on free arcs only."""
    return tight.plans[[not ((plan != flow) & ~free).any() for plan in tight.plans]]


def test_the_core_finds_the_plan_nearest_to_the_bound() -> None:
    parts = 0
    for number, (tight, centre, _) in enumerate(walks()):
        free = np.random.default_rng(number).random(len(tight.arcs.tail)) < (0.6 if number % 2 else 1.1)
        # Loops carry what they must in every plan that is told here.
        free[: tight.arcs.first_move] = True
        plans = within(tight, free, centre.flow)
        if number % 3 or not len(plans):
            continue
        gaps = [centre.gap(plan) for plan in plans]
        core = solve_core(replace(centre, free=free, cost=np.where(free, centre.cost, 0)), plans[-1], 10)
        assert tight.rows.are_kept(core.flow)
        assert centre.gap(core.flow) == core.least_gap == min(gaps)
        parts += not free.all()
    assert parts > 10


def test_plans_are_told_apart_by_one_unit_where_floats_are_not() -> None:
    """Costs beyond 2**53 that differ by ones, from the second best plan on: a search in floats ends there."""
    for seed in range(90, 150):
        tight = draw_tight(seed)
        fine = np.random.default_rng(seed).integers(-3, 4, size=len(tight.arcs.tail))
        cost = tight.costs[0] * 2**52 + np.where(tight.arcs.is_move, fine, 0)
        centre = first_centre(replace(tight, costs=(cost,)))
        plans = sorted(tight.plans, key=centre.gap)
        core = solve_core(centre, plans[:2][-1], 10)
        assert core.least_gap == centre.gap(core.flow) == centre.gap(plans[0]), seed


def test_a_search_that_ends_early_bounds_what_it_did_not_see(monkeypatch: pytest.MonkeyPatch) -> None:
    """After its first plan here: what it proved until then holds, and is often more than nothing."""

    def hasty(effort: float) -> cp_model.CpSolver:
        solver = patient(effort)
        solver.parameters.stop_after_first_solution = True
        return solver

    patient = exact._solver
    monkeypatch.setattr(exact, "_solver", hasty)
    early = told = 0
    for tight, centre, _ in walks():
        least = min(centre.gap(plan) for plan in tight.plans)
        core = solve_core(centre, tight.plans[-1], 10)
        assert 0 <= core.least_gap <= least <= centre.gap(core.flow)
        if core.least_gap < centre.gap(core.flow):
            early += 1
            told += core.least_gap > 0
    assert early > 10
    assert told > 2 * early / 3


def test_without_effort_the_known_plan_is_what_there_is() -> None:
    for number, (tight, centre, _) in enumerate(walks()):
        plan = tight.plans[number % len(tight.plans)]
        core = solve_core(centre, plan, 0)
        assert core.flow.tolist() == plan.tolist()
        assert core.least_gap == 0


def test_figures_beyond_the_solver_s_range_are_not_searched() -> None:
    """A coefficient or a price so large that sums would leave 64 bits: the known plan, nothing proved, no error."""
    tight, centre, _ = next(walks())
    plan = tight.start
    dear = replace(centre, cost=np.full_like(centre.cost, 2**61))
    assert solve_core(dear, plan, 10).flow.tolist() == plan.tolist()
    assert solve_core(dear, plan, 10).least_gap == 0
    steep = centre.rows.with_ceiling(np.full(len(plan), 2**60), 2**60)
    prices = np.zeros(len(steep), dtype=np.int64)
    wide = replace(centre, rows=steep, multipliers=prices)
    assert solve_core(wide, plan, 10).flow.tolist() == plan.tolist()
    assert not is_only(tight.arcs, Face(centre.free, steep, plan), tight.arcs.is_move, 10)


def test_a_core_without_any_plan_is_an_error() -> None:
    """The known plan keeps the rows, or the search has lost it: a defect, never called impossible."""
    tight = odd_knapsack(3, 3)
    _, centre, _ = next(walks())
    rows = replace(tight.rows, upper=np.array([-1]))
    centre = replace(
        centre,
        arcs=tight.arcs,
        rows=rows,
        free=np.ones(4, dtype=bool),
        cost=tight.costs[0],
        flow=tight.start,
        multipliers=np.array([0]),
    )
    with pytest.raises(SolverError, match="INFEASIBLE"):
        solve_core(centre, tight.start, 10)


def test_moves_are_the_only_ones_if_no_other_plan_of_the_face_makes_others() -> None:
    seen = {True: 0, False: 0}
    for seed in SEEDS:
        tight, draw = draw_tight(seed), np.random.default_rng(seed)
        free = draw.random(len(tight.arcs.tail)) < 0.7
        is_move = draw.random(len(tight.arcs.tail)) < 0.5
        flow = tight.plans[draw.integers(len(tight.plans))]
        # Loops may carry more than they must, as long as nothing prices them.
        every = circulations(tight.arcs)
        kept = every[[tight.rows.are_kept(other) and not ((other != flow) & ~free).any() for other in every]]
        agree = len(np.unique(kept[:, is_move], axis=0)) == 1
        assert is_only(tight.arcs, Face(free, tight.rows, flow), is_move, 10) is agree, seed
        seen[agree] += 1
    assert min(seen.values()) > 10


def test_without_time_nothing_is_called_the_only_way() -> None:
    tight = odd_knapsack(5, 3)
    face = Face(np.ones(len(tight.arcs.tail), dtype=bool), tight.rows, tight.start)
    assert not is_only(tight.arcs, face, tight.arcs.is_move, 0)
