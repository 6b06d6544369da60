"""A commune releases from a field only what it has beyond the field's seats."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.policy import Form
from optimizer.rules.instruments import cite
from optimizer.rules.limit_rule import UNLIMITED, Bounds, LimitRule, Members, Place
from optimizer.rules.misplaced import is_misplaced
from optimizer.rules.pairs import Pairs


class Release(LimitRule):
    """Departures from a field of a unit are gross and counted before the plan. Subjects: unit x field.

    A person counts in the field of the post held, else in the primary field. A reassignment
    at home counts when it changes the field, unless the person is misplaced. Units above the
    commune keep people per field only where the ``limits`` table says so.
    """

    id = "release"
    place = Place.RELEASE
    citation = cite("Công văn 09/CV-BCĐ ngày 30/5/2025", "biên chế cấp xã", is_verified=True)
    sentences = {
        "vi": "{number} người rời {subject}, chỉ có thể cho {limit} người.",
        "en": "{number} people leave {subject}, which can release {limit}.",
    }

    def bounds(self, facts: Facts) -> Bounds:
        """At most holders - seats in communes, or what the ``limits`` table keeps or allows."""
        counts = facts.counts
        spare = np.maximum(counts.field_holders - counts.field_seats, 0)
        upper = np.where(counts.is_commune[:, None], spare, UNLIMITED)
        for row in facts.dataset.limit_rows:
            if not row.is_field_release or row.field not in counts.field_codes:
                continue
            cell = facts.dataset.unit_row[row.unit], counts.field_codes.index(row.field)
            if row.keep is not None:
                upper[cell] = max(0, int(counts.field_holders[cell]) - row.keep)
            if row.at_most is not None:
                upper[cell] = min(upper[cell], row.at_most)
        return Bounds(np.zeros(upper.size, dtype=np.int64), upper.ravel().astype(np.int64))

    def members(self, pairs: Pairs) -> Members:
        """Departures, and changes of field at home by people who are not misplaced."""
        counts = pairs.counts
        field = counts.field_of_employee[pairs.employee]
        at_home = pairs.has_form(Form.REASSIGNMENT)
        changes_field = counts.field_of_post[pairs.post] != field
        move = np.flatnonzero(~at_home | (changes_field & ~is_misplaced(pairs.facts, pairs.employee)))
        subject = pairs.sender[move] * len(counts.field_codes) + field[move]
        return Members(move, subject, np.ones(len(move), dtype=np.int64))

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """One for the sender's field, as :meth:`members` says."""
        dataset, counts = facts.dataset, facts.counts
        employee = dataset.employee_row[move.employee]
        field = int(counts.field_of_employee[employee])
        if move.form is Form.REASSIGNMENT and (
            counts.field_of_post[dataset.post_row[move.to_post]] == field
            or is_misplaced(facts, np.array([employee]))[0]
        ):
            return
        yield int(dataset.employee_unit[employee]) * len(counts.field_codes) + field, 1
