"""All moves that have the shape of one, refused or not, closed or not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from optimizer.facts import Facts
from optimizer.plan import Move, Plan, Provenance, Status, Termination
from optimizer.planning import moves_of
from optimizer.policy import Form
from optimizer.problem import Problem
from optimizer.rules import FORMS, Pairs, is_misplaced
from tests.optimizer.problem.choices import tiny_facts


@cache
def every_pair(seed: int) -> Pairs:
    """The pairs of a tiny province."""
    return pairs_of(tiny_facts(seed))


def pairs_of(facts: Facts) -> Pairs:
    """Everybody to every post of a commune but their own, in every form; the misplaced also reopening their seat."""
    dataset, counts = facts.dataset, facts.counts
    everybody = np.arange(len(dataset.employees))
    posts = np.flatnonzero(counts.is_needed)
    employee, post, form = (
        part.ravel() for part in np.meshgrid(everybody, posts, np.arange(len(FORMS)), indexing="ij")
    )
    at_home = dataset.employee_unit[employee] == dataset.post_unit[post]
    fits = (at_home == (form == FORMS.index(Form.REASSIGNMENT))) & (dataset.employee_post[employee] != post)
    employee, post, form, at_home = employee[fits], post[fits], form[fits], at_home[fits]
    again = at_home & is_misplaced(facts, everybody)[employee]
    return Pairs(
        facts,
        np.concatenate([employee, employee[again]]),
        np.concatenate([post, post[again]]),
        np.concatenate([form, form[again]]).astype(np.int8),
        np.repeat([False, True], [len(employee), again.sum()]),
    )


@cache
def every_move(seed: int) -> tuple[Move, ...]:
    """The moves of a tiny province."""
    return moves_each(every_pair(seed))


def moves_each(pairs: Pairs) -> tuple[Move, ...]:
    """Every pair as a move of one person."""
    problem = Problem(pairs.facts, pairs, pairs, {}, ())
    key = [
        (employee, post, FORMS[form])
        for employee, post, form in zip(
            pairs.of_employee("id"), pairs.of_post("code"), pairs.form.tolist(), strict=True
        )
    ]
    moves = moves_of(problem, np.ones(len(pairs), dtype=np.int64))
    by_key = {(move.employee, move.to_post, move.form): replace(move, count=1) for move in moves}
    return tuple(by_key[one] for one in key)


def plan_with(moves: tuple[Move, ...], facts: Facts) -> Plan:
    """A plan made by hand: moves alone."""
    made = Provenance("", "", "", "hand", facts.policy.as_of, "", facts.policy.tier_order)
    return Plan(moves, (), (), Termination(Status.FEASIBLE, ""), made)
