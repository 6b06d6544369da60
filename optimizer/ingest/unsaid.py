"""What tables leave unsaid, as tables of counts alone do: filled in where only one thing can be meant, else told."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.counts import Counts
from optimizer.domain import UNKNOWN_FIELD, Dataset
from optimizer.findings import Finding, Severity

ASKED = {
    "min_degree": ("degree",),
    "min_level": ("level", "degree"),
    "min_grade": ("grade",),
    "certificates": ("certificates",),
    "languages": ("languages",),
}
"""Columns of posts that ask for something, with those of employees of which any can answer."""


def filled_in(dataset: Dataset, given: Collection[str]) -> tuple[Dataset, tuple[Finding, ...]]:
    """The dataset with the posts or fields of employees whose table has no such column; ``given`` are those it has.

    Without a column of posts, people hold the post of their unit that has their field, if there is
    exactly one. Without one of fields, whoever holds a post knows its field.
    """
    employees, posts = dataset.employees, dataset.posts
    findings: list[Finding] = []
    if "post" not in given:
        only = posts[~posts.duplicated(["unit", "field"], keep=False)]
        held_by = dict(zip(zip(only["unit"], only["field"], strict=True), only["code"], strict=True))
        held = [held_by.get(place, "") for place in zip(employees["unit"], employees["field"], strict=True)]
        employees = employees.assign(post=pd.Series(held, dtype=object))
        findings += _filled("post_told_by_field", "post", employees, employees["post"] != "")
    if "field" not in given:
        field_of = dict(zip(posts["code"], posts["field"], strict=True))
        known = [field_of.get(post, UNKNOWN_FIELD) for post in employees["post"]]
        employees = employees.assign(field=pd.Series(known, dtype=object))
        findings += _filled("field_told_by_post", "field", employees, employees["field"] != UNKNOWN_FIELD)
    return replace(dataset, employees=employees), tuple(findings)


def _filled(code: str, column: str, employees: pd.DataFrame, where: pd.Series) -> Iterator[Finding]:
    if where.any():
        yield _finding(code, "employees", column, rows=int(where.sum()), people=int(employees["count"][where].sum()))


def check_unsaid(counts: Counts) -> Iterator[Finding]:
    """Findings on what nobody states although posts ask for it, on unknown fields, and on people without a post."""
    yield from _asked_in_vain(counts)
    yield from _unknown_fields(counts)
    yield from _without_post(counts)


def _asked_in_vain(counts: Counts) -> Iterator[Finding]:
    employees, posts = counts.dataset.employees, counts.dataset.posts
    is_open = counts.is_needed & (counts.open_seats > 0)
    for asked, answers in ASKED.items():
        asking = int((_is_given(posts[asked]) & is_open).sum())
        if asking and not any(_is_given(employees[answer]).any() for answer in answers):
            yield _finding("asked_but_unstated", "posts", asked, posts=asking, columns=", ".join(answers))


def _unknown_fields(counts: Counts) -> Iterator[Finding]:
    """A field that is not known fits none that is, neither of people nor of seats."""
    people, posts = (table["field"] == UNKNOWN_FIELD for table in (counts.dataset.employees, counts.dataset.posts))
    seats = counts.open_seats * counts.is_needed
    of_unknown, of_known = int(seats[posts].sum()), int(seats[~posts].sum())
    if people.any() and of_known:
        heads = int(counts.dataset.employees["count"][people].sum())
        yield _finding("people_of_unknown_field", "employees", "field", people=heads, seats=of_known)
    if not people.all() and of_unknown:
        yield _finding("seats_of_unknown_field", "posts", "field", seats=of_unknown)


def _without_post(counts: Counts) -> Iterator[Finding]:
    dataset, seats = counts.dataset, counts.open_seats * counts.is_needed
    by_field = counts.by_unit_and_field(dataset.post_unit, counts.field_of_post, seats)
    could_hold = by_field[dataset.employee_unit, counts.field_of_employee] > 0
    people = int(dataset.employees["count"][could_hold & (dataset.employees["post"] == "")].sum())
    if people:
        yield _finding("people_without_post", "employees", "post", people=people)


def _is_given(column: pd.Series) -> NDArray[np.bool_]:
    """Which cells say more than the neutral value: none, no degree, level 0, an empty list."""
    return (column.astype(bool) & (column != "none")).to_numpy()


def _finding(code: str, table: str, column: str, **figures: object) -> Finding:
    return Finding(Severity.WARNING, code, f"{table}.csv", None, column, figures)
