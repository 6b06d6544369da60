"""The counts of a dataset: quota, payroll, working strength, seats held and vacant.

Three counts are kept apart. *Quota* (biên chế được giao) is assigned; *payroll* (biên chế
có mặt) is changed by transfers only, since a seconded person stays on the sender's
payroll (Decree 170/2025, Art. 26); *working* (thực tế làm việc) is changed by transfers
and secondments, and lowered by long leave. Staff on contract stand outside all three.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.domain import COMMUNE_KINDS, Dataset, EmployeeKind, Status
from optimizer.plan import Plan
from optimizer.policy import Form, Policy

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Counts:
    """Numbers of people and seats, in arrays aligned with the rows of the dataset's tables.

    Per unit: ``quota`` (payroll where none is assigned), ``payroll``, ``working``,
    ``seconded_out``, ``seconded_in``, ``on_leave``. Per post: ``seats``, ``holders`` (people
    whose post it is), ``away`` (holders on leave or seconded out), ``stand_ins`` (people who
    cover it besides their own post, or on a running secondment). Per employee:
    ``is_seconded`` and, for those seconded or on leave, ``is_away``.
    """

    dataset: Dataset
    quota: Ints
    payroll: Ints
    working: Ints
    seconded_out: Ints
    seconded_in: Ints
    on_leave: Ints
    seats: Ints
    reserved: Ints
    holders: Ints
    away: Ints
    stand_ins: Ints
    is_seconded: NDArray[np.bool_]
    is_away: NDArray[np.bool_]

    @property
    def surplus(self) -> Ints:
        """Payroll above quota, per unit; never negative."""
        return _beyond(self.payroll, self.quota)

    @property
    def shortage(self) -> Ints:
        """Quota above payroll, per unit; never negative."""
        return _beyond(self.quota, self.payroll)

    @property
    def _at_work(self) -> Ints:
        """People at work in every post, whether it is theirs or they stand in."""
        return self.holders - self.away + self.stand_ins

    @property
    def open_seats(self) -> Ints:
        """Seats of every post with nobody at work in them, those reserved for recruitment left out."""
        return _beyond(self.wanted_seats, self._at_work)

    @property
    def over_held(self) -> Ints:
        """People at work in every post beyond its seats: so many can leave without emptying one."""
        return _beyond(self._at_work, self.wanted_seats)

    @property
    def vacant_seats(self) -> Ints:
        """Open seats that nobody owns: those of absent holders are open to secondment only."""
        without_owner: Ints = np.minimum(_beyond(self.wanted_seats, self.holders), self.open_seats)
        return without_owner

    @property
    def wanted_seats(self) -> Ints:
        """Seats of every post that are to be filled now: all but those reserved for recruitment."""
        return _beyond(self.seats, self.reserved)

    @cached_property
    def is_commune(self) -> NDArray[np.bool_]:
        """Which units are communes, wards or special zones."""
        return self.dataset.units["kind"].isin([kind.value for kind in COMMUNE_KINDS]).to_numpy()

    @cached_property
    def is_needed(self) -> NDArray[np.bool_]:
        """Which posts' vacancies are needs to fill: those of the commune level."""
        return self.is_commune[self.dataset.post_unit]

    @cached_property
    def field_codes(self) -> tuple[str, ...]:
        """All fields of expertise that occur, sorted."""
        return tuple(sorted({*self.dataset.posts["field"], *self.dataset.employees["field"]}))

    @cached_property
    def field_of_post(self) -> NDArray[np.intp]:
        """Position in ``field_codes`` of every post's field."""
        return pd.Index(self.field_codes).get_indexer(pd.Index(self.dataset.posts["field"]))

    @cached_property
    def field_of_employee(self) -> NDArray[np.intp]:
        """Position in ``field_codes`` of the field people count in: that of the post held, else the primary one."""
        own = pd.Index(self.field_codes).get_indexer(pd.Index(self.dataset.employees["field"]))
        post = self.dataset.employee_post
        return np.where(post >= 0, self.field_of_post[post] if len(self.field_of_post) else own, own)

    def by_unit_and_field(self, unit: NDArray[np.intp], field: NDArray[np.intp], number: Ints) -> Ints:
        """Sum of ``number`` per (unit, field), shape (units, fields)."""
        fields = len(self.field_codes)
        flat = np.bincount(unit * fields + field, weights=number, minlength=len(self.quota) * fields)
        return flat.astype(np.int64).reshape(len(self.quota), fields)

    @cached_property
    def field_seats(self) -> Ints:
        """Seats per (unit, field)."""
        return self.by_unit_and_field(self.dataset.post_unit, self.field_of_post, self.seats)

    @cached_property
    def field_holders(self) -> Ints:
        """People per (unit, field they count in)."""
        return self.by_unit_and_field(self.dataset.employee_unit, self.field_of_employee, head_count(self.dataset))


def _beyond(number: Ints, other: Ints) -> Ints:
    """By how much a number exceeds another, never negative."""
    excess: Ints = np.maximum(number - other, 0)
    return excess


def head_count(dataset: Dataset) -> Ints:
    """How many people every row of the employees table stands for."""
    return dataset.employees["count"].to_numpy(np.int64)


def count(dataset: Dataset, policy: Policy) -> Counts:
    """Count a dataset on the policy's day."""
    employees = dataset.employees
    day = pd.Timestamp(policy.as_of)
    heads = head_count(dataset)
    on_payroll = np.where(employees["kind"] == EmployeeKind.CONTRACT, 0, heads)
    seconded = (
        (employees["seconded_to_unit"] != "")
        & ~(employees["seconded_from"] > day)
        & ~(employees["seconded_until"] < day)
    ).to_numpy()
    on_leave = ((employees["status"] == Status.ON_LEAVE) & ~(employees["absent_until"] < day)).to_numpy() & ~seconded
    host = pd.Index(dataset.units["code"]).get_indexer(pd.Index(employees["seconded_to_unit"]))
    host_post = pd.Index(dataset.posts["code"]).get_indexer(pd.Index(employees["seconded_to_post"]))

    def per_unit(units: NDArray[np.intp], number: Ints) -> Ints:
        return _sums(units, number, len(dataset.units))

    def per_post(posts: NDArray[np.intp], number: Ints) -> Ints:
        return _sums(posts, number, len(dataset.posts))

    payroll = per_unit(dataset.employee_unit, on_payroll)
    seconded_out = per_unit(dataset.employee_unit, on_payroll * seconded)
    seconded_in = per_unit(np.where(seconded, host, -1), on_payroll)
    absent = per_unit(dataset.employee_unit, on_payroll * on_leave)
    at_work = employees.loc[~(seconded | on_leave), ["posts_held", "count"]]
    covered = at_work.explode("posts_held").dropna(subset="posts_held")
    covered_posts = pd.Index(dataset.posts["code"]).get_indexer(pd.Index(covered["posts_held"]))
    quota = dataset.units["quota"].to_numpy(np.float64)
    return Counts(
        dataset=dataset,
        quota=np.where(np.isnan(quota), payroll, quota).astype(np.int64),
        payroll=payroll,
        working=payroll - seconded_out - absent + seconded_in,
        seconded_out=seconded_out,
        seconded_in=seconded_in,
        on_leave=absent,
        seats=dataset.posts["seats"].to_numpy(np.int64),
        reserved=dataset.posts["reserved"].to_numpy(np.int64),
        holders=per_post(dataset.employee_post, heads),
        away=per_post(dataset.employee_post, heads * (seconded | on_leave)),
        stand_ins=per_post(np.where(seconded, host_post, -1), heads)
        + per_post(covered_posts, covered["count"].to_numpy(np.int64)),
        is_seconded=seconded,
        is_away=seconded | on_leave,
    )


def _sums(group: NDArray[np.intp], number: Ints, groups: int) -> Ints:
    """Sum of ``number`` per group; group -1 is left out."""
    known = group >= 0
    return np.bincount(group[known], weights=number[known], minlength=groups).astype(np.int64)


def count_after(counts: Counts, plan: Plan) -> Counts:
    """The counts once every move of a plan is made.

    Raises KeyError if the plan names a unit or post that the dataset does not have.
    """
    unit, post = counts.dataset.unit_row, counts.dataset.post_row
    payroll, working = counts.payroll.copy(), counts.working.copy()
    seconded_out, seconded_in = counts.seconded_out.copy(), counts.seconded_in.copy()
    holders, away, stand_ins = counts.holders.copy(), counts.away.copy(), counts.stand_ins.copy()
    for move in plan.moves:
        sender, receiver, number = unit[move.from_unit], unit[move.to_unit], move.count
        working[sender] -= number
        working[receiver] += number
        if move.form is Form.SECONDMENT:
            seconded_out[sender] += number
            seconded_in[receiver] += number
            stand_ins[post[move.to_post]] += number
            if move.from_post:
                away[post[move.from_post]] += number
        else:
            payroll[sender] -= number
            payroll[receiver] += number
            holders[post[move.to_post]] += number
            if move.from_post:
                holders[post[move.from_post]] -= number
    return replace(
        counts,
        payroll=payroll,
        working=working,
        seconded_out=seconded_out,
        seconded_in=seconded_in,
        holders=holders,
        away=away,
        stand_ins=stand_ins,
    )
