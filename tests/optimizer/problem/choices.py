"""Choices within tiny Problems, drawn at random: good ones and bad ones, never only the best."""

from __future__ import annotations

import random
from functools import cache

import numpy as np
from numpy.typing import NDArray

from optimizer.facts import Facts, facts_of
from optimizer.policy import RuleSetting
from optimizer.problem import Problem, compile_problem
from tests.optimizer.judge import tiny
from tests.optimizer.judge.tier_instances import with_allowances

Ints = NDArray[np.int64]


@cache
def tiny_facts(seed: int) -> Facts:
    """A tiny province; every third one counts transfers only where surplus is told from arrivals."""
    dataset, policy = tiny(seed)
    policy = with_allowances(policy, seed)
    if seed % 3 == 0:
        rules = {**policy.rules, "surplus_only": RuleSetting(transfers_only=True)}
        policy = policy.model_copy(update={"rules": rules})
    return facts_of(dataset, policy)


@cache
def tiny_problem(seed: int) -> Problem:
    return compile_problem(tiny_facts(seed))


def activity(problem: Problem, rule: str, flow: Ints) -> Ints:
    """What a choice brings every subject of a limit to."""
    members = problem.limits[rule].members
    total = np.zeros(len(problem.limits[rule].bounds.upper), dtype=np.int64)
    np.add.at(total, members.subject, members.coefficient * flow[members.move])
    return total


def is_within(problem: Problem, flow: Ints) -> bool:
    """Whether a choice keeps every limit."""
    return all(
        (limit.bounds.lower <= (total := activity(problem, rule, flow))).all() and (total <= limit.bounds.upper).all()
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
    """All limits as one matrix over the pairs, lower bounds turned round, and their upper bounds; none is a demand."""
    rows, upper = [], []
    for limit in problem.limits.values():
        row = np.zeros((len(limit.bounds.upper), len(problem.pairs)), dtype=np.int64)
        np.add.at(row, (limit.members.subject, limit.members.move), limit.members.coefficient)
        rows += [row, -row]
        upper += [limit.bounds.upper, -limit.bounds.lower]
    return np.concatenate(rows), np.concatenate(upper)


def draw_wild(problem: Problem, seed: int) -> Ints:
    """A choice within the pairs' capacities, whatever the limits say; few people more than a kept one."""
    draw = random.Random(seed)
    flow = draw_choice(problem, seed)
    for pair in draw.sample(range(len(flow)), min(len(flow), draw.choice((1, 1, 2, 3)))):
        flow[pair] = draw.randint(0, int(problem.capacity[pair]))
    return flow
