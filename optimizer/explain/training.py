"""Who is nearest to qualifying for a post: people whom nothing but what the post asks for keeps from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Indices
from optimizer.explain.near_misses import refused_only_by
from optimizer.facts import Facts
from optimizer.plan import RefusedMove
from optimizer.policy import Form
from optimizer.pricing.open_moves import with_room
from optimizer.rules import FORMS, PAIR_RULES, PairRule, Pairs, candidate_of
from optimizer.rules.certificates import Certificates
from optimizer.rules.degree import MinDegree
from optimizer.rules.field_fit import FieldFit
from optimizer.rules.grade import MinGrade
from optimizer.rules.languages import Languages
from optimizer.rules.level import MinLevel

LEARNT = frozenset({FieldFit.id, MinLevel.id, MinDegree.id, MinGrade.id, Certificates.id, Languages.id})
"""Rules of what a post asks for, which people can be trained to meet."""


@dataclass(frozen=True)
class Learner:
    """Somebody who could take a post in a form, but for what is told in ``lacking``; nothing else is in the way.

    Whoever a bar or another rule keeps from the post is no learner, and nothing is said of why.
    """

    employee: str
    post: str
    form: Form
    lacking: tuple[RefusedMove, ...]


def nearest_to_qualify(
    facts: Facts, posts: Indices, most: int, without: Collection[str] = ()
) -> Mapping[str, tuple[Learner, ...]]:
    """Per post, given by its row, the people of its field or a related one who lack fewest things, at ``most`` so many.

    Those ``without`` are left out. Of people who lack as much those of a field more alike come first, then those
    nearer home.
    """
    is_out = facts.dataset.employees["id"].isin(list(without)).to_numpy(bool)
    parts = []
    for pairs, refused in refused_only_by(facts, posts, LEARNT):
        is_refused = np.any(list(refused.values()), axis=0) if refused else np.zeros(len(pairs), dtype=bool)
        is_near = is_refused & (pairs.fit > 0) & ~is_out[pairs.employee] & ~pairs.reopens
        parts.append(_nearest(with_room(pairs.taken(is_near)), most * len(FORMS)))
    nearest = _nearest(Pairs.joined(facts, parts), most * len(FORMS))
    found: dict[str, dict[str, Learner]] = {}
    for employee, post, form in zip(
        nearest.of_employee("id"), nearest.of_post("code"), nearest.form.tolist(), strict=True
    ):
        learners = found.setdefault(post, {})
        if len(learners) < most and employee not in learners:
            learners[employee] = _learner(facts, employee, post, FORMS[form])
    return {post: tuple(learners.values()) for post, learners in found.items()}


def _nearest(pairs: Pairs, most: int) -> Pairs:
    """The first moves into every post, those of whom least is lacking first."""
    lacking = np.zeros(len(pairs), dtype=np.intp)
    for rule in _asked(pairs.facts):
        lacking += rule.mask(pairs)
    order = np.lexsort((pairs.form, pairs.employee, pairs.km, -pairs.fit, lacking, pairs.post))
    post = pairs.post[order]
    return pairs.taken(order[np.arange(len(order)) - np.searchsorted(post, post) < most])


def _asked(facts: Facts) -> list[PairRule]:
    return [rule for rule in PAIR_RULES if rule.id in LEARNT and rule.is_on(facts.policy)]


def _learner(facts: Facts, employee: str, post: str, form: Form) -> Learner:
    candidate = candidate_of(facts, employee, post, form)
    refusals = [refusal for rule in _asked(facts) if (refusal := rule.refuse(candidate, facts.policy)) is not None]
    lacking = (RefusedMove(one.rule, form, post, one.sentence("vi"), one.sentence("en")) for one in refusals)
    return Learner(employee, post, form, tuple(lacking))
