"""Choices within tiny Problems, drawn at random: good ones and bad ones, never only the best."""

from __future__ import annotations

import random
from functools import cache

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import Facts, facts_of
from optimizer.policy import RuleSetting
from optimizer.problem import Problem, compile_problem
from tests.optimizer.judge import tiny, tiny_with_demands
from tests.optimizer.judge.people_instances import with_people
from tests.optimizer.judge.tier_instances import drawn_base, with_allowances, with_budget, with_profile

Ints = NDArray[np.int64]


@cache
def tiny_facts(seed: int) -> Facts:
    """A tiny province of many kinds of people; every third one counts transfers only as covering departures."""
    dataset, policy = tiny(seed)
    dataset, policy = with_people(dataset, policy, seed), with_allowances(policy, seed)
    if seed % 3 == 0:
        rules = {**policy.rules, "surplus_only": RuleSetting(transfers_only=True)}
        policy = policy.model_copy(update={"rules": rules})
    return facts_of(dataset, policy)


@cache
def tiny_problem(seed: int) -> Problem:
    return compile_problem(tiny_facts(seed))


@cache
def tight_problem(seed: int) -> Problem:
    """A tiny province with demands or within a budget, under a drawn order of tiers, often with a base plan."""
    dataset, policy = tiny_with_demands(seed) if seed % 2 else tiny(seed)
    policy = with_profile(with_allowances(policy, seed), seed)
    base = drawn_base(dataset, policy, seed) if seed % 3 else None
    if seed % 4 != 1:
        policy = with_budget(dataset, policy, seed)
    return compile_problem(facts_of(dataset, policy, base=None if base is None else base.moves))


def activity(problem: Problem, rule: str, flow: Ints) -> Ints:
    """What a choice brings every subject of a limit to."""
    members = problem.limits[rule].members
    total = np.zeros(len(problem.limits[rule].bounds.upper), dtype=np.int64)
    np.add.at(total, members.subject, members.coefficient * flow[members.move])
    return total


def is_within(problem: Problem, flow: Ints) -> bool:
    """Whether a choice keeps every limit; demands may be missed."""
    return all(
        (np.minimum(limit.bounds.lower, 0) <= (total := activity(problem, rule, flow))).all()
        and (total <= limit.bounds.upper).all()
        for rule, limit in problem.limits.items()
    )


def reopens_early(problem: Problem, flow: Ints) -> bool:
    """Whether somebody is said to reopen a post that still has people beyond its seats."""
    pairs = problem.pairs
    left = problem.facts.counts.over_held - activity(problem, "held_post", flow)
    return bool((left[pairs.held[pairs.reopens & (flow > 0)]] > 0).any())


def draw_choice(problem: Problem, seed: int) -> Ints:
    """People put on candidate pairs one after the other, in any order, as long as every limit is kept."""
    draw = random.Random(seed)
    flow = np.zeros(len(problem.pairs), dtype=np.int64)
    rows, upper = as_matrix(problem)
    order = list(range(len(flow))) * 2
    draw.shuffle(order)
    for pair in order[: draw.randint(len(order) // 3, len(order))]:
        more = flow.copy()
        more[pair] += draw.randint(1, max(1, int(problem.capacity[pair])))
        is_kept = more[pair] <= problem.capacity[pair] and (rows @ more <= upper).all()
        if is_kept and not reopens_early(problem, more):
            flow = more
    return flow


def as_matrix(problem: Problem) -> tuple[Ints, Ints]:
    """All limits as one matrix over the pairs, lower bounds turned round, and their upper bounds; demands left out."""
    rows, upper = [], []
    for limit in problem.limits.values():
        row = np.zeros((len(limit.bounds.upper), len(problem.pairs)), dtype=np.int64)
        np.add.at(row, (limit.members.subject, limit.members.move), limit.members.coefficient)
        rows += [row, -row]
        upper += [limit.bounds.upper, -np.minimum(limit.bounds.lower, 0)]
    return np.concatenate(rows), np.concatenate(upper)


def draw_wild(problem: Problem, seed: int) -> Ints:
    """A choice within the pairs' capacities, whatever the limits say; few people more than a kept one."""
    draw = random.Random(seed)
    flow = draw_choice(problem, seed)
    for pair in draw.sample(range(len(flow)), min(len(flow), draw.choice((1, 1, 2, 3)))):
        flow[pair] = draw.randint(0, int(problem.capacity[pair]))
    return flow
