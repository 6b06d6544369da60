"""Tiny provinces with their best plans, and what brute force makes of a change."""

from __future__ import annotations

from functools import cache

from optimizer import plan
from optimizer.domain import TABLES, Dataset, Instruction, Order
from optimizer.explain import Effect, Standing, standing_of
from tests.optimizer.judge import Optimum
from tests.optimizer.problem.choices import tiny_facts


@cache
def standing(seed: int) -> Standing:
    facts = tiny_facts(seed)
    return standing_of(plan(facts.dataset, facts.policy), facts)


def beside(optimum: Optimum, at: Standing) -> tuple[int, ...]:
    """By how much the tiers of an optimum lie above those of the plan."""
    return tuple(optimum.values[tier] - value for tier, value in at.plan.values.items())


def agrees(effect: Effect, loss: tuple[int, ...]) -> bool:
    """Whether an effect is the loss, or says that it bounds it and does."""
    return effect.loss == loss if effect.is_exact else effect.loss <= loss[: len(effect.loss)]


def with_order(dataset: Dataset, employee: str, post: str) -> Dataset:
    tables = {name: dataset.rows(name) for name in TABLES}
    order = Instruction(order=Order.FORCE, employee=employee, post=post)
    return Dataset.of(**{**tables, "instructions": [*tables["instructions"], order]})
