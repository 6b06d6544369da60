"""The counts of a dataset, made with plain loops over its rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from optimizer.domain import Dataset, Employee, EmployeeKind, Status

COMMUNE_LEVEL = {"commune", "ward", "special_zone"}


@dataclass(frozen=True)
class Recount:
    """People and seats per unit code, post code and (unit, field)."""

    quota: dict[str, int]
    payroll: Counter[str]
    working: Counter[str]
    seconded_out: Counter[str]
    seconded_in: Counter[str]
    on_leave: Counter[str]
    holders: Counter[str]
    away: Counter[str]
    stand_ins: Counter[str]
    open_seats: dict[str, int]
    vacant_seats: dict[str, int]
    over_held: dict[str, int]
    field_seats: Counter[tuple[str, str]]
    field_holders: Counter[tuple[str, str]]

    def surplus(self, unit: str) -> int:
        return max(0, self.payroll[unit] - self.quota[unit])

    def shortage(self, unit: str) -> int:
        return max(0, self.quota[unit] - self.payroll[unit])


def is_seconded(person: Employee, day: date) -> bool:
    """Whether a secondment is running on the day; a missing date leaves that end open."""
    started = person.seconded_from is None or person.seconded_from <= day
    ended = person.seconded_until is not None and person.seconded_until < day
    return person.seconded_to_unit != "" and started and not ended


def is_on_leave(person: Employee, day: date) -> bool:
    """Whether a leave is running on the day."""
    is_back = person.absent_until is not None and person.absent_until < day
    return person.status is Status.ON_LEAVE and not is_back and not is_seconded(person, day)


def counted_field(person: Employee, dataset: Dataset) -> str:
    """The field a person counts in: that of the post held, else the primary one."""
    return dataset.post_by_code[person.post].field if person.post else person.field


def recount(dataset: Dataset, day: date) -> Recount:
    """Count everything, one person after the other."""
    payroll: Counter[str] = Counter()
    seconded_out: Counter[str] = Counter()
    seconded_in: Counter[str] = Counter()
    on_leave: Counter[str] = Counter()
    holders: Counter[str] = Counter()
    away: Counter[str] = Counter()
    stand_ins: Counter[str] = Counter()
    field_seats: Counter[tuple[str, str]] = Counter()
    field_holders: Counter[tuple[str, str]] = Counter()
    for person in dataset.rows("employees"):
        heads = person.count
        is_away = is_seconded(person, day) or is_on_leave(person, day)
        if person.kind is not EmployeeKind.CONTRACT:
            payroll[person.unit] += heads
            if is_seconded(person, day):
                seconded_out[person.unit] += heads
                seconded_in[person.seconded_to_unit] += heads
            if is_on_leave(person, day):
                on_leave[person.unit] += heads
        if person.post:
            holders[person.post] += heads
            if is_away:
                away[person.post] += heads
        if is_seconded(person, day) and person.seconded_to_post:
            stand_ins[person.seconded_to_post] += heads
        if not is_away:
            for post in person.posts_held:
                stand_ins[post] += heads
        field_holders[person.unit, counted_field(person, dataset)] += heads
    open_seats, vacant_seats, over_held = {}, {}, {}
    for post in dataset.rows("posts"):
        code = post.code
        at_work = holders[code] - away[code] + stand_ins[code]
        wanted = max(0, post.seats - post.reserved)
        open_seats[code] = max(0, wanted - at_work)
        vacant_seats[code] = min(open_seats[code], max(0, wanted - holders[code]))
        over_held[code] = max(0, at_work - wanted)
        field_seats[post.unit, post.field] += post.seats
    units = [unit.code for unit in dataset.rows("units")]
    return Recount(
        quota={u.code: payroll[u.code] if u.quota is None else u.quota for u in dataset.rows("units")},
        payroll=payroll,
        working=Counter({u: payroll[u] - seconded_out[u] - on_leave[u] + seconded_in[u] for u in units}),
        seconded_out=seconded_out,
        seconded_in=seconded_in,
        on_leave=on_leave,
        holders=holders,
        away=away,
        stand_ins=stand_ins,
        open_seats=open_seats,
        vacant_seats=vacant_seats,
        over_held=over_held,
        field_seats=field_seats,
        field_holders=field_holders,
    )
