"""Why an order to move one person is refused: what every rule says of the moves it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.arrays import Indices
from optimizer.domain import Instruction
from optimizer.facts import Facts
from optimizer.plan import RefusedMove
from optimizer.policy import Form
from optimizer.rules import FORMS, PAIR_RULES, Candidate, PairRule, Pairs, candidate_of, is_misplaced
from optimizer.rules.bar import NEUTRAL_RULE
from optimizer.rules.form import forms_between
from optimizer.text import say


@dataclass(frozen=True)
class OrderAnswer:
    """What the rules say of an order: refusals of all that it names, and the moves that no rule refuses."""

    refusals: tuple[RefusedMove, ...]
    allowed: Pairs


def answer_order(order: Instruction, facts: Facts) -> OrderAnswer:
    """Put every move that an order about one person names to every rule that is on.

    A rule is told if it refuses all of them that have the same form, with what it says of the first.
    """
    dataset = facts.dataset
    person = dataset.employee_row[order.employee]
    posts = _posts_named(order, facts)
    others = posts[posts != dataset.employee_post[person]]
    moves = _moves(person, others, facts)
    if not len(moves):
        code = "no_form" if len(others) else "same_post" if len(posts) else "nothing_named"
        return OrderAnswer(
            (RefusedMove(code, None, "", say(f"unmet.{code}", "vi"), say(f"unmet.{code}", "en")),), moves
        )
    rules = [rule for rule in PAIR_RULES if rule.is_on(facts.policy)]
    refused = [rule.mask(moves) for rule in rules]
    refusals: list[RefusedMove] = []
    for form in FORMS:
        of_form = np.flatnonzero(moves.has_form(form))
        if len(of_form):
            candidate = candidate_of(facts, order.employee, dataset.posts["code"].iloc[moves.post[of_form[0]]], form)
            refusing = [rule for rule, mask in zip(rules, refused, strict=True) if mask[of_form].all()]
            refusals += _worded(candidate, refusing, facts)
    is_allowed: NDArray[np.bool_] = ~np.any(refused, axis=0)
    return OrderAnswer(tuple(refusals), moves.taken(is_allowed))


def _posts_named(order: Instruction, facts: Facts) -> Indices:
    posts = facts.dataset.posts
    is_named = np.ones(len(posts), dtype=bool)
    for column, code in (("code", order.post), ("unit", order.unit)):
        if code:
            is_named &= (posts[column] == code).to_numpy(bool)
    return np.flatnonzero(is_named)


def _moves(person: int, posts: Indices, facts: Facts) -> Pairs:
    """The person to every post, in every form open between the two units.

    Somebody misplaced is put right at home with the seat left reopened.
    """
    dataset = facts.dataset
    units = dataset.units["code"].tolist()
    sender = dataset.unit_by_code[units[dataset.employee_unit[person]]]
    receiver = dataset.post_unit[posts]
    forms = {
        unit: forms_between(sender, dataset.unit_by_code[units[unit]], facts.policy) for unit in set(receiver.tolist())
    }
    parts = [
        (post, FORMS.index(form))
        for post, unit in zip(posts.tolist(), receiver.tolist(), strict=True)
        for form in forms[unit]
    ]
    post, form = np.array(parts, dtype=np.intp).reshape(-1, 2).T
    employee = np.full(len(post), person)
    reopens = is_misplaced(facts, employee) & (form == FORMS.index(Form.REASSIGNMENT))
    return Pairs(facts, employee, post, form.astype(np.int8), reopens)


def _worded(candidate: Candidate, rules: Sequence[PairRule], facts: Facts) -> list[RefusedMove]:
    """What rules say of one move, in their order; all bars are one."""
    refusals = [refusal for rule in rules if (refusal := rule.refuse(candidate, facts.policy)) is not None]
    worded = [
        RefusedMove(
            NEUTRAL_RULE if refusal.is_bar else refusal.rule,
            candidate.form,
            candidate.post.code,
            refusal.sentence("vi"),
            refusal.sentence("en"),
        )
        for refusal in refusals
    ]
    return list(dict.fromkeys(worded))
