"""Flow, CP-SAT and brute force agree on the whole objective vector of 500 tiny provinces.

The brute force (:mod:`tests.optimizer.judge`) counts, decides who may go where and measures
by a reading of its own, so that an error of the rules shows as well as one of an engine.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from optimizer import plan
from optimizer.domain import TABLES, Dataset
from optimizer.engines import Solution, solve_cp_sat, solve_flow
from optimizer.facts import Facts, facts_of
from optimizer.plan import Plan, Status
from optimizer.planning import Engine, plan_of
from optimizer.policy import Policy
from optimizer.problem import compile_problem
from optimizer.verify import verify
from tests.optimizer.judge import solve, tiny
from tests.optimizer.judge.people_instances import with_people
from tests.optimizer.judge.tier_instances import (
    drawn_base,
    with_allowances,
    with_budget,
    with_profile,
    with_ranks,
    with_terms,
)

CHUNK = 25
CHUNKS = [range(first, first + CHUNK) for first in range(0, 500, CHUNK)]


def label(seeds: range) -> str:
    return f"seeds {seeds.start}-{seeds.stop - 1}"


ENGINES: dict[Engine, Callable[..., Solution]] = {"flow": solve_flow, "cp-sat": solve_cp_sat}


def disagreements(
    dataset: Dataset, policy: Policy, base: Plan | None, time_limit_seconds: float | None = None
) -> dict[str, list[object]]:
    """What keeps the engines' plans from being proved optimal, of the judge's best vector, lawful, worth what they say.

    All engines solve the same Problem, compiled once; each plan is verified from the facts.
    """
    moves = None if base is None else base.moves
    best = solve(dataset, policy, base=moves).values
    facts = facts_of(dataset, policy, moves)
    problem = compile_problem(facts)
    found = {}
    for engine, solve_with in ENGINES.items():
        deadline = None if time_limit_seconds is None else time.monotonic() + time_limit_seconds
        found[engine] = faults(plan_of(problem, solve_with(problem, deadline=deadline), engine), facts, best)
    return found


def faults(proposal: Plan, facts: Facts, best: dict[str, int]) -> list[object]:
    """Empty if a plan is what it should be."""
    verification = verify(proposal, facts)
    found: list[object] = [*verification.violations]
    if proposal.termination.status is not Status.OPTIMAL or not proposal.has_proof:
        found.append(proposal.termination)
    measured = [("engine", proposal.values), ("verify", {tier.tier: tier.value for tier in verification.objective})]
    found += [(who, values, best) for who, values in measured if list(values.items()) != list(best.items())]
    if "cost" in best and sum(move.cost_vnd for move in proposal.moves) != best["cost"]:
        found.append(("cost", best["cost"]))
    return found


def drawn(seed: int) -> tuple[Dataset, Policy, Plan | None]:
    """A tiny province under drawn terms, ranks and tiers, every other time with a plan to compare with."""
    dataset, policy = tiny(seed)
    dataset, policy = with_terms(with_people(dataset, policy, seed), policy, seed)
    dataset, policy = with_ranks(dataset, policy, seed)
    policy = with_profile(with_allowances(policy, seed), seed)
    return dataset, policy, drawn_base(dataset, policy, seed) if seed % 2 else None


def shuffled(dataset: Dataset, seed: int) -> Dataset:
    """The same rows in another order, in every table."""
    draw = random.Random(seed)
    tables = {name: dataset.rows(name) for name in TABLES}
    return Dataset.of(**{name: draw.sample(rows, len(rows)) for name, rows in tables.items()})


@pytest.mark.slow
@pytest.mark.parametrize("seeds", CHUNKS, ids=label)
def test_engines_find_what_brute_force_finds_under_any_order_of_tiers(seeds: range) -> None:
    for seed in seeds:
        assert disagreements(*drawn(seed)) == {"flow": [], "cp-sat": []}, f"seed {seed}"


@pytest.mark.slow
@pytest.mark.parametrize("seeds", CHUNKS[:2], ids=label)
def test_row_order_changes_no_move(seeds: range) -> None:
    for seed in seeds:
        dataset, policy = tiny(seed)
        moves = plan(dataset, policy, engine="flow").moves
        assert plan(shuffled(dataset, seed), policy, engine="flow").moves == moves, f"seed {seed}"


@pytest.mark.slow
@pytest.mark.parametrize("seeds", CHUNKS[:3], ids=label)
def test_engines_find_what_brute_force_finds_within_a_budget(seeds: range) -> None:
    for seed in seeds:
        dataset, policy, base = drawn(seed)
        policy = with_budget(dataset, policy, seed)
        found = disagreements(dataset, policy, base, time_limit_seconds=30)
        assert found == {"flow": [], "cp-sat": []}, f"seed {seed}"
