"""The ledger: quota, payroll and working strength by unit, department or field, before and after a plan.

A quota is assigned to a unit as a whole. Below the unit, the seats of its posts stand in its
place: by department and by field, surplus and shortage say how many people there are beyond
those seats, and how many are missing. A person counts in the department and in the field of the
post held, without one in no department and in the primary field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from optimizer.counts import PEOPLE, Counts, count, count_after
from optimizer.domain import SENDER_KIND, Dataset, EmployeeKind, SenderKind, Unit
from optimizer.norms import norm_of
from optimizer.plan import Plan
from optimizer.policy import Policy

MEASURES = (*PEOPLE, "surplus", "shortage", "open_seats")
"""Columns of every ledger after the first, which is ``quota`` or ``seats``."""


class By(StrEnum):
    """What a row of a ledger is: a unit, or one of its departments or fields."""

    UNIT = "unit"
    DEPARTMENT = "department"
    FIELD = "field"


@dataclass(frozen=True)
class Ledger:
    """Counts of a dataset under a policy, and of what a plan makes of it (``after``, None without one).

    Both frames have the same rows in the same order. Their index is the unit's code and, by
    department or field, that department ("" for none) or field code. The first column is what
    payroll is held against: the ``quota`` of units, or below them the ``seats``; the others are
    :data:`MEASURES`, numbers of people, and of seats with nobody at work in them. Units without
    a quota (their payroll is taken for it), or without any post, are not ``measured``: they show
    neither surplus nor shortage. ``norms`` proposes a headcount by population, by unit code.
    ``staff`` counts the people of the employees table; those on ``contract``, outside of all
    counts, apart.
    """

    by: By
    dataset: Dataset
    policy: Policy
    before: pd.DataFrame
    after: pd.DataFrame | None
    measured: frozenset[str]
    norms: Mapping[str, int]
    staff: int
    contract: int

    @property
    def measure(self) -> Literal["quota", "seats"]:
        """The column that payroll is held against."""
        return _measure(self.by)

    @property
    def states(self) -> tuple[pd.DataFrame, ...]:
        """The counts before, and those after if there is a plan."""
        return (self.before,) if self.after is None else (self.before, self.after)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The unit of every row."""
        return tuple(self.dataset.unit_by_code[code] for code in self.before.index.get_level_values("unit"))

    def by_kind(self, state: pd.DataFrame) -> dict[SenderKind, pd.DataFrame]:
        """The rows of a state by kind of sender; kinds without rows are left out."""
        kinds = np.array([SENDER_KIND[unit.kind] for unit in self.units], dtype=object)
        return {kind: state[kinds == kind] for kind in SenderKind if (kinds == kind).any()}


def ledger_of(dataset: Dataset, policy: Policy, plan: Plan | None = None, by: By = By.UNIT) -> Ledger:
    """Count a dataset on the policy's day, before and after a plan.

    >>> from datetime import date
    >>> from optimizer.domain import Employee, Post
    >>> ward = Unit(code="00004", name="Ba Đình", kind="ward", population=40_000, quota=40)
    >>> land = Post(code="1", unit="00004", field="LAN", seats=3)
    >>> dataset = Dataset.of(units=[ward], posts=[land], employees=[Employee(id="1", unit="00004", post="1", count=4)])
    >>> ledger = ledger_of(dataset, Policy(as_of=date(2025, 10, 1)))
    >>> int(ledger.before.loc["00004", "shortage"]), ledger.norms
    (36, {'00004': 44})
    >>> ledger_of(dataset, Policy(as_of=date(2025, 10, 1)), by=By.FIELD).before["surplus"].to_dict()
    {('00004', 'LAN'): 1}

    Raises KeyError if the plan names an employee, unit or post that the dataset does not have.
    """
    counts = count(dataset, policy)
    states = [_counted(state, by) for state in (counts, *([] if plan is None else [count_after(counts, plan)]))]
    rows = states[0].index
    for state in states[1:]:
        rows = rows.union(state.index)
    states = [state.reindex(rows, fill_value=0) for state in states]
    on_contract = dataset.employees["kind"] == EmployeeKind.CONTRACT
    return Ledger(
        by=by,
        dataset=dataset,
        policy=policy,
        before=states[0],
        after=None if plan is None else states[1],
        measured=frozenset(_measured(dataset, by)),
        norms=proposed_quotas(dataset, policy),
        staff=int(dataset.employees.loc[~on_contract, "count"].sum()),
        contract=int(dataset.employees.loc[on_contract, "count"].sum()),
    )


def proposed_quotas(dataset: Dataset, policy: Policy) -> dict[str, int]:
    """What the norms in force propose, by code of every unit with a population and a norm for its kind."""
    found = {
        code: (unit.population, norm_of(unit.kind, policy.norms, policy.as_of))
        for code, unit in dataset.unit_by_code.items()
    }
    return {code: norm.headcount(people) for code, (people, norm) in found.items() if norm and people is not None}


def _counted(counts: Counts, by: By) -> pd.DataFrame:
    """The counts of one state: a row for every unit, or for every department or field that has people or posts."""
    keys = ["unit"] if by is By.UNIT else ["unit", by.value]
    people = _labelled(counts, by).groupby(keys)[[*PEOPLE]].sum()
    seats = counts.dataset.posts.assign(open_seats=counts.open_seats).groupby(keys)[["seats", "open_seats"]].sum()
    if by is By.UNIT:
        wanted = pd.Series(counts.quota, pd.Index(counts.dataset.units["code"], name="unit"), name="quota")
    else:
        wanted = seats["seats"]
    table = pd.concat([wanted, people, seats["open_seats"]], axis=1).fillna(0).astype(np.int64).sort_index()
    is_measured = table.index.get_level_values("unit").isin(_measured(counts.dataset, by))
    beyond = (table["payroll"] - table[_measure(by)]).where(is_measured, 0)
    table = table.assign(surplus=beyond.clip(lower=0), shortage=(-beyond).clip(lower=0))
    return table[[_measure(by), *MEASURES]]


def _measure(by: By) -> Literal["quota", "seats"]:
    return "quota" if by is By.UNIT else "seats"


def _measured(dataset: Dataset, by: By) -> pd.Series:
    """Codes of units with a quota, or below the unit of those with posts."""
    if by is By.UNIT:
        return dataset.units.loc[dataset.units["quota"].notna(), "code"]
    return dataset.posts["unit"]


def _labelled(counts: Counts, by: By) -> pd.DataFrame:
    """The entries of units that the dataset has, with the code of the unit and the name of the department or field."""
    dataset, entries = counts.dataset, counts.entries[counts.entries["unit"] >= 0]
    post, employee = entries["post"].to_numpy(), entries["employee"].to_numpy()
    labels = {"unit": dataset.units["code"].to_numpy()[entries["unit"]]}
    if by is By.FIELD:
        labels["field"] = np.array(counts.field_codes, dtype=object)[counts.field_of(post, employee)]
    elif by is By.DEPARTMENT:
        labels["department"] = np.append(dataset.posts["department"].to_numpy(), "")[post]
    return entries.assign(**labels)


@dataclass(frozen=True)
class Check:
    """Two sums that must be one: ``counted`` over the rows of a ledger, ``expected`` in another way.

    ``code`` is worded in the section ``ledger_check``.
    """

    code: str
    counted: int
    expected: int

    @property
    def holds(self) -> bool:
        """Whether the two are one."""
        return self.counted == self.expected


def checks_of(ledger: Ledger) -> tuple[tuple[Check, ...], ...]:
    """Every state of a ledger held against what must hold over all units: once before, once more after a plan.

    Everybody on the employees table is on one payroll; at work is who is neither lent out nor on
    leave, and who was lent; whoever is lent out was lent to somebody. A plan changes none of it.
    """
    return tuple(_checks(state, ledger.staff) for state in ledger.states)


def _checks(state: pd.DataFrame, staff: int) -> tuple[Check, ...]:
    payroll, working, lent, borrowed, on_leave = (int(state[name].sum()) for name in PEOPLE)
    return (
        Check("payroll", payroll, staff),
        Check("working", working, payroll - lent - on_leave + borrowed),
        Check("seconded", lent, borrowed),
    )
