"""A merger conserves people, seats, quotas and counts, whatever communes are merged."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer.counts import count
from optimizer.domain import COMMUNE_KINDS, Dataset
from optimizer.edits.merge_communes import MergeCommunes
from optimizer.findings import has_errors
from optimizer.policy import Policy
from tests.optimizer.judge import tiny

COUNTS = ("seats", "holders", "away", "stand_ins", "open_seats", "vacant_seats", "field_seats", "field_holders")
"""Counts by post, or by field, that a merger leaves as they are in sum."""


def communes_of(dataset: Dataset) -> list[str]:
    return [unit.code for unit in dataset.unit_by_code.values() if unit.kind in COMMUNE_KINDS]


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 400), data=st.data())
def test_nobody_and_no_seat_is_lost_or_made(seed: int, data: st.DataObject) -> None:
    dataset, policy = tiny(seed)
    communes = communes_of(dataset)
    assume(len(communes) > 1)
    chosen = data.draw(st.lists(st.sampled_from(communes), min_size=2, unique=True))
    edited = MergeCommunes(communes=tuple(chosen), name="Mới")(dataset, policy)
    assert not has_errors(edited.findings) and edited.policy == policy
    assert_conserved(dataset, edited.dataset, policy)
    assert len(edited.dataset.units) == len(dataset.units) - len(chosen) + 1


def assert_conserved(before: Dataset, after: Dataset, policy: Policy) -> None:
    assert after.employees[["id", "count"]].equals(before.employees[["id", "count"]])
    assert after.posts[["code", "seats", "reserved"]].equals(before.posts[["code", "seats", "reserved"]])
    was, becomes = count(before, policy), count(after, policy)
    for name in ("payroll", "working", "on_leave", *COUNTS):
        assert getattr(was, name).sum() == getattr(becomes, name).sum(), name
    assert was.quota.sum() == becomes.quota.sum()
    # What one commune has too many and another too few is the same unit's now: both shrink alike.
    assert (was.surplus - was.shortage).sum() == (becomes.surplus - becomes.shortage).sum()
    assert becomes.surplus.sum() <= was.surplus.sum()
