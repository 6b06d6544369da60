"""A single change on a compiled province, solved again to a proved optimum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from optimizer.domain import Dataset
from optimizer.engines.layout import lay_out
from optimizer.facts import facts_of
from optimizer.policy import Policy
from optimizer.problem import compile_problem
from tests.benchmarks.compiled import timed


def what_if(dataset: Dataset, policy: Policy) -> Mapping[str, float]:
    """Seconds of each change: somebody who moves is banned, or left one other post only; a post gets one more seat.

    Bans close pairs of the compiled network. A seat changes what tiers and limits count, so that
    the changed tables are compiled anew; that is in its seconds.
    """
    layout = lay_out(compile_problem(facts_of(dataset, policy)))
    pairs = layout.problem.pairs
    moves = np.flatnonzero(layout.network.pair_flow(layout.solve().flow))
    of_person = pairs.employee == pairs.employee[moves[len(moves) // 2]]
    others = of_person & (np.arange(len(pairs)) != np.flatnonzero(of_person)[-1])
    ban, _ = timed(lambda: layout.solve(closed=of_person))
    pin, _ = timed(lambda: layout.solve(closed=others))
    changed = with_one_more_seat(dataset, int(pairs.post[moves[len(moves) // 3]]))
    seat, _ = timed(lambda: lay_out(compile_problem(facts_of(changed, policy))).solve())
    return {"ban": ban, "pin": pin, "one more seat": seat}


def with_one_more_seat(dataset: Dataset, post: int) -> Dataset:
    """The same tables, but for one seat of the post in a row."""
    seats = dataset.posts["seats"].copy()
    seats.iloc[post] += 1
    return replace(dataset, posts=dataset.posts.assign(seats=seats))
