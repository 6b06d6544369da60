"""Fit: how well a person's fields of expertise match the field of a post.

1.0 for the same field, the similarity stated in ``fields.related`` for a related one,
0 otherwise; a person with several fields counts with the best of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.domain import Dataset


@dataclass(frozen=True)
class FitTable:
    """Similarity of every field of expertise to every other.

    ``row`` gives the row of each field code; ``similarity[i, j]`` is what a person of field
    i is worth in a post of field j, between 0 and 1. ``profile_fit[k, j]`` is the same for
    the k-th distinct combination of fields that employees have.
    """

    row: Mapping[str, int]
    similarity: NDArray[np.float64]

    profile_of_employee: NDArray[np.intp]
    profile_fit: NDArray[np.float64]
    field_of_post: NDArray[np.intp]

    def fit(self, fields: tuple[str, ...], post_field: str) -> float:
        """Best similarity of any of a person's fields to the field of a post."""
        column = self.row[post_field]
        return max((float(self.similarity[self.row[field], column]) for field in fields), default=0.0)

    def fits(self, employee: NDArray[np.intp], post: NDArray[np.intp]) -> NDArray[np.float64]:
        """Best similarity for many pairs, given as rows of the employees and posts tables."""
        best: NDArray[np.float64] = self.profile_fit[self.profile_of_employee[employee], self.field_of_post[post]]
        return best


def fields_of(field: str, other_fields: tuple[str, ...]) -> tuple[str, ...]:
    """All fields of a person, the primary one first."""
    return (field, *other_fields)


def fit_table(dataset: Dataset) -> FitTable:
    """The similarities stated in the dataset's ``fields`` table.

    A field named by a post or person but missing from the table is alike only to itself.
    """
    employees = dataset.employees
    combinations = list(map(fields_of, employees["field"], employees["other_fields"]))
    codes = {*dataset.fields["code"], *dataset.posts["field"]}
    profile, profiles = pd.factorize(pd.Series(combinations, dtype=object))
    codes.update(code for combination in profiles for code in combination)
    row = {code: position for position, code in enumerate(sorted(codes))}
    similarity = np.eye(len(row))
    for post_field, related in zip(dataset.fields["code"], dataset.fields["related"], strict=True):
        for person_field, value in related:
            if person_field in row and person_field != post_field:
                similarity[row[person_field], row[post_field]] = value
    profile_fit = np.array(
        [similarity[[row[code] for code in combination]].max(axis=0) for combination in profiles]
    ).reshape(len(profiles), len(row))
    field_of_post = np.array([row[code] for code in dataset.posts["field"]], dtype=np.intp)
    return FitTable(row, similarity, profile, profile_fit, field_of_post)
