"""Which moves are open, read from tables, rules and limits alone.

Another reading than the compiler's, slower and simpler, so that an error of the one shows in
the other: everybody to every open seat in every form, without what a rule refuses, without
what no limit leaves room for.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.arrays import Indices
from optimizer.domain import SENDER_KIND, UnitKind
from optimizer.facts import Facts
from optimizer.policy import Form
from optimizer.rules import FORMS, LIMIT_RULES, PAIR_RULES, Pairs, is_misplaced
from optimizer.rules.field_fit import FieldFit

CHUNK = 1 << 18
"""Pairs of a person and a post read together."""

DRAWN = 20_000
"""Pairs of a person and a post in a draw."""

SEED = 170_2025
"""Of the draw: the same tables are always held to the same moves."""


def open_moves(facts: Facts, *, every_move: bool) -> Pairs:
    """All moves that no rule refuses and that limits leave room for; otherwise those in a draw.

    A limit that one move alone exceeds leaves room if another open move counts against it. In a
    draw only drawn moves can, so that a draw may take an open move for closed, never the reverse.
    """
    return with_room(Pairs.joined(facts, [_unrefused(pairs) for pairs in _moves(facts, every_move)]))


def in_every_form(facts: Facts, employee: Indices, post: Indices) -> Pairs:
    """People and posts in all forms open between their units; a misplaced one at home also as reopening his post."""
    dataset = facts.dataset
    at_home = dataset.employee_unit[employee] == dataset.post_unit[post]
    others = dataset.employee_post[employee] != post
    parts = []
    for number, form in enumerate(FORMS):
        kinds = [kind.value for kind in UnitKind if form in facts.policy.forms.of(SENDER_KIND[kind])]
        sends = dataset.units["kind"].isin(kinds).to_numpy(bool)[dataset.employee_unit[employee]]
        chosen = np.flatnonzero(others & (at_home if form is Form.REASSIGNMENT else sends & ~at_home))
        again = chosen[is_misplaced(facts, employee[chosen])] if form is Form.REASSIGNMENT else chosen[:0]
        rows = np.concatenate([chosen, again])
        reopens = np.repeat([False, True], [len(chosen), len(again)])
        parts.append(Pairs(facts, employee[rows], post[rows], np.full(len(rows), number, dtype=np.int8), reopens))
    return Pairs.joined(facts, parts)


def _moves(facts: Facts, every_move: bool) -> Iterator[Pairs]:
    """Everybody, or a draw, to every open seat of a commune, in chunks."""
    posts = np.flatnonzero(facts.counts.is_needed & (facts.counts.open_seats > 0))
    number = len(facts.dataset.employees) * len(posts)
    drawn = np.arange(0)
    if not every_move and number > DRAWN:
        drawn = np.unique(np.random.default_rng(SEED).integers(number, size=DRAWN))
    for first in range(0, len(drawn) or number, CHUNK):
        chosen = drawn[first : first + CHUNK] if len(drawn) else np.arange(first, min(first + CHUNK, number))
        yield in_every_form(facts, chosen // len(posts), posts[chosen % len(posts)])


def _unrefused(pairs: Pairs) -> Pairs:
    """Those that no rule refuses; expertise first, since most pairs fail it and it is quickly seen."""
    for rule in sorted(PAIR_RULES, key=lambda rule: rule.id != FieldFit.id):
        if rule.is_on(pairs.policy):
            pairs = pairs.taken(~rule.mask(pairs))
    return pairs


def with_room(pairs: Pairs) -> Pairs:
    """Those left when moves that break a limit, with nothing left to relieve it, are taken out again and again."""
    limits = [(rule, rule.bounds(pairs.facts).upper) for rule in LIMIT_RULES if rule.is_on(pairs.policy)]
    while True:
        is_open = np.ones(len(pairs), dtype=bool)
        for rule, upper in limits:
            members = rule.members(pairs)
            is_relieved = np.zeros(len(upper), dtype=bool)
            is_relieved[members.subject[members.coefficient < 0]] = True
            exceeds = (members.coefficient > upper[members.subject]) & ~is_relieved[members.subject]
            is_open[members.move[exceeds]] = False
        if is_open.all():
            return pairs
        pairs = pairs.taken(is_open)
