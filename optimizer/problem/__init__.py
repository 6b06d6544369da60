"""From a dataset and a policy to a Problem: candidate pairs, limits, tiers, network, side rows."""

from optimizer.problem.nesting import Nesting, Reason, Verdict, nesting_of
from optimizer.problem.network import Network, network_of
from optimizer.problem.problem import Problem, compile_problem
from optimizer.problem.side_rows import SideRows

__all__ = [
    "Nesting",
    "Network",
    "Problem",
    "Reason",
    "SideRows",
    "Verdict",
    "compile_problem",
    "nesting_of",
    "network_of",
]
