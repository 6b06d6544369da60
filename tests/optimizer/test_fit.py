"""Fit, by hand and against the judge's reading of the fields table."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.domain import Dataset, Employee, Field, Post, Unit
from optimizer.fit import FitTable, fields_of, fit_table
from tests.optimizer.judge import tiny
from tests.optimizer.judge.options import fit as judged_fit

FIELDS = (
    Field(code="IT", name_en="IT", name_vi="Công nghệ thông tin", related="INF:0.6; DOC:0.3"),
    Field(code="LAN", name_en="Land", name_vi="Đất đai", related="IT:0.1"),
)


def table(*people: Employee) -> FitTable:
    return fit_table(
        Dataset.of(
            fields=FIELDS,
            units=[Unit(code="A", name="Xã A", kind="commune")],
            posts=[Post(code="p", unit="A", field="IT"), Post(code="q", unit="A", field="FISH")],
            employees=people,
        )
    )


@pytest.mark.parametrize(
    ("field", "other_fields", "expected"),
    [
        ("IT", (), 1.0),
        ("INF", (), 0.6),
        ("DOC", ("INF",), 0.6),
        ("LAN", (), 0.0),
        ("LAN", ("IT",), 1.0),
        ("unknown", (), 0.0),
    ],
)
def test_best_field_of_a_person_decides(field: str, other_fields: tuple[str, ...], expected: float) -> None:
    fits = table(Employee(id="1", unit="A", field=field, other_fields=other_fields))
    assert fits.fit(fields_of(field, other_fields), "IT") == expected
    assert fits.fits(np.array([0]), np.array([0])).tolist() == [expected]


def test_field_missing_from_the_table_is_alike_to_itself_only() -> None:
    fits = table(Employee(id="1", unit="A", field="FISH"), Employee(id="2", unit="A", field="IT"))
    assert fits.fits(np.array([0, 1]), np.array([1, 1])).tolist() == [1.0, 0.0]


def test_no_people_and_no_posts() -> None:
    assert fit_table(Dataset.of()).profile_fit.shape == (0, 0)
    assert table().profile_fit.shape[0] == 0


def test_judge_agrees_for_every_pair() -> None:
    related = 0
    for seed in range(100):
        dataset, _ = tiny(seed)
        fits = fit_table(dataset)
        for row, person in enumerate(dataset.rows("employees")):
            for column, post in enumerate(dataset.rows("posts")):
                expected = judged_fit(dataset, person, post.field)
                assert fits.fits(np.array([row]), np.array([column])).tolist() == [expected], (seed, person.id)
                assert fits.fit(fields_of(person.field, person.other_fields), post.field) == expected
                related += 0 < expected < 1
    assert related > 300
