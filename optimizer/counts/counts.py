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

from optimizer.arrays import Indices, Ints
from optimizer.counts.entries import entries_of, entries_of_moves
from optimizer.domain import COMMUNE_KINDS, Dataset, Status
from optimizer.plan import Plan
from optimizer.policy import Policy


@dataclass(frozen=True)
class Counts:
    """Numbers of people and seats, in arrays aligned with the rows of the dataset's tables.

    Per unit: ``quota`` (payroll where none is assigned), ``payroll``, ``working``,
    ``seconded_out``, ``seconded_in``, ``on_leave``. Per post: ``seats``, ``holders`` (people
    whose post it is), ``away`` (holders on leave or seconded out), ``stand_ins`` (people who
    cover it besides their own post, or on a running secondment). Per employee:
    ``is_seconded`` and, for those seconded or on leave, ``is_away``, before any plan.
    All but seats and quota are sums of ``entries`` (:mod:`optimizer.counts.entries`).
    """

    dataset: Dataset
    entries: pd.DataFrame
    quota: Ints
    is_seconded: NDArray[np.bool_]
    is_away: NDArray[np.bool_]

    @cached_property
    def payroll(self) -> Ints:
        """Staff that every unit pays."""
        return self._per_unit("payroll")

    @cached_property
    def working(self) -> Ints:
        """Staff at work in every unit."""
        return self._per_unit("working")

    @cached_property
    def seconded_out(self) -> Ints:
        """Staff of every unit who are seconded to another."""
        return self._per_unit("seconded_out")

    @cached_property
    def seconded_in(self) -> Ints:
        """Staff of others seconded to every unit."""
        return self._per_unit("seconded_in")

    @cached_property
    def on_leave(self) -> Ints:
        """Staff of every unit on long leave."""
        return self._per_unit("on_leave")

    @cached_property
    def holders(self) -> Ints:
        """People whose post it is, per post."""
        return self._per_post("holders")

    @cached_property
    def away(self) -> Ints:
        """Holders of every post who are seconded out or on leave."""
        return self._per_post("away")

    @cached_property
    def stand_ins(self) -> Ints:
        """People who cover every post without holding it."""
        return self._per_post("stand_ins")

    @property
    def seats(self) -> Ints:
        """Seats of every post."""
        return self.dataset.posts["seats"].to_numpy(np.int64)

    @property
    def reserved(self) -> Ints:
        """Seats of every post that are reserved for recruitment."""
        return self.dataset.posts["reserved"].to_numpy(np.int64)

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
        return self.field_of(self.dataset.employee_post, np.arange(len(self.dataset.employees)))

    def field_of(self, post: Indices, employee: Indices) -> NDArray[np.intp]:
        """Position in ``field_codes`` of posts' fields, and where there is no post (-1) of people's primary ones."""
        own = pd.Index(self.field_codes).get_indexer(pd.Index(self.dataset.employees["field"]))
        return np.where(post >= 0, np.append(self.field_of_post, -1)[post], own[employee])

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
        """People per (unit, field they count in), those on contract included."""
        own = self.entries[self.entries["holders"] != 0]
        unit, post, employee = (own[column].to_numpy() for column in ("unit", "post", "employee"))
        return self.by_unit_and_field(unit, self.field_of(post, employee), own["holders"].to_numpy())

    def _per_unit(self, column: str) -> Ints:
        return _sums(self.entries["unit"].to_numpy(), self.entries[column].to_numpy(), len(self.dataset.units))

    def _per_post(self, column: str) -> Ints:
        return _sums(self.entries["post"].to_numpy(), self.entries[column].to_numpy(), len(self.dataset.posts))


def _beyond(number: Ints, other: Ints) -> Ints:
    """By how much a number exceeds another, never negative."""
    excess: Ints = np.maximum(number - other, 0)
    return excess


def head_count(dataset: Dataset) -> Ints:
    """How many people every row of the employees table stands for."""
    return dataset.employees["count"].to_numpy(np.int64)


def _sums(group: Indices, number: Ints, groups: int) -> Ints:
    """Sum of ``number`` per group; group -1 is left out."""
    known = group >= 0
    return np.bincount(group[known], weights=number[known], minlength=groups).astype(np.int64)


def count(dataset: Dataset, policy: Policy) -> Counts:
    """Count a dataset on the policy's day."""
    employees = dataset.employees
    day = pd.Timestamp(policy.as_of)
    is_seconded = (
        (employees["seconded_to_unit"] != "")
        & ~(employees["seconded_from"] > day)
        & ~(employees["seconded_until"] < day)
    ).to_numpy()
    is_on_leave = ((employees["status"] == Status.ON_LEAVE) & ~(employees["absent_until"] < day)).to_numpy()
    entries = entries_of(dataset, is_seconded, is_on_leave & ~is_seconded)
    payroll = _sums(entries["unit"].to_numpy(), entries["payroll"].to_numpy(), len(dataset.units))
    quota = dataset.units["quota"].to_numpy(np.float64)
    return Counts(
        dataset=dataset,
        entries=entries,
        quota=np.where(np.isnan(quota), payroll, quota).astype(np.int64),
        is_seconded=is_seconded,
        is_away=is_seconded | is_on_leave,
    )


def count_after(counts: Counts, plan: Plan) -> Counts:
    """The counts once every move of a plan is made.

    Raises KeyError if the plan names an employee, unit or post that the dataset does not have.
    """
    made = entries_of_moves(counts.dataset, plan.moves)
    return replace(counts, entries=pd.concat([counts.entries, made], ignore_index=True))
