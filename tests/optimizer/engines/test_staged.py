"""Stages within side rows, held against every plan there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.engines import checker, closing
from optimizer.engines.job import LOT_STAGE, Bound, Found, Message, StageResult
from optimizer.engines.linear import Proposal
from optimizer.engines.stages import COST_LIMIT
from tests.optimizer.engines.graphs import Ints, arcs_of, job_of, results_of, rows_of, told
from tests.optimizer.engines.tight import ANY, PEOPLE, Tight, beside_the_dearest, dearer, draw_tight, odd_knapsack

SEEDS = range(120)


def is_searched(messages: list[Message]) -> bool:
    """Whether some stage had to be closed by more than prices."""
    return any(result.potential is None for result in results_of(messages))


@pytest.mark.parametrize("weighing", [ANY, PEOPLE])
def test_the_plan_is_the_best_of_all_and_its_lot_the_lowest(weighing: tuple[int, ...]) -> None:
    """Told unique if and only if no other plan is as good in every stage and has as low a lot."""
    ways = {"network": 0, "prices": 0, "search": 0}
    for seed in SEEDS:
        tight = draw_tight(seed, weighing=weighing)
        messages = told(tight.job)
        *_, last = results = results_of(messages)
        best = tight.are_best(len(tight.costs))
        lots = tight.job.keys.lots(last.salt, np.ones(len(tight.arcs.tail), dtype=bool))
        lowest = [plan for plan in best if lots @ plan == min(lots @ other for other in best)]
        assert not any(result.gap for result in results)
        assert [result.stage for result in results] == [*range(len(tight.costs)), LOT_STAGE]
        assert last.flow.tolist() in [plan.tolist() for plan in lowest], seed
        moves = {tuple(plan[tight.arcs.first_move :]) for plan in lowest}
        assert last.is_unique is (len(moves) == 1), seed
        way = "search" if is_searched(messages) else "prices" if len(messages) > len(results) else "network"
        ways[way] += 1
    assert ways["network"] > 15 and ways["prices"] > 15 and ways["search"] > (15 if weighing is ANY else 0)


def test_whatever_is_told_on_the_way_keeps_the_rows_and_bounds_every_plan() -> None:
    """A plan found is on the face of the stages before, and each better than the last; a bound bounds that face."""
    seen = {Found: 0, Bound: 0, StageResult: 0}
    for seed in SEEDS:
        tight = draw_tight(seed)
        messages = told(tight.job)
        check_messages(tight, messages)
        for message in messages:
            seen[type(message)] += 1
    assert min(seen.values()) > 60


def check_messages(tight: Tight, messages: list[Message]) -> None:
    """Whether all that is told holds of every plan."""
    stage, lowest = 0, None
    for message in messages:
        is_lot = stage == len(tight.costs)
        face = tight.are_best(stage)
        least = None if is_lot else min(tight.value(plan)[stage] for plan in face)
        value = tight.value(message.flow)
        if isinstance(message, Bound):
            assert message.stage == stage
            assert least is None or value[stage] <= least
            continue
        assert tight.rows.are_kept(message.flow)
        assert value[:stage] == tight.value(face[0])[:stage]
        if least is not None:
            assert lowest is None or value[stage] <= lowest
            lowest = value[stage]
        if isinstance(message, StageResult):
            assert message.gap >= 0
            assert least is None or value[stage] - message.gap <= least
            stage, lowest = stage + 1, None


@pytest.mark.parametrize("is_linear", [False, True])
def test_without_effort_to_search_a_stage_is_told_with_a_gap_that_holds(
    monkeypatch: pytest.MonkeyPatch, is_linear: bool
) -> None:
    """Nor is it told otherwise if the linear program fails, too."""
    monkeypatch.setattr(closing, "CORE_EFFORT", 0.0)
    if not is_linear:
        monkeypatch.setattr(closing, "propose", lambda *_: Proposal(None, None))
        monkeypatch.setattr(closing, "whole_plan", lambda *_: None)
    with_gap = 0
    for tight in (*map(draw_tight, SEEDS), *(odd_knapsack(items, 3) for items in (3, 4, 5))):
        messages = told(tight.job)
        check_messages(tight, messages)
        *before, last = results_of(messages)
        assert not any(result.gap for result in before), "the stages end after one that is not proved"
        with_gap += last.gap > 0
    assert with_gap > 5


@pytest.mark.parametrize(("items", "room"), [(3, 3), (4, 3), (5, 5), (6, 7)])
def test_a_gap_that_no_price_closes_is_closed_by_search_and_later_stages_keep_it(items: int, room: int) -> None:
    """The second stage would rather carry nobody: only the ceiling on the first holds it."""
    tight = odd_knapsack(items, room)
    messages = told(tight.job)
    first, second, third, lot = results_of(messages)
    assert first.potential is None
    assert isinstance(messages[0], Bound)
    assert tight.value(messages[0].flow)[0] < tight.value(first.flow)[0]
    assert not any(result.gap for result in (first, second, third, lot))
    assert tight.value(lot.flow) == min(tight.values)
    assert lot.is_unique is (len(tight.are_best(3)) == 1)
    assert int(lot.flow[:-1].sum()) == room // 2


def test_a_row_that_a_stage_prices_stays_full_in_the_stages_after() -> None:
    """Two ways worth as much, one of them to be taken: the next stage would rather take none, the third the second."""
    arcs = arcs_of(2, (0, 1, 1), (0, 1, 1), (1, 0, 2))
    rows = rows_of(arcs, ((1, 1, 0), 1))
    costs = [np.array(cost) for cost in ([-1, -1, 0], [1, 1, 0], [0, -1, 0])]
    first, *_, last = results_of(told(job_of(arcs, costs, rows)))
    assert first.potential is not None
    assert first.multipliers.tolist() == [first.scale]
    assert last.flow.tolist() == [0, 1, 1]


# What proves a stage.


def claims(tight: Tight, results: list[StageResult]) -> list[checker.Stage]:
    """What the results claim, the lot included."""
    lots = tight.job.keys.lots(results[-1].salt, np.ones(len(tight.arcs.tail), dtype=bool))
    return [
        checker.Stage(cost, result.potential, result.multipliers, result.scale)
        for cost, result in zip((*tight.costs, lots), results, strict=False)
        if result.potential is not None
    ]


def holds(tight: Tight, stages: list[checker.Stage], flow: Ints) -> bool:
    """What the checker says."""
    arcs, rows = tight.arcs, tight.rows
    return checker.is_optimal(arcs.nodes, arcs.tail, arcs.head, arcs.capacity, rows.matrix, rows.upper, stages, flow)


def proved() -> list[tuple[Tight, list[checker.Stage], Ints]]:
    """Tight networks whose stages are all proved by potentials and prices."""
    found = []
    for tight in map(draw_tight, SEEDS):
        results = results_of(told(tight.job))
        if all(result.potential is not None for result in results):
            found.append((tight, claims(tight, results), results[-1].flow))
    return found


def test_the_checker_accepts_the_best_plans_by_every_stage_s_claims_and_no_other() -> None:
    priced = 0
    for tight, stages, _ in proved():
        for number in range(1, len(stages)):
            best = [plan.tolist() for plan in tight.are_best(number)]
            for plan in tight.plans:
                assert holds(tight, stages[:number], plan) is (plan.tolist() in best)
            priced += bool(stages[number - 1].multipliers.any())
    assert priced > 15


def test_prices_that_break_slackness_are_rejected() -> None:
    """A price below nothing; a price on a row with room; a price changed where a tight arc can go either way."""
    tried = [0, 0, 0]
    for tight, (*stages, _), flow in proved():
        excess = tight.rows.excess(flow)
        for number, stage in enumerate(stages):
            is_unpriced = ~np.array([other.multipliers != 0 for other in stages[: number + 1]]).any(axis=0)
            for row in np.flatnonzero(is_unpriced).tolist():
                assert not holds(tight, [*stages[:number], shifted(stage, row, -1)], flow)
                tried[0] += 1
                if excess[row] < 0:
                    assert not holds(tight, [*stages[:number], shifted(stage, row, 1)], flow)
                    tried[1] += 1
            for row in rows_of_either_way(tight, stages[: number + 1], flow):
                for step in (1, -1):
                    assert not holds(tight, [*stages[:number], shifted(stage, row, step)], flow)
                    tried[2] += 1
    assert min(tried) > 20


def shifted(stage: checker.Stage, row: int, step: int) -> checker.Stage:
    multipliers = stage.multipliers.copy()
    multipliers[row] += step
    return replace(stage, multipliers=multipliers)


def rows_of_either_way(tight: Tight, stages: list[checker.Stage], flow: Ints) -> list[int]:
    """Rows that count an arc between none and full whose reduced costs are all zero."""
    arcs, rows = tight.arcs, tight.rows
    either = (flow > 0) & (flow < arcs.capacity)
    for stage in stages:
        cost = stage.cost * stage.scale + rows.by_arc @ stage.multipliers
        either &= cost + stage.potential[arcs.tail] - stage.potential[arcs.head] == 0
    return np.flatnonzero((abs(rows.matrix[:, either]) > 0).sum(axis=1)).tolist()


# Costs as large as the solver takes them.


@pytest.mark.parametrize("share", [1, 8, 64, 10**6])
def test_costs_at_the_edge_of_the_range_never_wrap_around(share: int) -> None:
    """Proved where it is told so, else a plan with a gap that holds; the checker reads every proof that is given."""
    proofs = 0
    for seed in range(16):
        tight = draw_tight(seed, most_stages=2)
        dearest = max(int(np.abs(cost).max()) for cost in tight.costs)
        tight = dearer(tight, COST_LIMIT // (tight.arcs.nodes + 1) // share // max(dearest, 1))
        messages = told(tight.job)
        check_messages(tight, messages)
        results = results_of(messages)
        if results[-1].stage == LOT_STAGE and all(result.potential is not None for result in results):
            *stages, _ = claims(tight, results)
            assert holds(tight, stages, results[-1].flow)
            proofs += 1
        if not any(result.gap for result in results):
            assert tight.value(results[-1].flow) == min(tight.values)
    assert proofs > 5


@pytest.mark.parametrize("worth", [-1, 1])
@pytest.mark.parametrize("room", [1, 2, 3])
def test_small_costs_beside_the_largest_are_told_to_the_unit(worth: int, room: int) -> None:
    """Fine prices for a small gap would take the large costs beside it out of 64 bits."""
    tight = beside_the_dearest(worth * (COST_LIMIT // 5), room)
    results = results_of(told(tight.job))
    assert not any(result.gap for result in results)
    assert tight.value(results[-1].flow) == min(tight.values)
    if results[0].potential is not None:
        assert holds(tight, claims(tight, results[:1]), results[0].flow)
