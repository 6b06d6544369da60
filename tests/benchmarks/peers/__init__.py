"""The peers: what else a user could have picked, each at its best reasonable settings.

Each module has one function from a :class:`~tests.benchmarks.program.Program` and a time
limit to an :class:`~tests.benchmarks.program.Answer`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.program import Answer, Program


@dataclass(frozen=True)
class Peer:
    """A module of this package with the settings it is called with; imported in the peer's process only."""

    title: str
    module: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    def solve(self, program: Program, limit_seconds: float) -> Answer:
        """Run it here and now."""
        solve: Callable[..., Answer] = importlib.import_module(f"{__name__}.{self.module}").solve
        return solve(program, limit_seconds, **self.settings)


PEERS: Mapping[str, Peer] = {
    "raw": Peer("raw SimpleMinCostFlow call", "raw"),
    "highs-lp": Peer("HiGHS LP", "highs", {"is_whole": False}),
    "highs-mip": Peer("HiGHS MIP", "highs", {"is_whole": True}),
    "cp-sat-1": Peer("CP-SAT, 1 worker", "cp_sat", {"workers": 1}),
    "cp-sat-2": Peer("CP-SAT, 2 workers", "cp_sat", {"workers": 2}),
    "cp-sat-hint": Peer("CP-SAT, 2 workers, optimum as hint", "cp_sat", {"workers": 2, "is_hinted": True}),
    "scip": Peer("MathOpt SCIP", "scip"),
}
"""All peers but greedy, which needs the limits rule by rule (:mod:`tests.benchmarks.greedy`)."""
