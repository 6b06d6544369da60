"""Candidate pairs as arrays: what vectorised rules look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.counts import Counts
from optimizer.domain import Dataset
from optimizer.facts import Facts
from optimizer.policy import Form, Policy

FORMS: tuple[Form, ...] = tuple(Form)
"""Forms in the order of their number in :attr:`Pairs.form`."""


class CurveLevel(StrEnum):
    """Where filled seats are counted: per (unit, field) or per unit."""

    UNIT_FIELD = "unit_field"
    UNIT = "unit"


def per_subject(counts: Counts, level: CurveLevel, number: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum per subject of a level of what ``number`` says of every post."""
    return np.bincount(subject_of_posts(counts, level), number, subjects_of(counts, level)).astype(np.int64)


def subject_of_posts(counts: Counts, level: CurveLevel) -> NDArray[np.intp]:
    """The subject in which every post's seats are counted."""
    unit = counts.dataset.post_unit
    return unit if level is CurveLevel.UNIT else unit * len(counts.field_codes) + counts.field_of_post


def subjects_of(counts: Counts, level: CurveLevel) -> int:
    """How many subjects a level has."""
    units = len(counts.dataset.units)
    return units if level is CurveLevel.UNIT else units * len(counts.field_codes)


@dataclass(frozen=True)
class Pairs:
    """n pairs of an employee and a post in a form.

    ``employee`` and ``post`` are row numbers in the dataset's tables, ``form`` a position in
    :data:`FORMS`. ``reopens`` marks moves after which the post held today is vacant.
    """

    facts: Facts
    employee: NDArray[np.intp]
    post: NDArray[np.intp]
    form: NDArray[np.int8]
    reopens: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.employee)

    def taken(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> Pairs:
        """Some of the pairs, by their rows or marked in a mask."""
        return Pairs(self.facts, self.employee[rows], self.post[rows], self.form[rows], self.reopens[rows])

    @classmethod
    def joined(cls, facts: Facts, parts: Iterable[Pairs]) -> Pairs:
        """All pairs of several sets, one set after the other."""
        several = list(parts)
        return cls(
            facts,
            np.concatenate([np.empty(0, np.intp), *(part.employee for part in several)]),
            np.concatenate([np.empty(0, np.intp), *(part.post for part in several)]),
            np.concatenate([np.empty(0, np.int8), *(part.form for part in several)]),
            np.concatenate([np.empty(0, np.bool_), *(part.reopens for part in several)]),
        )

    @property
    def dataset(self) -> Dataset:
        """The tables the row numbers point into."""
        return self.facts.dataset

    @property
    def policy(self) -> Policy:
        """The policy the pairs are looked at under."""
        return self.facts.policy

    @property
    def counts(self) -> Counts:
        """The counts before any move."""
        return self.facts.counts

    def of_employee(self, column: str) -> pd.Series:
        """A column of the employees table, one value per pair."""
        return self.dataset.employees[column].take(self.employee)

    def of_post(self, column: str) -> pd.Series:
        """A column of the posts table, one value per pair."""
        return self.dataset.posts[column].take(self.post)

    @cached_property
    def sender(self) -> NDArray[np.intp]:
        """Row of the unit each person would leave."""
        return self.dataset.employee_unit[self.employee]

    @cached_property
    def receiver(self) -> NDArray[np.intp]:
        """Row of the unit each person would go to."""
        return self.dataset.post_unit[self.post]

    @cached_property
    def held(self) -> NDArray[np.intp]:
        """Row of the post each person holds today, -1 for none."""
        return self.dataset.employee_post[self.employee]

    @cached_property
    def km(self) -> NDArray[np.float64]:
        """Distance one way from home to the post, NaN if unknown."""
        return self.facts.journeys.km(self.employee, self.post)

    @cached_property
    def minutes(self) -> NDArray[np.float64]:
        """Minutes one way from home to the post, NaN if unknown."""
        return self.facts.journeys.minutes(self.employee, self.post)

    @cached_property
    def fit(self) -> NDArray[np.float64]:
        """Fit of each person's best field to the post's field, between 0 and 1."""
        return self.facts.fits.fits(self.employee, self.post)

    def has_form(self, form: Form) -> NDArray[np.bool_]:
        """Which pairs are of this form."""
        of_form: NDArray[np.bool_] = self.form == FORMS.index(form)
        return of_form

    def subjects(self, level: CurveLevel) -> int:
        """How many subjects a level has."""
        return subjects_of(self.counts, level)

    def filled(self, level: CurveLevel) -> NDArray[np.intp]:
        """Subject in which each pair fills a seat."""
        return subject_of_posts(self.counts, level)[self.post]

    def emptied(self, level: CurveLevel) -> NDArray[np.intp]:
        """Subject in which each reopening pair (in their order) empties a seat."""
        return subject_of_posts(self.counts, level)[self.held[self.reopens]]

    def form_names(self) -> list[str]:
        """The form of every pair as its code."""
        names = [form.value for form in FORMS]
        return [names[number] for number in self.form.tolist()]
