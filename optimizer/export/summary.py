"""The figures of a plan's summary, counted from the plan and the tables alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from optimizer.domain import Dataset, Field, SenderKind, Unit
from optimizer.export.flows import Flow, flows_of
from optimizer.findings import Finding
from optimizer.ledger import ledger_of
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
    ``flows`` adds up the moves of people without name and identity, who are known in numbers only.
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
    units: Mapping[str, Unit]
    flows: tuple[Flow, ...]

    @property
    def unknown_distances(self) -> int:
        """People who move to another unit over a distance that is not known."""
        elsewhere = (move for move in self.plan.moves if move.form is not Form.REASSIGNMENT)
        return sum(move.count for move in elsewhere if move.km is None)

    @property
    def people_moved(self) -> int:
        """People the plan moves."""
        return sum(self.moved.values())


def summarise(dataset: Dataset, policy: Policy, plan: Plan) -> Summary:
    """Count what a plan does to a dataset.

    Raises KeyError if the plan names an employee, unit or post that the dataset does not have.
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
    people = dataset.employees
    nameless = frozenset(people.loc[(people["name"] == "") & (people["national_id"] == ""), "id"])
    ledger = ledger_of(dataset, policy, plan)
    before, after = (
        {kind: _headcount(units) for kind, units in ledger.by_kind(state).items()} for state in ledger.states
    )
    return Summary(
        plan=plan,
        fields=dataset.field_by_code,
        moved=moved,
        moved_by_field=moved_by_field,
        vacant_posts=vacant_posts,
        vacant_seats=vacant_seats,
        before=before,
        after=after,
        cost_vnd=sum(move.cost_vnd for move in plan.moves),
        left_out=tuple(tier for tier in policy.tier_order if tier not in plan.values),
        rules_left_out=rules_left_out(policy),
        policy=policy,
        endings=tuple(
            ending for ending in endings(dataset, policy, plan.moves) if ending.is_planned or ending.is_due(policy)
        ),
        units=dataset.unit_by_code,
        flows=flows_of(move for move in plan.moves if move.employee in nameless),
    )


def _headcount(units: pd.DataFrame) -> Headcount:
    return Headcount(len(units), *(int(units[name].sum()) for name in Headcount.__match_args__[1:]))
