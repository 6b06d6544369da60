"""What the people of a roster know: field, degree, years, level, grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import Degree, EmployeeKind, Grade, Level
from scenarios.library.case import Case
from scenarios.library.commune_places import qualifying_fields
from scenarios.library.draw import stream
from scenarios.library.place import Place, Role
from scenarios.library.tables import majors, serving_fields


@dataclass(frozen=True)
class Expertise:
    """What one person knows."""

    field: str
    other_fields: tuple[str, ...]
    degree: Degree
    major: str
    years_in_field: int
    level: Level
    grade: Grade
    salary_coefficient: float


def expertise(case: Case, places: Sequence[Place], ages: NDArray[np.float64]) -> list[Expertise]:
    """One answer per place, given everybody's age in years."""
    rng = stream(case.seed, "expertise")
    useful = qualifying_fields(case)
    chance = rng.uniform(size=(4, len(places)))
    known = []
    for row, place in enumerate(places):
        related = sorted(serving_fields(place.post_field, case.min_fit) - {place.post_field})
        turn = related[int(chance[1, row] * len(related))]
        field = place.own_field or (place.post_field if chance[0, row] < case.roster.own_field else turn)
        if field in place.lacks:
            field = place.post_field
        second = (
            place.role is Role.ORDINARY
            and chance[2, row] < case.roster.second_field
            and turn != field
            and turn not in place.lacks
        )
        degree = _degree(place, field in useful, chance[3, row])
        years = int(chance[3, row] * min(ages[row] - 23, 22))
        if place.role is Role.READY:
            years = max(years, 5)
        grade = _grade(place, degree, years)
        options = majors()[field]
        known.append(
            Expertise(
                field=field,
                other_fields=(turn,) if second else (),
                degree=degree,
                major=options[int(chance[1, row] * len(options))],
                years_in_field=years,
                level=Level.BASIC if years < 3 else Level.SKILLED if years < 10 else Level.EXPERT,
                grade=grade,
                salary_coefficient=_salary(grade, degree, years),
            )
        )
    return known


def _degree(place: Place, is_useful: bool, chance: float) -> Degree:
    """Bound people of a needed field lack the degree that vacant posts ask: a real, common reason."""
    if place.role is Role.BOUND and is_useful:
        return Degree.COLLEGE
    return Degree.MASTER if chance > 0.8 else Degree.UNIVERSITY


def _grade(place: Place, degree: Degree, years: int) -> Grade:
    if place.kind is EmployeeKind.PUBLIC_EMPLOYEE:
        return Grade.NONE
    if degree is Degree.COLLEGE:
        return Grade.CAN_SU
    return Grade.CHUYEN_VIEN_CHINH if place.leader_rank and years >= 9 else Grade.CHUYEN_VIEN


def _salary(grade: Grade, degree: Degree, years: int) -> float:
    """Coefficient of the grade's scale, one step every three years (every two for colleges)."""
    if degree is Degree.COLLEGE:
        return round(min(2.10 + 0.31 * (years // 2), 4.89), 2)
    if grade is Grade.CHUYEN_VIEN_CHINH:
        return round(min(4.40 + 0.34 * ((years - 9) // 3), 6.78), 2)
    return round(min(2.34 + 0.33 * (years // 3), 4.98), 2)
