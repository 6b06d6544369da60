"""A Problem laid out for the stages: side rows over arcs mean what they mean over pairs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.engines.layout import Layout, lay_out
from optimizer.problem.side_rows import SideRows
from tests.optimizer.problem.choices import Ints, draw_wild, tight_problem

SEEDS = range(30)


def with_loops(layout: Layout, choice: Ints) -> Ints:
    """Arcs that carry a choice and, in the loops, what exceeds the priced rows; the others do not matter here."""
    side, flow = layout.nesting.side_rows, layout.start.copy()
    flow[layout.network.between :] = choice
    priced = np.flatnonzero(side.tier >= 0)
    loops = np.arange(layout.network.between - len(priced), layout.network.between)
    flow[loops] = np.maximum(side.excess(choice)[priced], 0)
    return flow


def test_rows_in_lowest_terms_are_kept_by_the_same_choices() -> None:
    """Coefficients of a row have no common divisor left; what is priced counts by ones, and fits its loop."""
    seen, reduced = {True: 0, False: 0}, 0
    for seed in SEEDS:
        problem = tight_problem(seed)
        layout = lay_out(problem)
        side, rows = layout.nesting.side_rows, layout.rows
        assert len(rows) == len(side)
        for row in range(len(rows)):
            members = rows.matrix.data[rows.matrix.indptr[row] : rows.matrix.indptr[row + 1]]
            assert not len(members) or np.gcd.reduce(members) == 1
            before = side.coefficient[side.row == row]
            reduced += bool(len(before)) and np.abs(before).max() > np.abs(members).max()
        for number in range(6):
            choice = draw_wild(problem, 10 * seed + number)
            flow = with_loops(layout, choice)
            assert rows.are_kept(flow) is side.are_kept(choice), seed
            assert (flow <= layout.network.capacity).all()
            seen[side.are_kept(choice)] += 1
    assert min(seen.values()) > 20
    assert reduced > 5


def test_a_bound_between_two_multiples_is_rounded_down() -> None:
    """Six per person: of a bound of 17 two people are left, and of one below nothing as many as it takes."""
    layout = lay_out(tight_problem(7))
    for upper, people in ((17, 2), (18, 3), (5, 0), (0, 0), (-1, -1), (-6, -1), (-7, -2)):
        row, pair = np.zeros(1, dtype=np.intp), np.zeros(1, dtype=np.intp)
        side = SideRows(("budget",), ("",), row, pair, np.array([6]), np.array([upper]), np.array([1]), np.array([-1]))
        changed = replace(layout, nesting=replace(layout.nesting, side_rows=side))
        assert changed.rows.upper.tolist() == [people]
        assert changed.rows.matrix.data.tolist() == [1]


def test_nobody_moving_keeps_every_row_and_misses_every_demand() -> None:
    demands = 0
    for seed in SEEDS:
        problem = tight_problem(seed)
        layout = lay_out(problem)
        nobody = np.zeros(len(problem.pairs), dtype=np.int64)
        assert layout.rows.are_kept(layout.start)
        assert layout.start.tolist() == with_loops(layout, nobody).tolist()
        demands += int(layout.start.sum())
    assert demands > 5


def test_what_a_flow_costs_in_a_tier_is_what_its_choice_is_worth_above_nobody_moving() -> None:
    """The network's own optimum too, if it keeps the rows."""
    kept = 0
    for seed in SEEDS:
        problem = tight_problem(seed)
        layout = lay_out(problem)
        answer = layout.solve()
        nobody = problem.values(layout.network.pair_flow(layout.start))
        values = problem.values(layout.network.pair_flow(answer.flow))
        for tier in range(len(problem.tiers)):
            if problem.tiers[tier].terms.is_bottleneck:
                continue
            cost = layout.network.cost(tier, answer.flow - layout.start)
            assert nobody[tier] + cost == values[tier], (seed, problem.tiers[tier].id)
        kept += bool(layout.network.pair_flow(answer.flow).any())
    assert kept > len(SEEDS) / 2
