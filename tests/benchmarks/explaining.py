"""``python -m tests.benchmarks.explaining [FAMILY SIZE SEED]``: what explanations cost, in raw flow calls.

CPU seconds of this process and its workers, so that other work on the machine counts little. A raw call is one
solve of the first stage's network by the flow solver, from nothing; its median over five is the unit.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median
from typing import TypeVar

import numpy as np
import psutil

import optimizer
from optimizer.engines.circulation import solve
from optimizer.explain import (
    Budget,
    Standing,
    explain_moves,
    explain_vacancies,
    fairness_of,
    ranked,
    relaxations,
    residual_need,
    standing_of,
    why_not,
)
from optimizer.facts import facts_of
from tests.benchmarks.families import Instance

Result = TypeVar("Result")

QUESTIONS = 5
"""Single questions of every kind asked; the median is told."""

ALL_AT_MOST, ONE_AT_MOST = 60, 3
"""Raw calls that all moves and vacant seats, and one question, may take."""


def main(arguments: list[str]) -> None:
    """Measure and print; the exit code says whether the goals are met."""
    family, size, seed = arguments or ["room", "4k", "1"]
    dataset, policy = Instance(family, size, int(seed)).tables()
    proposal = optimizer.plan(dataset, policy)
    at = standing_of(proposal, facts_of(dataset, policy))
    arcs, every = at.arcs, np.ones(len(at.flow), dtype=bool)
    nobody = np.zeros(len(at.flow), dtype=np.int64)
    raw = median(cpu(lambda: solve(arcs, at.layout.stage_costs[0], every, nobody))[0] for _ in range(5))
    print(
        f"{family} {size} {seed}: {len(proposal.moves)} moves, {len(at.vacancies)} vacant posts; raw call {raw:.3f} s"
    )
    all_moves, _ = cpu(lambda: explain_moves(at, proposal.moves, Budget(0)))
    seats, _ = cpu(lambda: relaxations(at, explain_vacancies(at, at.vacancies)))
    one = max(_questions(at).items(), key=lambda item: item[1])
    whole = {
        "all moves": all_moves,
        "all vacant seats": seats,
        "residual need": cpu(lambda: residual_need(at))[0],
        "fairness": cpu(lambda: fairness_of(proposal, at.facts))[0],
        f"one question ({one[0]})": one[1],
    }
    for name, seconds in whole.items():
        print(f"  {name}: {seconds / raw:.1f} raw calls")
    calls = (all_moves + seats) / raw
    print(f"moves and seats: {calls:.1f} raw calls (at most {ALL_AT_MOST}); one: {one[1] / raw:.1f} ({ONE_AT_MOST})")
    raise SystemExit(int(calls > ALL_AT_MOST or one[1] / raw > ONE_AT_MOST))


def _questions(at: Standing) -> dict[str, float]:
    """Median seconds of one question of each kind; what is computed once for a standing is not in them."""
    pairs, moves = at.problem.pairs, at.plan.moves
    rows = np.random.default_rng(1).choice(len(pairs), QUESTIONS, replace=False)
    people, posts = (pairs.taken(rows).of_employee("id").tolist(), pairs.taken(rows).of_post("code").tolist())
    asked: dict[str, list[Callable[[], object]]] = {
        "why this move": [lambda move=move: explain_moves(at, [move], Budget(0)) for move in moves[:QUESTIONS]],
        "why not": [
            lambda one=one, post=post: why_not(at, one, post, Budget(0))
            for one, post in zip(people, posts, strict=True)
        ],
        "who could": [lambda post=post: ranked(at, post, 10) for post in posts],
        "why vacant": [lambda seat=seat: explain_vacancies(at, [seat]) for seat in at.vacancies[:QUESTIONS]],
    }
    return {name: median(cpu(question)[0] for question in questions) for name, questions in asked.items() if questions}


def cpu(work: Callable[[], Result]) -> tuple[float, Result]:
    """CPU seconds of some work in this process and its workers, and its result."""
    before = _cpu_seconds()
    result = work()
    return _cpu_seconds() - before, result


def _cpu_seconds() -> float:
    times = [child.cpu_times() for child in psutil.Process().children(recursive=True)]
    return time.process_time() + sum(one.user + one.system for one in times)


if __name__ == "__main__":
    main(sys.argv[1:])
