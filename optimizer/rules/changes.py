"""A plan differs as little as it can from the plan it is compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from optimizer.arrays import Ints
from optimizer.counts import head_count
from optimizer.facts import Facts
from optimizer.plan import Move, Plan
from optimizer.policy import Form
from optimizer.rules.limit_rule import Members
from optimizer.rules.objective import Objective, Shortfall, Terms
from optimizer.rules.pairs import FORMS, Pairs
from optimizer.rules.rule import DESIGN


class Changes(Objective):
    """People-moves in one of two plans and not in the other: the same person, post and form is the same move.

    Applies only where a base plan is named. Moves of the base that its tables no longer allow
    count as changed in every plan.
    """

    id = "changes"
    unit = "moves"
    citation = DESIGN
    sentences = {
        "vi": "Lượt điều chuyển chỉ có trong phương án này hoặc chỉ có trong phương án gốc; cùng người, cùng vị trí, "
        "cùng hình thức là cùng một lượt.",
        "en": "Moves that are in this plan only or in the base plan only; the same person, post and form is the same "
        "move.",
    }

    def applies(self, facts: Facts) -> bool:
        """Whether a base plan is named."""
        return facts.base is not None

    def terms(self, pairs: Pairs) -> Terms:
        """Each move made costs one, and each of the base's takes one off as far as it is made.

        Where the base moves as many of a row to a post as can go, that is a price of -1 per
        person. Where more could go, the base's number is a demand: |x - b| = x - b + 2 max(b - x, 0).
        """
        in_base = _numbers(pairs.facts.base or ())
        kept, subject = _kept(pairs, in_base)
        most = np.minimum(head_count(pairs.dataset)[pairs.employee], pairs.counts.open_seats[pairs.post])
        is_part = (kept > 0) & (kept < most)
        price = np.where((kept > 0) & ~is_part, -1, 1).astype(np.int64)
        total = sum(in_base.values())
        if not is_part.any():
            return Terms(total, price)
        parts, position = np.unique(subject[is_part], return_inverse=True)
        number = np.zeros(len(parts), dtype=np.int64)
        number[position] = kept[is_part]
        members = Members(np.flatnonzero(is_part), position, np.full(len(position), 2, dtype=np.int64))
        first = np.flatnonzero(is_part)[np.unique(position, return_index=True)[1]]
        ids, codes = pairs.of_employee("id").iloc[first], pairs.of_post("code").iloc[first]
        named = zip(ids, codes, pairs.form[first], strict=True)
        label = tuple(f"{employee} → {post} ({FORMS[form].value})" for employee, post, form in named)
        return Terms(total - 2 * int(number.sum()), price, shortfalls=(Shortfall(label, 2 * number, members),))

    def measure(self, plan: Plan, facts: Facts) -> int:
        """The difference counted move by move."""
        ours, theirs = _numbers(plan.moves), _numbers(facts.base or ())
        return sum(abs(ours[move] - theirs[move]) for move in {*ours, *theirs})


def _numbers(moves: Iterable[Move]) -> Counter[tuple[str, str, Form]]:
    """How many people of each row go to each post in each form."""
    numbers: Counter[tuple[str, str, Form]] = Counter()
    for move in moves:
        numbers[move.employee, move.to_post, move.form] += move.count
    return numbers


def _kept(pairs: Pairs, in_base: Counter[tuple[str, str, Form]]) -> tuple[Ints, Ints]:
    """How many people the base moves as each pair would, and one number for all pairs that are the same move."""
    dataset = pairs.dataset
    people, posts = dataset.employee_row, dataset.post_row
    rows = {
        (people[employee] * len(posts) + posts[post]) * len(FORMS) + FORMS.index(form): number
        for (employee, post, form), number in in_base.items()
        if employee in people and post in posts
    }
    subject = (pairs.employee * len(posts) + pairs.post) * len(FORMS) + pairs.form
    codes = np.array(sorted(rows), dtype=np.int64)
    numbers = np.array([*(rows[code] for code in codes.tolist()), 0], dtype=np.int64)
    found = np.searchsorted(codes, subject)
    is_same = np.append(codes, -1)[found] == subject
    return np.where(is_same, numbers[found], 0), subject
