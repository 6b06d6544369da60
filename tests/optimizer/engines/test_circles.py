"""People taken off exceeded rows circle by circle, held against every plan there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.engines import circles
from optimizer.engines.circles import keep_rows
from optimizer.engines.circulation import Arcs, reduced_costs
from optimizer.engines.lagrangian import Ascent, Centre
from optimizer.engines.sifting import gains
from tests.optimizer.engines.graphs import arcs_of, rows_of
from tests.optimizer.engines.test_lagrangian import above, first_centre
from tests.optimizer.engines.tight import PEOPLE, Tight, draw_tight

SEEDS = range(300)


def every(arcs: Arcs) -> np.ndarray:
    """All arcs near."""
    return np.ones(len(arcs.tail), dtype=bool)


def one_of(seed: int) -> tuple[Tight, Centre]:
    """A network whose rows count people, and its optimum without them."""
    tight = draw_tight(seed, weighing=PEOPLE)
    return tight, first_centre(tight)


def test_an_optimum_is_the_best_plan_and_its_prices_prove_it() -> None:
    """Whatever is looked at first; where rows are exceeded, it is found more often than not."""
    optima = exceeded = 0
    for seed in SEEDS:
        tight, centre = one_of(seed)
        near = np.random.default_rng(seed).random(len(tight.arcs.tail)) < 0.6
        kept = keep_rows(centre, near)
        assert kept is not None
        is_exceeded = bool((tight.rows.excess(centre.flow) > 0).any())
        exceeded += is_exceeded
        if not kept.is_optimum:
            continue
        optima += is_exceeded
        assert kept.flow.tolist() in [plan.tolist() for plan in tight.are_best(1)], seed
        priced = centre.cost + tight.rows.by_arc @ kept.step
        assert kept.reduced.tolist() == reduced_costs(tight.arcs, priced, kept.potential).tolist()
        assert not gains(tight.arcs, kept.reduced, centre.free, kept.flow).any()
        assert (kept.step >= 0).all() and not (kept.step * tight.rows.excess(kept.flow)).any(), seed
    assert exceeded > 100
    assert optima > exceeded / 2


def test_where_it_is_none_the_prices_still_bound_every_plan() -> None:
    left = 0
    for seed in SEEDS:
        tight, centre = one_of(seed)
        kept = keep_rows(centre, every(tight.arcs))
        assert kept is not None
        if not kept.is_optimum:
            ascent = Ascent(centre, tight.start, every(tight.arcs))
            ascent.move(np.maximum(kept.step, 0))
            best = above(tight, tight.are_best(1)[0], centre.flow)
            assert ascent.centre.bound <= best <= ascent.centre.bound + ascent.gap
            left += 1
    assert left


def test_a_tight_row_with_slack_gets_somebody_back() -> None:
    """An earlier stage fixed the slack at nothing: the price may fall below it."""
    arcs = arcs_of(2, (0, 1, 1), (0, 1, 1), (1, 0, 2))
    rows = rows_of(arcs, ((1, 1, 0), 2))
    centre = Centre(
        arcs=arcs,
        rows=replace(rows, is_tight=np.array([True])),
        scale=1,
        free=every(arcs),
        cost=np.array([3, 0, 0]),
        flow=np.array([0, 1, 1]),
        multipliers=np.zeros(1, dtype=np.int64),
        bound=0,
    )
    kept = keep_rows(centre, every(arcs))
    assert kept is not None and kept.is_optimum
    assert (kept.flow.tolist(), kept.step.tolist()) == ([1, 1, 2], [-3])


def test_rows_that_pass_somebody_on_to_each_other_are_priced_together() -> None:
    """One person, worth five on either way; each way has a row that lets nobody pass."""
    arcs = arcs_of(2, (0, 1, 1), (0, 1, 1), (1, 0, 1))
    rows = rows_of(arcs, ((1, 0, 0), 0), ((0, 1, 0), 0))
    centre = Centre(
        arcs=arcs,
        rows=rows,
        scale=1,
        free=every(arcs),
        cost=np.array([0, 0, -5]),
        flow=np.array([1, 0, 1]),
        multipliers=np.zeros(2, dtype=np.int64),
        bound=0,
    )
    kept = keep_rows(centre, every(arcs))
    assert kept is not None and kept.is_optimum
    assert (kept.flow.tolist(), kept.step.tolist()) == ([0, 0, 0], [5, 5])


def test_money_and_crowds_are_left_to_others() -> None:
    tight, centre = one_of(0)
    in_money = replace(tight.rows, matrix=tight.rows.matrix * 3)
    assert keep_rows(replace(centre, rows=in_money), every(tight.arcs)) is None
    crowd = circles.MOST_EXCEEDED + 1
    arcs = arcs_of(2, (0, 1, crowd), (1, 0, crowd))
    flow, nothing = np.full(2, crowd), np.zeros(2, dtype=np.int64)
    rows = rows_of(arcs, ((1, 0), 0))
    crowded = Centre(arcs, rows, 1, every(arcs), nothing, flow, np.zeros(1, dtype=np.int64), 0)
    assert keep_rows(crowded, every(arcs)) is None
