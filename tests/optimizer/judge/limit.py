"""A limit and a demand, as the judge sees them: a sum of signs over the moves made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tests.optimizer.judge.options import Option

Numbers = Mapping[Option, int]


@dataclass(frozen=True)
class Limit:
    """The sum of ``sign`` over the moves made is at most ``most``."""

    rule: str
    subject: str
    sign: Mapping[Option, int]
    most: int

    @cached_property
    def is_gross(self) -> bool:
        """Whether every further move can only bring the limit closer."""
        return min(self.sign.values(), default=1) > 0

    def load(self, plan: Numbers) -> int:
        """How much of the limit a plan uses."""
        return sum(number * self.sign.get(option, 0) for option, number in plan.items())


@dataclass(frozen=True)
class Demand:
    """The sum of ``sign`` over the moves made should be at least ``least``, which is more than nothing."""

    rule: str
    subject: str
    sign: Mapping[Option, int]
    least: int

    def missing(self, load: int) -> int:
        """By how much a plan with this load misses the demand."""
        return max(self.least - load, 0)
