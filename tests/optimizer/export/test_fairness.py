"""The report on fairness in both languages and as CSV."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from optimizer.domain import Dataset
from optimizer.explain import fairness_of
from optimizer.export import burdens_csv, communes_section, fairness_sections, shortages_csv
from optimizer.facts import facts_of
from optimizer.plan import Plan
from optimizer.policy import Policy
from optimizer.text import Language


@pytest.fixture
def ten(plan: Plan) -> Plan:
    """Six from the department over four distances known and unknown, four from Yên Dũng."""
    from_ward, from_department = plan.moves
    return replace(plan, moves=(replace(from_ward, count=4), replace(from_department, count=6)))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "vi",
            ["Hệ số Gini|0,4|0,6", "Giới tính|không rõ", "Quãng đường|từ 15 đến dưới 30 km; không rõ"],
        ),
        ("en", ["Gini coefficient|0.4|0.6", "Sex|not stated", "Distance|15 to under 30 km; not stated"]),
    ],
)
def test_sections(dataset: Dataset, policy: Policy, ten: Plan, language: Language, expected: list[str]) -> None:
    one = replace(ten, moves=ten.moves[:1])
    shortage, burden = fairness_sections(fairness_of(ten, facts_of(dataset, policy)), dataset, language)
    lines = ["|".join(row) for section in (shortage, burden) for row in section.rows]
    for words in expected:
        assert any(line.startswith(words) for line in lines), lines
    assert not any("{" in line for line in (*lines, *shortage.notes, *burden.notes))
    few = fairness_sections(fairness_of(one, facts_of(dataset, policy)), dataset, language)[1]
    assert few.rows == ()


def test_tables(dataset: Dataset, policy: Policy, ten: Plan) -> None:
    found = fairness_of(ten, facts_of(dataset, policy))
    rows = list(csv.reader(shortages_csv(found).removeprefix("\ufeff").splitlines()))
    assert rows == [
        ["unit", "seats", "missing_before", "missing_after"],
        *([one.unit, str(one.seats), str(one.before), str(one.after)] for one in found.shortages.communes),
    ]
    assert [row[0] for row in communes_section(found, dataset, "en").rows] == ["Yên Dũng (00001)", "Lục Ngạn (00002)"]
    groups = [row[:4] for row in csv.reader(burdens_csv(found).removeprefix("\ufeff").splitlines())]
    assert groups[0] == ["trait", "groups", "staff", "moved"]
    assert ["sender", "00001; SNV", "24", "10"] in groups
