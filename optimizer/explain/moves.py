"""Why a plan makes each of its moves: rules passed, what its absence would cost, who comes next, what decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.explain.effect import Effect, Named
from optimizer.explain.effects import Budget, of_forbidding
from optimizer.explain.passed import Passed, rules_passed
from optimizer.explain.ranking import Rivals, rivals
from optimizer.explain.standing import Standing
from optimizer.plan import LOT, Move


@dataclass(frozen=True)
class MoveReasons:
    """Why one move is made.

    ``without`` is the effect of forbidding it, None if that is not known. In the best plan without it
    ``runner_up`` takes the post, and the person goes to ``instead``; None if the seat stays
    vacant, or the person stays. ``equals`` counts the people, this one included, any of whom the
    post could take with no tier getting worse: if more than one, the recorded lot chose.
    ``decided_by`` is the first tier that tells, or the lot; None if that is not known.
    """

    move: Move
    passed: Passed
    without: Effect | None
    runner_up: Named | None
    instead: Named | None
    equals: int
    decided_by: str | None


def explain_moves(standing: Standing, moves: Sequence[Move], budget: Budget) -> tuple[MoveReasons, ...]:
    """The reasons of some of the plan's moves."""
    passed = dict(zip(standing.plan.moves, rules_passed(standing.plan, standing.facts), strict=True))
    effects = of_forbidding(standing, moves, budget)
    free = [move for move, effect in zip(moves, effects, strict=True) if effect is not None and effect.is_free]
    posts = sorted({standing.facts.dataset.post_row[move.to_post] for move in free})
    equals = (
        {of_post.post: _equals(standing, of_post) for of_post in rivals(standing, posts)}
        if posts and standing.has_prices
        else {}
    )
    return tuple(
        _reasons(standing, move, passed[move], effect, equals) for move, effect in zip(moves, effects, strict=True)
    )


def _equals(standing: Standing, of_post: Rivals) -> int:
    """How many people who are not in a post could be, with no tier getting worse."""
    free = int((~of_post.price.any(axis=0)).sum())
    return sum(of_post.placing(standing, place).effect.is_free for place in range(free))


def _reasons(
    standing: Standing, move: Move, passed: Passed, effect: Effect | None, equals: dict[int, int]
) -> MoveReasons:
    come = () if effect is None else effect.come
    runner_up = next((named for named in come if named[1] == move.to_post), None)
    instead = next((named for named in come if named[0] == move.employee), None)
    others = equals.get(standing.facts.dataset.post_row[move.to_post], 0)
    is_free = effect is not None and effect.is_free
    return MoveReasons(
        move, passed, effect, runner_up, instead, 1 + others if is_free else 1, _decided_by(standing, effect)
    )


def _decided_by(standing: Standing, effect: Effect | None) -> str | None:
    if effect is None:
        return None
    for tier, loss in zip(standing.problem.tiers, effect.loss, strict=False):
        if loss:
            return tier.id
    return LOT if effect.is_exact else None
