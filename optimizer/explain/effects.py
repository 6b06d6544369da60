"""What single changes would cost a plan: by paths where these are exact, else by solving again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from optimizer.arrays import Indices
from optimizer.explain import resolving
from optimizer.explain.effect import Change, Effect, effect_of, solved_effect
from optimizer.explain.paths import Folded, Paths
from optimizer.explain.resolving import Resolved
from optimizer.explain.standing import Standing
from optimizer.plan import Move


@dataclass
class Budget:
    """How many times a Problem may be solved again for the answers that paths do not give."""

    left: int

    def spend(self) -> bool:
        """Take one, if any is left."""
        self.left -= 1
        return self.left >= 0


def of_nothing(standing: Standing) -> Effect:
    """The effect of what the best plan does anyway."""
    return Effect(tuple(-value for value in standing.behind), True)


def of_forbidding(standing: Standing, moves: Sequence[Move], budget: Budget) -> list[Effect | None]:
    """The effect of each move being forbidden by itself, in every form; None where it is not known."""
    dataset, flow = standing.facts.dataset, standing.flow
    arcs = [standing.arcs_of(dataset.employee_row[move.employee], dataset.post_row[move.to_post]) for move in moves]
    found: list[Effect | None] = [of_nothing(standing)] * len(moves)
    used = [place for place, pair in enumerate(arcs) if flow[pair].any()]
    first = [int(arcs[place][flow[arcs[place]] > 0][0]) for place in used]
    for place, change in zip(used, _around(standing, np.array(first, dtype=np.intp)), strict=True):
        pair = arcs[place]
        # A group goes one by one, and nobody may come back by another way of the same move.
        is_whole = change is not None and not (flow[pair] + change.on(pair)).any()
        found[place] = _effect(standing, change, is_whole, budget, partial(resolving.without, standing, pair))
    return found


def of_forcing(standing: Standing, employee: str, post: str, budget: Budget) -> Effect | None:
    """The effect of one person's going to a post; None if no plan within the limits has that, or it is not known."""
    dataset = standing.facts.dataset
    arcs = standing.arcs_of(dataset.employee_row[employee], dataset.post_row[post])
    if standing.flow[arcs].any():
        return of_nothing(standing)
    effects = [_with_one(standing, arc, budget) for arc in arcs.tolist()]
    return min((effect for effect in effects if effect is not None), key=lambda effect: effect.loss, default=None)


def _with_one(standing: Standing, arc: int, budget: Budget) -> Effect | None:
    change = None
    if standing.has_prices:
        head, tail = int(standing.arcs.head[arc]), standing.arcs.tail[[arc]]
        (tree,) = Folded.of(standing.residual, np.array([head])).trees([head])
        if not tree.reaches(tail)[0]:
            return None
        change = circle(tree.paths(tail), arc, 1)
    return _effect(standing, change, True, budget, partial(resolving.with_one, standing, arc))


def _effect(
    standing: Standing, change: Change | None, is_whole: bool, budget: Budget, solve: Callable[[], Resolved]
) -> Effect | None:
    """The effect of a path's change if that is all, else of solving again if that is allowed, else a bound."""
    by_path = None if change is None else effect_of(standing, change)
    if by_path is not None and by_path.is_exact and is_whole:
        return by_path
    if standing.can_be_solved and budget.spend():
        resolved = solve()
        if resolved.is_proved:
            return None if resolved.flow is None else solved_effect(standing, resolved.flow)
    return None if by_path is None else Effect(by_path.loss, False)


def _around(standing: Standing, arcs: Indices) -> list[Change | None]:
    """The cheapest way round each of some arcs that are used, for one of the people on it."""
    if not standing.has_prices or not len(arcs):
        return [None] * len(arcs)
    tail, head = standing.arcs.tail[arcs], standing.arcs.head[arcs]
    apart = standing.residual.with_starts(tail, standing.pair_key[arcs], standing.pair_key)
    starts = standing.arcs.nodes + np.arange(len(arcs))
    trees = Folded.of(apart, np.concatenate([starts, head])).trees(starts.tolist())
    return [
        circle(tree.paths(np.array([end])), arc, -1)
        for arc, end, tree in zip(arcs.tolist(), head.tolist(), trees, strict=True)
    ]


def circle(path: Paths, arc: int, by: int) -> Change:
    """One path and the arc that closes it, as a change."""
    return Change.of(np.append(path.arc, arc), np.append(np.where(path.is_back, -1, 1), by))
