"""The cheapest ways to fill a vacant seat after all: one more through a limit, or one rule lifted for one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.explain.closure import UsedUp
from optimizer.explain.effect import Change, Effect, effect_of
from optimizer.explain.near_misses import BEYOND, near_misses
from optimizer.explain.paths import Folded
from optimizer.explain.ranking import Placing, rivals
from optimizer.explain.standing import Standing, beside
from optimizer.explain.vacancies import VacancyReasons
from optimizer.plan import RefusedMove
from optimizer.problem import Problem
from optimizer.rules import FORMS, PAIR_RULES, Pairs, candidate_of, objectives_of
from optimizer.rules.limit_rule import Place

MOST_RELAXATIONS = 3
"""Relaxations told of for one post."""

LIMITS_TO_RAISE = frozenset(Place) - {Place.PERSON, Place.POST, Place.POST_FOR_GOOD, Place.HELD, Place.NOWHERE}
"""Places whose limits a planner might raise: nobody is two people, and seats are as they are."""


@dataclass(frozen=True)
class Relaxation:
    """One thing a planner might allow, and by how much the best plan then gains (``effect.loss`` below zero).

    Either ``limit`` lets one more through, or ``refused`` is lifted for ``placing`` alone, who is ``beyond``
    what the rule allows by so many km or months, or is of a related field at this fit.
    """

    effect: Effect
    limit: UsedUp | None = None
    placing: Placing | None = None
    refused: RefusedMove | None = None
    beyond: float | None = None


def relaxations(standing: Standing, reasons: Sequence[VacancyReasons]) -> tuple[tuple[Relaxation, ...], ...]:
    """Per vacant post what gains most, best first, of each kind one at most; only with prices."""
    if not reasons:
        return ()
    raised = _raised(standing, sorted({limit for one in reasons for limit in one.used_up}))
    lifted = _lifted(standing, [one.vacancy.post for one in reasons])
    found = []
    for one in reasons:
        own = [raised[limit] for limit in one.used_up if limit in raised]
        # Raising a limit is told for the post itself, if it gets somebody then; else for its rivals.
        fills = [option for option in own if any(post == one.vacancy.post for _, post, _ in option.effect.come)]
        options = (_best(fills) or _best(own))[:1] + list(lifted.get(one.vacancy.post, ()))
        found.append(tuple(_best(options)[:MOST_RELAXATIONS]))
    return tuple(found)


def _best(options: Sequence[Relaxation]) -> list[Relaxation]:
    """Those that gain, the most first."""
    nothing = (0,)
    gaining = [option for option in options if option.effect.is_exact and option.effect.loss < nothing]
    return sorted(gaining, key=lambda option: option.effect.loss)


def _raised(standing: Standing, limits: Sequence[UsedUp]) -> Mapping[UsedUp, Relaxation]:
    """The effect of one more through each of some places."""
    some = [limit for limit in limits if limit.place in LIMITS_TO_RAISE]
    if not some:
        return {}
    found = {}
    heads = [limit.head for limit in some]
    trees = Folded.of(standing.residual, np.array(heads, dtype=np.intp)).trees(heads)
    for limit, tree in zip(some, trees, strict=True):
        tail = np.array([limit.tail])
        if tree.reaches(tail)[0]:
            paths = tree.paths(tail)
            # Nothing is paid for the passage itself.
            change = Change.of(paths.arc, np.where(paths.is_back, -1, 1))
            found[limit] = Relaxation(effect_of(standing, change), limit=limit)
    return found


def _lifted(standing: Standing, posts: Sequence[str]) -> Mapping[str, list[Relaxation]]:
    """Per post the best lifting of each rule."""
    facts = standing.facts
    rows = np.array([facts.dataset.post_row[post] for post in posts], dtype=np.intp)
    misses = near_misses(facts, rows)
    wider = None if not len(misses.pairs) else _with_closed(standing, misses.pairs)
    if wider is None or wider.closed is None:
        return {}
    key = _keys(misses.pairs).tolist()
    rule_of = dict(zip(key, misses.rule.tolist(), strict=True))
    pair_key = _keys(wider.problem.pairs)
    asked = [rows[place] for place in range(len(rows)) if (misses.pairs.post == rows[place]).any()]
    found: dict[str, list[Relaxation]] = {}
    first = wider.layout.network.between
    for of_post in rivals(wider, asked, only=wider.closed):
        best: dict[int, Relaxation] = {}
        for place, arc in enumerate(of_post.arc.tolist()):
            rule = rule_of[int(pair_key[arc - first])]
            if rule not in best:
                code = str(facts.dataset.posts["code"].iat[of_post.post])
                best[rule] = _lifting(wider, misses.rules[rule], of_post.placing(wider, place), code)
        found[str(facts.dataset.posts["code"].iat[of_post.post])] = list(best.values())
    return found


def _keys(pairs: Pairs) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Every pair as one number, in the order of pairs."""
    key = (pairs.employee * len(pairs.dataset.posts) + pairs.post) * len(FORMS) + pairs.form
    return (key * 2 + pairs.reopens).astype(np.intp)


def _with_closed(standing: Standing, extra: Pairs) -> Standing | None:
    """The same Problem with more pairs that carry nobody, solved; None if its optimum has no prices."""
    facts = standing.facts
    joined = Pairs.joined(facts, [standing.problem.pairs, extra])
    order = np.argsort(_keys(joined), kind="stable")
    pairs = joined.taken(order)
    limits = {id_: replace(limit, members=limit.rule.members(pairs)) for id_, limit in standing.problem.limits.items()}
    tiers = tuple(
        replace(tier, terms=objective.terms(pairs))
        for tier, objective in zip(standing.problem.tiers, objectives_of(facts), strict=True)
    )
    problem = Problem(facts, standing.problem.candidates, pairs, limits, tiers)
    return beside(standing, problem, order >= len(standing.problem.pairs))


def _lifting(standing: Standing, rule_id: str, placing: Placing, post: str) -> Relaxation:
    """One rule lifted for one person, with what it says of the move and how far beyond it that is."""
    candidate = candidate_of(standing.facts, placing.employee, post, placing.form)
    (rule,) = (rule for rule in PAIR_RULES if rule.id == rule_id)
    refusal = rule.refuse(candidate, standing.facts.policy)
    assert refusal is not None
    refused = RefusedMove(rule_id, placing.form, post, refusal.sentence("vi"), refusal.sentence("en"))
    beyond = BEYOND[rule_id](refusal.figures, candidate.start)
    return Relaxation(placing.effect, placing=placing, refused=refused, beyond=beyond)
