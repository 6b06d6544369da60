"""Limits that cross units and forms, and demands, read from the tables by plain loops."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from optimizer.domain import Employee, EmployeeKind, LimitSubject, Order
from optimizer.domain import Limit as Row
from optimizer.policy import Form
from tests.optimizer.judge.limit import Demand, Limit
from tests.optimizer.judge.options import Option
from tests.optimizer.judge.recount import counted_field, is_on_leave, is_seconded
from tests.optimizer.judge.travel import place_of_post

if TYPE_CHECKING:
    from tests.optimizer.judge.reading import Reading


def side_limits(reading: Reading) -> Iterator[Limit]:
    """Rows of the table of limits, housing, couples, speakers."""
    for row in reading.dataset.rows("limits"):
        bounds = []
        if row.at_most is not None and not is_about_a_field_s_release(row):
            bounds.append(row.at_most)
        if row.keep is not None and not is_about_a_field_s_release(row):
            bounds.append(max(0, reading.counts.payroll[row.unit] - row.keep))
        if bounds:
            yield Limit("local_limits", name_of(row), row_members(reading, row), min(bounds))
    yield from _housing(reading)
    if reading.policy.setting("couples").on:
        yield from _couples(reading)
    for unit, language, speakers, sign in _speakers(reading):
        if speakers:
            subject = f"{unit}/{language}"
            yield Limit("speakers", subject, {option: -change for option, change in sign.items()}, speakers - 1)


def demands(reading: Reading) -> Iterator[Demand]:
    """What nobody moving does not meet."""
    for row in reading.dataset.rows("limits"):
        if row.at_least:
            yield Demand("local_limits", name_of(row), row_members(reading, row), row.at_least)
    for unit, language, speakers, sign in _speakers(reading):
        if not speakers:
            yield Demand("speakers", f"{unit}/{language}", sign, 1)
    for order in reading.dataset.rows("instructions"):
        if order.order is Order.FORCE:
            asked = (order.employee, order.post, order.unit)
            yield Demand(
                "instruction_force", " ".join(asked), _where(reading, lambda o, a=asked: _is_asked(reading, o, a)), 1
            )


def _is_asked(reading: Reading, option: Option, asked: tuple[str, str, str]) -> bool:
    found = (option.employee, option.post, reading.receiver(option))
    return all(cell in ("", value) for cell, value in zip(asked, found, strict=True))


def is_about_a_field_s_release(row: Row) -> bool:
    """Whether a row's upper bound takes the place of what a field of a unit has to spare."""
    others = (row.form.value, row.kind.value, row.other_unit)
    return row.subject is LimitSubject.RELEASE and row.unit != "" and row.field != "" and others == ("", "", "")


def name_of(row: Row) -> str:
    """All cells that say which moves are counted."""
    return " ".join((row.subject.value, row.unit, row.field, row.form.value, row.kind.value, row.other_unit))


def row_members(reading: Reading, row: Row) -> dict[Option, int]:
    """The moves between units that a row of the table counts."""
    return _where(reading, lambda option: option.form is not Form.REASSIGNMENT and _fits(reading, row, option))


def _fits(reading: Reading, row: Row, option: Option) -> bool:
    person, post = reading.people[option.employee], reading.posts[option.post]
    if row.subject is LimitSubject.RELEASE:
        near, far, field = person.unit, post.unit, counted_field(person, reading.dataset)
    else:
        near, far, field = post.unit, person.unit, post.field
    asked = (row.unit, row.other_unit, row.field, row.form.value, row.kind.value)
    found = (near, far, field, option.form.value, person.kind.value)
    return all(cell in ("", value) for cell, value in zip(asked, found, strict=True))


def _where(reading: Reading, counts: Callable[[Option], bool]) -> dict[Option, int]:
    return {option: 1 for option in reading.options if counts(option)}


def _housing(reading: Reading) -> Iterator[Limit]:
    roads = reading.roads
    beyond = reading.policy.setting("housing").values.get("beyond_km", 30.0)

    def comes_from_far(option: Option) -> bool:
        km = roads.km(reading.people[option.employee], reading.posts[option.post])
        return option.form is not Form.REASSIGNMENT and km is not None and km > beyond

    for code, unit in reading.units.items():
        if unit.housing_places is not None:
            members = _where(reading, lambda o, u=code: reading.receiver(o) == u and comes_from_far(o))
            yield Limit("housing", code, members, unit.housing_places)


def couples_of(people: dict[str, Employee]) -> list[tuple[Employee, Employee]]:
    """Two single people of whom one names the other."""
    named = {frozenset((person.id, person.partner)) for person in people.values() if person.partner in people}
    couples = [(people[one], people[two]) for one, two in sorted(sorted(ids) for ids in named if len(ids) == 2)]
    return [couple for couple in couples if all(person.count == 1 for person in couple)]


def may_work(reading: Reading, couple: tuple[Employee, Employee], place: str, other_place: str) -> bool:
    """Whether a couple may work at two places: near enough, not farther apart than today, or nobody knows."""
    roads = reading.roads
    today = roads.apart_km(*(works_at(reading, person) for person in couple))
    km = roads.apart_km(place, other_place)
    max_km = reading.policy.setting("couples").values.get("max_km", 30.0)
    return km is None or km <= max_km or (today is not None and km <= today)


def works_at(reading: Reading, person: Employee) -> str:
    """Code of the place where a person works today, be it on secondment."""
    if not is_seconded(person, reading.policy.as_of):
        return place_of_post(reading.posts[person.post]) if person.post else person.unit
    return place_of_post(reading.posts[person.seconded_to_post]) if person.seconded_to_post else person.seconded_to_unit


def _couples(reading: Reading) -> Iterator[Limit]:
    """One limit for every two choices that do not go together; staying is a choice, too."""
    for couple in couples_of(reading.people):
        moves = [[option for option in reading.options if option.employee == person.id] for person in couple]
        places = [[place_of_post(reading.posts[option.post]) for option in options] for options in moves]
        stays = [works_at(reading, person) for person in couple]
        for one, there in zip(moves[0], places[0], strict=True):
            for other, where in zip(moves[1], places[1], strict=True):
                if not may_work(reading, couple, there, where):
                    yield Limit("couples", f"{one} {other}", {one: 1, other: 1}, 1)
        for who, with_ in ((0, 1), (1, 0)):
            for option, there in zip(moves[who], places[who], strict=True):
                at = (there, stays[1]) if who == 0 else (stays[0], there)
                if not may_work(reading, couple, *at):
                    yield Limit("couples", f"{option}", {option: 1, **dict.fromkeys(moves[with_], -1)}, 0)


def _speakers(reading: Reading) -> Iterator[tuple[str, str, int, dict[Option, int]]]:
    """Every unit and language needed, with the speakers at work today and what each move changes."""
    day = reading.policy.as_of
    for code, unit in reading.units.items():
        for language in sorted(set(unit.languages)):
            speakers = {person.id for person in reading.people.values() if language in person.languages}
            today = 0
            for person in reading.people.values():
                at = person.seconded_to_unit if is_seconded(person, day) else person.unit
                works = person.kind is not EmployeeKind.CONTRACT and not is_on_leave(person, day)
                if person.id in speakers and works and at == code:
                    today += person.count
            sign = {}
            for option in reading.options:
                change = (reading.receiver(option) == code) - (reading.sender(option) == code)
                if option.employee in speakers and change:
                    sign[option] = change
            yield code, language, today, sign
