"""``python -m tests.benchmarks.scenarios [SIZE] [SEED]``: a what-if on a loaded province.

The goals are those of the engine's what-if, in raw min-cost-flow calls. Such a call knows no side
rows, compiles nothing, proves nothing and writes no plan down; here all of that is in the time.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from statistics import median
from typing import Any

import optimizer
from optimizer.domain import Dataset
from optimizer.edits import Scenario
from optimizer.plan import Plan
from optimizer.policy import Policy
from tests.benchmarks.compiled import compiled, upper_tiers
from tests.benchmarks.families import Instance, with_tiers
from tests.benchmarks.peers import PEERS
from tests.benchmarks.pipeline import start_worker
from tests.benchmarks.schedule import LIMIT_SECONDS

GOALS: Mapping[str, float] = {"one solve": 2.0, "staged": 3.0}
"""Raw calls that a what-if may take: with as many of the upper tiers as fit one solve, and with all tiers."""

REPEATS = 3
STEPS = ("apply", "plan", "verify", "whole")


def measure(dataset: Dataset, policy: Policy) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Every what-if with its median seconds, by step; raises ValueError if a plan is not clean."""
    before = optimizer.plan(dataset, policy)
    for name, scenario in what_ifs(before).items():
        runs = [_seconds(scenario, dataset, policy) for _ in range(REPEATS)]
        yield name, {step: median(run[step] for run in runs) for step in STEPS}


def what_ifs(plan: Plan) -> Mapping[str, Scenario]:
    """Single changes that touch what the plan does."""
    move, other = plan.moves[len(plan.moves) // 2], plan.moves[len(plan.moves) // 3]
    changes: Mapping[str, dict[str, Any]] = {
        "ban": {"edits": [{"kind": "ban", "employee": move.employee, "post": move.to_post}]},
        "pin": {"edits": [{"kind": "pin", "employee": move.employee}]},
        "seats": {"edits": [{"kind": "set_seats", "post": other.to_post, "seats": 2}]},
        "distance": {"policy": {"rules": {"max_distance": {"max_km": 80.0}}}},
    }
    return {name: Scenario.model_validate(change) for name, change in changes.items()}


def _seconds(scenario: Scenario, dataset: Dataset, policy: Policy) -> Mapping[str, float]:
    begin = time.perf_counter()
    edited = scenario.apply(dataset, policy)
    applied = time.perf_counter()
    planned = optimizer.plan(edited.dataset, edited.policy)
    made = time.perf_counter()
    is_clean = optimizer.verify(planned.dataset, planned, planned.policy).is_clean
    end = time.perf_counter()
    if not is_clean:
        raise ValueError("the plan has violations")
    return dict(zip(STEPS, (applied - begin, made - applied, end - made, end - begin), strict=True))


def main(size: str = "4k", seed: str = "1") -> None:
    """Measure one province and print it."""
    start_worker()
    dataset, policy = Instance("room", size, int(seed)).tables()
    one_solve = with_tiers(policy, upper_tiers(replace(dataset), policy))
    program = compiled(replace(dataset), one_solve, LIMIT_SECONDS).program()
    raw = PEERS["raw"].solve(program, LIMIT_SECONDS).seconds
    print(f"room {size}, seed {seed}: a raw call takes {raw:.2f} s")
    for (tiers, goal), chosen in zip(GOALS.items(), (one_solve, policy), strict=True):
        for name, seconds in measure(dataset, chosen):
            steps = ", ".join(f"{step} {seconds[step]:.2f}" for step in STEPS)
            print(f"{tiers}, {name}: {steps} s; {seconds['whole'] / raw:.1f} raw calls (goal {goal:g})")


if __name__ == "__main__":
    main(*sys.argv[1:])
