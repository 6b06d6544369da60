"""The optimum found among few arcs is the optimum among all, and its potentials prove it on all."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.engines import sifting
from optimizer.engines.checker import LARGEST
from optimizer.engines.circulation import Arcs, SolverError, reduced_costs, solve
from optimizer.engines.sifting import optimum
from optimizer.engines.stages import COST_LIMIT
from tests.optimizer.engines.graphs import Ints

SEEDS = range(60)


@pytest.fixture(autouse=True)
def sift_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few the arcs are."""
    monkeypatch.setattr(sifting, "FEW", 0)
    monkeypatch.setattr(sifting, "CHEAPEST", 1)


def assignment(draw: np.random.Generator, people: int, posts: int, dearest: int) -> tuple[Arcs, Ints]:
    """People of one or two heads, posts of one to three seats, every pair a move; whoever moves is worth something."""
    person, post = np.arange(people) + 1, np.arange(posts) + people + 1
    tail = np.concatenate([np.zeros(people), post, np.repeat(person, posts)]).astype(np.intp)
    head = np.concatenate([person, np.zeros(posts), np.tile(post, people)]).astype(np.intp)
    heads, seats = draw.integers(1, 3, size=people), draw.integers(1, 4, size=posts)
    capacity = np.concatenate([heads, seats, np.ones(people * posts, dtype=np.int64)])
    cost = draw.integers(-dearest, dearest + 1, size=len(tail))
    return Arcs(1 + people + posts, tail, head, capacity, first_move=people + posts), cost


def faults(arcs: Arcs, cost: Ints, free: np.ndarray, start: Ints, likely: np.ndarray | None = None) -> list[str]:
    """What is wrong with the flow found: dearer than the solver's own, not as fixed as asked, or unproved somewhere."""
    best = optimum(arcs, cost, free, start, likely)
    flow, potential = best.flow, best.potential
    reduced = reduced_costs(arcs, cost, potential)
    checks = {
        "dearer": int(cost @ flow) == int(cost @ solve(arcs, cost, free, start)),
        "not conserved": arcs.conserves(flow),
        "moved where fixed": bool((flow[~free] == start[~free]).all()),
        "could grow": bool((reduced[free & (flow < arcs.capacity)] >= 0).all()),
        "could shrink": bool((reduced[free & (flow > 0)] <= 0).all()),
    }
    return [fault for fault, is_right in checks.items() if not is_right]


@pytest.mark.parametrize("many", [0, 20, 10**6])
@pytest.mark.parametrize("dearest", [1, 50, 10**12])
def test_nothing_is_lost_by_looking_at_few_arcs(monkeypatch: pytest.MonkeyPatch, many: int, dearest: int) -> None:
    monkeypatch.setattr(sifting, "MANY", many)
    for seed in SEEDS:
        draw = np.random.default_rng(seed)
        arcs, cost = assignment(draw, int(draw.integers(1, 30)), int(draw.integers(1, 12)), dearest)
        every, nobody = np.ones(len(cost), dtype=bool), np.zeros(len(cost), dtype=np.int64)
        assert faults(arcs, cost, every, nobody) == []
        # From there, with other prices and some arcs held.
        moved = solve(arcs, cost, every, nobody)
        other = cost + draw.integers(-dearest, dearest + 1, size=len(cost))
        assert faults(arcs, other, draw.random(len(cost)) < 0.7, moved) == []
        assert faults(arcs, other, every, moved, likely=draw.random(len(cost)) < 0.2) == []


def test_most_arcs_are_never_handed_to_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []

    def watched(arcs: Arcs, cost: Ints, free: np.ndarray, flow: Ints) -> Ints:
        sizes.append(int(free.sum()))
        return solve(arcs, cost, free, flow)

    monkeypatch.setattr(sifting, "solve", watched)
    arcs, cost = assignment(np.random.default_rng(1), 300, 60, 1000)
    optimum(arcs, cost, np.ones(len(cost), dtype=bool), np.zeros(len(cost), dtype=np.int64))
    assert max(sizes) < len(cost) / 4


def test_costs_at_the_end_of_the_solver_s_range_stay_within_it() -> None:
    """Reduced costs may be larger than costs: where they would leave the range, the costs themselves are used."""
    for seed in SEEDS[:20]:
        draw = np.random.default_rng(seed)
        arcs, cost = assignment(draw, 12, 8, 3)
        dear = cost * (COST_LIMIT // (arcs.nodes + 1) // 3 - 1)
        assert faults(arcs, dear, np.ones(len(cost), dtype=bool), np.zeros(len(cost), dtype=np.int64)) == []


def test_potentials_beyond_what_the_checker_reads_are_an_error() -> None:
    arcs = Arcs(3, np.array([0, 1, 2]), np.array([1, 2, 0]), np.ones(3, dtype=np.int64), first_move=1)
    cost = np.array([-LARGEST // 2, -LARGEST // 2, -LARGEST // 2])
    with pytest.raises(SolverError):
        optimum(arcs, cost, np.ones(3, dtype=bool), np.zeros(3, dtype=np.int64))
