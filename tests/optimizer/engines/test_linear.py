"""What the linear program proposes: prices a search may try, and plans that are plans."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from optimizer.engines import linear
from optimizer.engines.circulation import Arcs
from optimizer.engines.lagrangian import Ascent, Centre
from optimizer.engines.linear import Proposal, propose, whole_plan
from tests.optimizer.engines.test_lagrangian import above, first_centre, walks
from tests.optimizer.engines.tight import draw_tight, odd_knapsack

SEEDS = range(80)


def every(arcs: Arcs) -> np.ndarray:
    """All arcs seen."""
    return np.ones(len(arcs.tail), dtype=bool)


def test_prices_among_all_arcs_raise_the_bound_as_far_as_prices_can() -> None:
    """A program that sees everything and comes out whole leaves no gap."""
    whole = 0
    for seed in SEEDS:
        tight = draw_tight(seed)
        first = first_centre(tight)
        ascent = Ascent(first, tight.start, every(tight.arcs))
        ascent.refine(60)
        proposal = propose(ascent.centre, ascent.seen)
        assert proposal.step is not None
        if proposal.plan is not None:
            ascent.offer(proposal.plan)
            ascent.move(proposal.step)
            best = above(tight, tight.are_best(1)[0], first.flow)
            assert ascent.centre.bound + ascent.gap == 60 * best, seed
            assert ascent.is_proved, seed
            whole += 1
    assert whole > len(SEEDS) / 2


def test_plans_keep_the_rows_wherever_the_search_is() -> None:
    parts = found = 0
    for number, (tight, centre, _) in enumerate(walks()):
        seen = np.random.default_rng(number).random(len(tight.arcs.tail)) < 0.8
        for plan in (propose(centre, seen).plan, whole_plan(centre, seen)):
            if plan is not None:
                assert tight.arcs.conserves(plan)
                assert tight.rows.are_kept(plan)
                assert not ((plan != centre.flow) & ~(seen & centre.free)).any()
                found += 1
        parts += not seen.all()
    assert min(parts, found) > 100


def test_a_program_of_whole_people_finds_the_best_plan_among_what_is_seen() -> None:
    for seed in SEEDS:
        tight = draw_tight(seed)
        centre = first_centre(tight)
        plan = whole_plan(centre, every(tight.arcs))
        assert plan is not None
        assert centre.gap(plan) == min(centre.gap(other) for other in tight.plans), seed


def test_half_a_person_is_no_plan() -> None:
    tight = odd_knapsack(5, 3)
    centre = first_centre(tight)
    proposal = propose(centre, every(tight.arcs))
    assert proposal.plan is None
    assert proposal.step is not None and proposal.step.any()
    assert whole_plan(centre, every(tight.arcs)) is not None


def test_multipliers_never_fall_below_what_they_may() -> None:
    for _, centre, _ in walks():
        step = propose(centre, every(centre.arcs)).step
        assert step is not None
        assert (centre.multipliers + step >= centre.rows.least()).all()


@pytest.mark.parametrize("price", [np.nan, np.inf, -1e300])
def test_prices_that_are_no_numbers_are_not_proposed(monkeypatch: pytest.MonkeyPatch, price: float) -> None:
    centre = first_centre(draw_tight(1))
    solve = linear.linprog

    def broken(*given: object, **options: object) -> SimpleNamespace:
        marginals = np.full(10_000, price)
        return SimpleNamespace(x=solve(*given, **options).x, eqlin=SimpleNamespace(marginals=marginals))

    monkeypatch.setattr(linear, "linprog", broken)
    assert propose(centre, every(centre.arcs)).step is None


def test_a_program_that_fails_proposes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    centre: Centre = first_centre(draw_tight(1))
    monkeypatch.setattr(linear, "linprog", lambda *_, **__: SimpleNamespace(x=None))
    monkeypatch.setattr(linear, "milp", lambda *_, **__: SimpleNamespace(x=None))
    assert propose(centre, every(centre.arcs)) == Proposal(None, None)
    assert whole_plan(centre, every(centre.arcs)) is None
