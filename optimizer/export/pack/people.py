"""A plan's moves as rows of the lists that drafts hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from optimizer.domain import Dataset, Degree, Employee, Grade
from optimizer.export.labels import field_name, label, unit_name
from optimizer.plan import Move
from optimizer.text import say, spoken

MASK = "•"
DIGITS_SHOWN = 3


def masked(identity: str) -> str:
    """A national id of which the last digits are left, to tell namesakes apart.

    >>> masked("001099000123"), masked("")
    ('•••••••••123', '')
    """
    return MASK * (len(identity) - DIGITS_SHOWN) + identity[-DIGITS_SHOWN:] if len(identity) > DIGITS_SHOWN else ""


def rows_of_people(moves: Sequence[Move], dataset: Dataset) -> list[Mapping[str, str]]:
    """One row a move, in the order given. Reasons and bars are no part of it."""
    employees = dataset.employees_named([move.employee for move in moves])
    return [_row(move, employee, dataset) for move, employee in zip(moves, employees, strict=True)]


def name_of(employee: Employee) -> str:
    """The name, or the id of somebody known by number only."""
    return employee.name or employee.id


def term_of(move: Move) -> str:
    """Form and days: a secondment always states its end."""
    form = label(f"form.{move.form}", "vi")
    start = spoken(move.start, "vi")
    return f"{form} từ {start}" + ("" if move.end is None else f" đến {spoken(move.end, 'vi')}")


def _row(move: Move, employee: Employee, dataset: Dataset) -> Mapping[str, str]:
    grade = "" if employee.grade is Grade.NONE else say(f"grade.{employee.grade}", "vi")
    degree = "" if employee.degree is Degree.NONE else say(f"degree.{employee.degree}", "vi")
    return {
        "name": name_of(employee),
        "birth_date": "" if employee.birth_date is None else spoken(employee.birth_date, "vi"),
        "identity": masked(employee.national_id),
        "grade": grade,
        "education": ", ".join(part for part in (degree, employee.major) if part),
        "origin": _place(move.from_unit, move.from_post, employee.title, dataset),
        "destination": _place(move.to_unit, move.to_post, "", dataset),
        "term": term_of(move),
        "note": say("pack.people", "vi", people=move.count) if move.count > 1 else "",
    }


def _place(unit: str, post: str, title: str, dataset: Dataset) -> str:
    """A unit, and the post there by its title or its field."""
    held = dataset.post_by_code.get(post)
    what = title or (held.title or field_name(dataset.field_by_code, held.field, "vi") if held else "")
    return ", ".join(part for part in (unit_name(dataset.unit_by_code[unit]), what) if part)
