"""The judge: tiny instances and a solver that shares no code with the product's counts, rules and engines."""

from tests.optimizer.judge.brute_force import Optimum, solve
from tests.optimizer.judge.instances import tiny, tiny_with_demands

__all__ = ["Optimum", "solve", "tiny", "tiny_with_demands"]
