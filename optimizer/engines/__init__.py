"""Engines: a Problem in, a choice of moves and its proof out."""

from optimizer.engines.cp_sat import solve_cp_sat
from optimizer.engines.flow import solve_flow
from optimizer.engines.solution import Solution
from optimizer.engines.worker import warm_up

__all__ = ["Solution", "solve_cp_sat", "solve_flow", "warm_up"]
