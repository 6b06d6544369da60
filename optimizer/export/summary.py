"""The figures of a plan's summary, counted from the plan and the tables alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.counts import Counts, count, count_after
from optimizer.domain import SENDER_KIND, Dataset, Field, SenderKind, UnitKind
from optimizer.findings import Finding
from optimizer.plan import Plan, VacancyCause
from optimizer.policy import Form, Policy
from optimizer.rules import rules_left_out
from optimizer.terms import Ending, endings


@dataclass(frozen=True)
class Headcount:
    """People and seats of all units of one kind.

    Surplus and shortage are summed unit by unit, so one unit's surplus does not hide
    another's shortage. ``open_seats`` have nobody at work in them and are not reserved.
    """

    units: int
    quota: int
    payroll: int
    working: int
    surplus: int
    shortage: int
    open_seats: int


@dataclass(frozen=True)
class Summary:
    """A plan in figures; every number counts people or seats.

    ``moved`` is keyed by (sender kind, form), ``moved_by_field`` by (field code, sender
    kind), ``vacant_posts`` and ``vacant_seats`` by cause, ``before`` and ``after`` by the
    kind of unit. ``cost_vnd`` is the allowances of all moves over their terms. ``left_out`` names
    the policy's tiers with nothing to measure, such as changes where no base plan is named.
    ``rules_left_out`` says which rules the policy switches off, or the day does.
    ``endings`` are the terms that end soon, by the policy's ``alert_days``, and the plan's own.
    """

    plan: Plan
    fields: Mapping[str, Field]
    moved: Mapping[tuple[SenderKind, Form], int]
    moved_by_field: Mapping[tuple[str, SenderKind], int]
    vacant_posts: Mapping[VacancyCause, int]
    vacant_seats: Mapping[VacancyCause, int]
    before: Mapping[SenderKind, Headcount]
    after: Mapping[SenderKind, Headcount]
    cost_vnd: int
    left_out: tuple[str, ...]
    rules_left_out: tuple[Finding, ...]
    policy: Policy
    endings: tuple[Ending, ...]

    @property
    def people_moved(self) -> int:
        """People the plan moves."""
        return sum(self.moved.values())


def summarise(dataset: Dataset, policy: Policy, plan: Plan) -> Summary:
    """Count what a plan does to a dataset.

    Raises KeyError if the plan names a person, unit or post that the dataset does not have.
    """
    moved: Counter[tuple[SenderKind, Form]] = Counter()
    moved_by_field: Counter[tuple[str, SenderKind]] = Counter()
    for move in plan.moves:
        moved[move.sender_kind, move.form] += move.count
        moved_by_field[move.field, move.sender_kind] += move.count
    vacant_posts: Counter[VacancyCause] = Counter()
    vacant_seats: Counter[VacancyCause] = Counter()
    for vacancy in plan.unfilled:
        vacant_posts[vacancy.cause] += 1
        vacant_seats[vacancy.cause] += vacancy.seats
    before = count(dataset, policy)
    return Summary(
        plan=plan,
        fields=dataset.field_by_code,
        moved=moved,
        moved_by_field=moved_by_field,
        vacant_posts=vacant_posts,
        vacant_seats=vacant_seats,
        before=headcounts(before),
        after=headcounts(count_after(before, plan)),
        cost_vnd=sum(move.cost_vnd for move in plan.moves),
        left_out=tuple(tier for tier in policy.tier_order if tier not in plan.values),
        rules_left_out=rules_left_out(policy),
        policy=policy,
        endings=tuple(
            ending for ending in endings(dataset, policy, plan.moves) if ending.is_planned or ending.is_due(policy)
        ),
    )


def headcounts(counts: Counts) -> dict[SenderKind, Headcount]:
    """Counts summed over the units of every kind that the dataset has."""
    kinds = np.array([SENDER_KIND[UnitKind(kind)] for kind in counts.dataset.units["kind"]], dtype=object)
    return {kind: _headcount(counts, kinds == kind) for kind in SenderKind if (kinds == kind).any()}


def _headcount(counts: Counts, is_member: NDArray[np.bool_]) -> Headcount:
    return Headcount(
        units=int(is_member.sum()),
        quota=int(counts.quota[is_member].sum()),
        payroll=int(counts.payroll[is_member].sum()),
        working=int(counts.working[is_member].sum()),
        surplus=int(counts.surplus[is_member].sum()),
        shortage=int(counts.shortage[is_member].sum()),
        open_seats=int(counts.open_seats[is_member[counts.dataset.post_unit]].sum()),
    )
