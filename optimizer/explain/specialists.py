"""What one more specialist of a field would be worth to a plan: a stranger who meets all that posts of the field ask.

The stranger waits in a made-up commune that can let nobody go. In the network of the province with it, by how much the
best plan gains if one of them may come after all is the cost of the cheapest way from the stranger to the root.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.domain import Dataset, Employee, Post, Unit, UnitKind
from optimizer.explain.effect import Change, Effect, effect_of
from optimizer.explain.effects import of_nothing
from optimizer.explain.paths import Folded, Tree
from optimizer.explain.standing import Standing, beside
from optimizer.facts import Facts, facts_of
from optimizer.policy import Form
from optimizer.problem import Problem
from optimizer.problem.candidates import open_pairs
from optimizer.problem.problem import Limit
from optimizer.rules import FORMS, Pairs, objectives_of
from optimizer.rules.objective import MoveObjective, Objective, Terms

AWAY = (Form.TRANSFER, Form.SECONDMENT)
"""How a specialist may come: for good or for a time."""


@dataclass(frozen=True)
class Specialist:
    """What the best plan gains by one more specialist of a field, whom it places in ``post``.

    The specialist counts in the limits as somebody transferred or seconded there, and costs nothing in tiers that ask
    who goes where, as nobody knows who it will be. ``post`` is None, and nothing gained, if no place is worth it.
    """

    field: str
    effect: Effect
    post: str | None


def specialists(standing: Standing, fields: Sequence[str]) -> tuple[Specialist, ...]:
    """What one more specialist of each of some fields is worth; only with prices, none if the wider search has none.

    Left out are fields without a post that was open before the plan: it refills no seat that it opens itself.
    """
    strangers = strangers_of(standing.facts.dataset, fields)
    dataset = with_strangers(standing.facts.dataset, strangers)
    facts = facts_of(dataset, standing.facts.policy, standing.facts.base)
    wider = beside(standing, _wider(standing.problem, facts, strangers))
    if wider is None:
        return ()
    node = {name: number for number, name in enumerate(wider.layout.network.names)}
    start = {field: node[name] for field, id_ in strangers.items() if (name := f"person {id_}") in node}
    if not start:
        return ()
    trees = Folded.of(wider.residual, np.array(list(start.values()), dtype=np.intp)).trees(list(start.values()))
    return tuple(_specialist(wider, field, strangers[field], tree) for field, tree in zip(start, trees, strict=True))


def _specialist(standing: Standing, field: str, stranger: str, tree: Tree) -> Specialist:
    """The gain by one stranger, from the cheapest paths from where they wait."""
    nothing, root = of_nothing(standing), np.array([0])
    if not tree.reaches(root)[0]:
        return Specialist(field, nothing, None)
    paths = tree.paths(root)
    effect = effect_of(standing, Change.of(paths.arc, np.where(paths.is_back, -1, 1)))
    if effect.loss >= nothing.loss:
        return Specialist(field, nothing, None)
    (post,) = (to for employee, to, _ in effect.come if employee == stranger)
    others = tuple(named for named in effect.come if named[0] != stranger)
    return Specialist(field, replace(effect, come=others), post)


def strangers_of(dataset: Dataset, fields: Sequence[str]) -> Mapping[str, str]:
    """An id for a stranger of each field that nobody has, and that comes after all others."""
    last = max(dataset.employees["id"], default="")
    return {field: f"{last}+{field}" for field in fields}


def with_strangers(dataset: Dataset, strangers: Mapping[str, str]) -> Dataset:
    """The same tables with a commune of strangers, by field, each in a seat of their own.

    Its codes come after all others, so that the rows of the tables keep their numbers.
    """
    outside, last_post = f"{max(dataset.units['code'])}+", max(dataset.posts["code"])
    return dataset.replace(
        units=[*dataset.rows("units"), Unit(code=outside, name=outside, kind=UnitKind.COMMUNE)],
        posts=[
            *dataset.rows("posts"),
            *(Post(code=f"{last_post}+{field}", unit=outside, field=field) for field in strangers),
        ],
        employees=[
            *dataset.rows("employees"),
            *(
                Employee(id=stranger, unit=outside, post=f"{last_post}+{field}", field=field)
                for field, stranger in strangers.items()
            ),
        ],
    )


def _wider(problem: Problem, facts: Facts, strangers: Mapping[str, str]) -> Problem:
    """The same Problem with every stranger to all open posts of their field, whatever these ask.

    Whoever comes may make room for somebody who could not leave: which pairs limits leave room for is asked again.
    """
    coming, old = _coming(facts, strangers), problem.candidates
    known = Pairs(facts, old.employee, old.post, old.form, old.reopens)
    kept, _ = open_pairs(Pairs.joined(facts, [known, coming]))
    old = kept.taken(~np.isin(kept.employee, coming.employee))
    pairs = Pairs.joined(facts, [old, coming])
    limits = {
        id_: Limit(limit.rule, limit.rule.bounds(facts), limit.rule.members(pairs))
        for id_, limit in problem.limits.items()
    }
    tiers = tuple(
        replace(tier, terms=_terms(objective, pairs, len(old)))
        for tier, objective in zip(problem.tiers, objectives_of(facts), strict=True)
    )
    return Problem(facts, pairs, pairs, limits, tiers)


def _coming(facts: Facts, strangers: Mapping[str, str]) -> Pairs:
    """Every stranger to all open posts of their field, for good or for a time."""
    counts = facts.counts
    rows = np.array([facts.dataset.employee_row[stranger] for stranger in strangers.values()], dtype=np.intp)
    known = np.array([counts.field_codes.index(field) for field in strangers])
    is_open = counts.is_needed & (counts.open_seats > 0)
    place, post = np.nonzero((known[:, None] == counts.field_of_post) & is_open)
    forms = np.array([FORMS.index(form) for form in AWAY], dtype=np.int8)
    size = len(post) * len(forms)
    employee, form = np.repeat(rows[place], len(forms)), np.tile(forms, len(post))
    return Pairs(facts, employee, np.repeat(post, len(forms)), form, np.zeros(size, dtype=bool))


def _terms(objective: Objective, pairs: Pairs, known: int) -> Terms:
    """What a tier costs; where it asks who goes where, pairs after the ``known`` ones cost nothing."""
    terms = objective.terms(pairs)
    if not isinstance(objective, MoveObjective) or terms.cost is None:
        return terms
    return replace(terms, cost=np.where(np.arange(len(pairs)) < known, terms.cost, 0))
