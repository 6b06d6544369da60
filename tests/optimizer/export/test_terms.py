from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from optimizer.domain import Dataset, Employee
from optimizer.export import report, summarise
from optimizer.export.section import Section
from optimizer.plan import Plan
from optimizer.policy import Policy
from optimizer.text import LANGUAGES, Language, say


def section(dataset: Dataset, policy: Policy, plan: Plan, language: Language = "en") -> Section | None:
    title = say("report.terms", language)
    return next((one for one in report(summarise(dataset, policy, plan), language) if one.title == title), None)


def with_secondee(dataset: Dataset, **facts: object) -> Dataset:
    away = {"unit": "SNV", "seconded_to_unit": "00002", "seconded_from": date(2025, 6, 1)}
    person = Employee.model_validate({"id": "C", **away, "seconded_until": date(2025, 11, 30), **facts})
    return dataset.replace(employees=[*dataset.rows("employees"), person])


def test_one_line_a_last_day_with_its_reminder(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    found = section(with_secondee(dataset), policy, plan)
    assert found is not None
    assert found.rows == (
        ("Nov 30, 2025", "Oct 1, 2025", "1", "0"),
        ("Apr 1, 2026", "Jan 31, 2026", "0", "1"),
    )
    assert len(found.notes) == 1


def test_secondments_on_record_are_told_only_when_their_reminder_is_due(
    dataset: Dataset, policy: Policy, plan: Plan
) -> None:
    late = with_secondee(dataset, seconded_until=date(2025, 12, 1))
    found = section(late, policy, plan)
    assert found is not None
    assert [row[0] for row in found.rows] == ["Apr 1, 2026"]
    assert section(late, policy, replace(plan, moves=plan.moves[:1])) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_leaves_before_the_end_is_counted_and_not_named(
    dataset: Dataset, policy: Policy, plan: Plan, language: Language
) -> None:
    found = section(with_secondee(dataset, leaves_on=date(2025, 11, 1), count=2), policy, plan, language)
    assert found is not None
    assert found.notes[1] == say("report.terms_cut_short", language, people=2)
    assert "C" not in [cell for row in found.rows for cell in row]
