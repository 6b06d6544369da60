"""From a dataset and a policy to a Problem: candidate pairs, limits, tiers, network, side rows."""

from optimizer.problem.nesting import Nesting, SideRows, nesting_of
from optimizer.problem.network import Network, network_of
from optimizer.problem.problem import Problem, compile_problem

__all__ = ["Nesting", "Network", "Problem", "SideRows", "compile_problem", "nesting_of", "network_of"]
