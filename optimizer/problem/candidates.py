"""Which moves are possible at all: every pair of a person and a post that no rule refuses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.arrays import Indices, Ints, Mask
from optimizer.domain import SENDER_KIND, Dataset, UnitKind
from optimizer.facts import Facts
from optimizer.policy import Form
from optimizer.rules import LIMIT_RULES, PAIR_RULES, Members, PairRule, Pairs, is_misplaced
from optimizer.rules.pairs import FORMS


def candidates_of(facts: Facts) -> Pairs:
    """All pairs that no rule refuses, sorted by employee, post, form and whether the held post reopens.

    A commune's people leave only from posts held beyond their seats (or without a post);
    a misplaced person may be reassigned at home although the post held then reopens.
    """
    counts, dataset = facts.counts, facts.dataset
    rules = [rule for rule in PAIR_RULES if rule.is_on(facts.policy)]
    posts = np.flatnonzero(counts.is_needed & (counts.open_seats > 0))
    free, reopening = _who_can_leave(facts)
    employees = np.flatnonzero(free | reopening)
    qualified = _qualified(facts, rules, employees, posts)
    at_home = dataset.employee_unit[employees][:, None] == dataset.post_unit[posts]
    at_home &= (dataset.employee_post[employees][:, None] != posts) & counts.is_commune[
        dataset.employee_unit[employees]
    ][:, None]
    elsewhere = free[employees][:, None] & (dataset.employee_unit[employees][:, None] != dataset.post_unit[posts])
    parts = []
    for number, form in enumerate(FORMS):
        possible = at_home if form is Form.REASSIGNMENT else elsewhere & _may_send(facts, form)[employees][:, None]
        allowed = _allowed(facts, rules, employees, number)
        row, column = np.nonzero(qualified & possible & allowed[:, None])
        parts.append(_pairs(facts, employees[row], posts[column], np.full(len(row), number, dtype=np.int8)))
    pairs = Pairs.joined(facts, parts)
    for rule in rules:
        if not rule.is_profiled:
            pairs = pairs.taken(~rule.mask(pairs))
    return _with_reopening(pairs, free, reopening)


def _who_can_leave(facts: Facts) -> tuple[Mask, Mask]:
    """People who can leave without emptying a needed seat, and those who may reopen theirs."""
    counts, held = facts.counts, facts.dataset.employee_post
    in_commune = counts.is_commune[facts.dataset.employee_unit]
    over_held = np.zeros(len(held), dtype=bool)
    over_held[held >= 0] = counts.over_held[held[held >= 0]] > 0
    return ~in_commune | (held < 0) | over_held, in_commune & is_misplaced(facts, np.arange(len(held)))


def _may_send(facts: Facts, form: Form) -> Mask:
    """Which employees' units may give people in this form."""
    open_to = [kind.value for kind in UnitKind if form in facts.policy.forms.of(SENDER_KIND[kind])]
    sends: Mask = facts.dataset.units["kind"].isin(open_to).to_numpy()
    return sends[facts.dataset.employee_unit]


def _qualified(facts: Facts, rules: Sequence[PairRule], employees: Indices, posts: Indices) -> Mask:
    """Shape (employees, posts): no profiled rule refuses, rules about the form left out.

    Rules are asked once per distinct combination of the columns they name.
    """
    asked = [rule for rule in rules if rule.is_profiled and not rule.uses_form]
    dataset = facts.dataset
    employee_of, profile_of_employee = _profiles(
        dataset, "employees", employees, [column for rule in asked for column in rule.employee_columns]
    )
    post_of, profile_of_post = _profiles(
        dataset, "posts", posts, [column for rule in asked for column in rule.post_columns]
    )
    qualified = np.ones((len(employee_of), len(post_of)), dtype=bool)
    for rule in asked:
        some_employees, employee = _profiles(dataset, "employees", employee_of, rule.employee_columns)
        some_posts, post = _profiles(dataset, "posts", post_of, rule.post_columns)
        grid = _pairs(
            facts,
            np.repeat(some_employees, len(some_posts)),
            np.tile(some_posts, len(some_employees)),
            np.zeros(len(some_employees) * len(some_posts), dtype=np.int8),
        )
        refused = rule.mask(grid).reshape(len(some_employees), len(some_posts))
        qualified &= ~refused[employee][:, post]
    return qualified[profile_of_employee][:, profile_of_post]


def _allowed(facts: Facts, rules: Sequence[PairRule], employees: Indices, form: int) -> Mask:
    """Which employees no rule about the form keeps from moving in this form."""
    allowed = np.ones(len(employees), dtype=bool)
    for rule in rules:
        if rule.is_profiled and rule.uses_form:
            some, profile = _profiles(facts.dataset, "employees", employees, rule.employee_columns)
            pairs = _pairs(facts, some, np.zeros(len(some), dtype=np.intp), np.full(len(some), form, dtype=np.int8))
            allowed &= ~rule.mask(pairs)[profile]
    return allowed


def _profiles(dataset: Dataset, table: str, rows: Indices, columns: Iterable[str]) -> tuple[Indices, Indices]:
    """One representative row per distinct combination of columns, and the combination of every row."""
    profile = np.zeros(len(rows), dtype=np.intp)
    for column in dict.fromkeys(columns):
        kinds = dataset.kinds(table, column)
        _, profile = np.unique(profile * (len(kinds) + 1) + kinds[rows], return_inverse=True)
    _, first, profile = np.unique(profile, return_index=True, return_inverse=True)
    return rows[first], profile


def _pairs(facts: Facts, employee: Indices, post: Indices, form: NDArray[np.int8]) -> Pairs:
    return Pairs(facts, employee, post, form, np.zeros(len(employee), dtype=bool))


def _with_reopening(pairs: Pairs, free: Mask, reopening: Mask) -> Pairs:
    """Every pair as the kinds of departure open to the person, in canonical order."""
    home = pairs.has_form(Form.REASSIGNMENT) & reopening[pairs.employee]
    kept, again = pairs.taken(free[pairs.employee]), pairs.taken(home)
    again = Pairs(again.facts, again.employee, again.post, again.form, np.ones(len(again), dtype=bool))
    both = Pairs.joined(pairs.facts, [kept, again])
    # One key, since the parts are sorted runs already: a stable sort merges them in no time.
    key = (both.employee * len(pairs.dataset.posts) + both.post) * len(FORMS) + both.form
    return both.taken(np.argsort(key * 2 + both.reopens, kind="stable"))


def open_pairs(pairs: Pairs) -> tuple[Pairs, dict[str, Members]]:
    """The candidate pairs whose limits leave room for at least one move, and every limit's members among them."""
    is_open = np.ones(len(pairs), dtype=bool)
    members = {rule.id: rule.members(pairs) for rule in LIMIT_RULES if rule.is_on(pairs.policy)}
    for rule in LIMIT_RULES:
        if rule.id in members:
            is_open[_closed(members[rule.id], rule.bounds(pairs.facts).upper)] = False
    if is_open.all():
        return pairs, members
    position = np.cumsum(is_open) - 1
    left = {}
    for name, counted in members.items():
        kept = is_open[counted.move]
        left[name] = Members(position[counted.move[kept]], counted.subject[kept], counted.coefficient[kept])
    return pairs.taken(is_open), left


def _closed(counted: Members, upper: Ints) -> Indices:
    """Pairs that alone exceed a limit which nothing counts down."""
    most, least = counted.coefficient.max(initial=0), counted.coefficient.min(initial=0)
    may_exceed = upper < most
    if least < 0:
        may_exceed[counted.subject[counted.coefficient < 0]] = False
    if not may_exceed.any():
        return np.empty(0, dtype=np.intp)
    suspect = np.flatnonzero(may_exceed[counted.subject])
    exceeds = upper[counted.subject[suspect]] < counted.coefficient[suspect]
    return counted.move[suspect[exceeds]]
