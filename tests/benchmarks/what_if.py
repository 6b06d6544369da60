"""A single change on a compiled province, solved again to a proved optimum."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optimizer.domain import Dataset
from optimizer.engines.relaxation import relax
from optimizer.facts import facts_of
from optimizer.policy import Policy
from optimizer.problem import compile_problem
from tests.benchmarks.compiled import timed


def what_if(dataset: Dataset, policy: Policy) -> Mapping[str, float]:
    """Seconds of each change: somebody who moves is banned, or left one other post only."""
    relaxation = relax(compile_problem(facts_of(dataset, policy)))
    pairs = relaxation.problem.pairs
    moves = np.flatnonzero(relaxation.network.pair_flow(relaxation.solve().flow))
    of_person = pairs.employee == pairs.employee[moves[len(moves) // 2]]
    others = of_person & (np.arange(len(pairs)) != np.flatnonzero(of_person)[-1])
    ban, _ = timed(lambda: relaxation.solve(closed=of_person))
    pin, _ = timed(lambda: relaxation.solve(closed=others))
    return {"ban": ban, "pin": pin}
