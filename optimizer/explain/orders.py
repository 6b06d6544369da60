"""Why an order to move one person is refused: what every rule says of the moves it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain import Instruction
from optimizer.facts import Facts
from optimizer.plan import RefusedMove
from optimizer.policy import Form
from optimizer.rules import FORMS, PAIR_RULES, Candidate, Pairs, candidates_named, is_misplaced
from optimizer.rules.base import Refusal
from optimizer.rules.form import forms_between
from optimizer.text import say
from optimizer.verify import NEUTRAL_RULE


@dataclass(frozen=True)
class OrderAnswer:
    """What the rules say of an order: refusals of all that it names, and the moves that no rule refuses."""

    refusals: tuple[RefusedMove, ...]
    allowed: Pairs


def answer_order(order: Instruction, facts: Facts) -> OrderAnswer:
    """Put every move that an order about one person names to every rule that is on.

    Of several posts only what is refused at all of them, with the same figures, is told.
    """
    (person,) = facts.dataset.employees_named([order.employee])
    posts = [
        post
        for post in facts.dataset.post_by_code.values()
        if order.post in ("", post.code) and order.unit in ("", post.unit)
    ]
    others = [post for post in posts if post.code != person.post]
    unit_by_code = facts.dataset.unit_by_code
    named = [
        (person.id, post.code, form)
        for post in others
        for form in forms_between(unit_by_code[person.unit], unit_by_code[post.unit], facts.policy)
    ]
    if not named:
        code = "no_form" if others else "same_post" if posts else "nothing_named"
        refusal = RefusedMove(None, code, say(f"unmet.{code}", "vi"), say(f"unmet.{code}", "en"))
        return OrderAnswer((refusal,), _pairs([], facts))
    said = [(candidate, _refusals(candidate, facts)) for candidate in candidates_named(facts, named)]
    return OrderAnswer(
        tuple(refusal for form in FORMS for refusal in _common(form, said)),
        _pairs([candidate for candidate, refusals in said if not refusals], facts),
    )


def _refusals(candidate: Candidate, facts: Facts) -> list[Refusal]:
    """What the rules say to one move, in the order in which refusals are told."""
    asked = (rule.refuse(candidate, facts.policy) for rule in PAIR_RULES if rule.is_on(facts.policy))
    return [refusal for refusal in asked if refusal is not None]


def _common(form: Form, said: Sequence[tuple[Candidate, list[Refusal]]]) -> list[RefusedMove]:
    """The refusals that all moves of a form share; all bars are one."""
    of_form = [refusals for candidate, refusals in said if candidate.form is form]
    shared = [refusal for refusal in of_form[0] if all(refusal in other for other in of_form)] if of_form else []
    worded = [
        RefusedMove(
            form,
            NEUTRAL_RULE if refusal.is_bar else refusal.rule,
            refusal.sentence("vi"),
            refusal.sentence("en"),
        )
        for refusal in shared
    ]
    return list(dict.fromkeys(worded))


def _pairs(candidates: Sequence[Candidate], facts: Facts) -> Pairs:
    """Moves as the vectorised rules see them; somebody misplaced is put right at home with the seat left reopened."""
    employee = np.array([facts.dataset.employee_row[one.employee.id] for one in candidates], dtype=np.intp)
    post = np.array([facts.dataset.post_row[one.post.code] for one in candidates], dtype=np.intp)
    form = np.array([FORMS.index(one.form) for one in candidates], dtype=np.int8)
    reopens = is_misplaced(facts, employee) & (form == FORMS.index(Form.REASSIGNMENT))
    return Pairs(facts, employee, post, form, reopens)
