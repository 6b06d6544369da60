"""The ledger as sections, CSV and JSON: the same figures in every one of them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from optimizer.domain import Dataset, Employee
from optimizer.export import Section, ledger_csv, ledger_json, ledger_sections
from optimizer.ledger import MEASURES, By, Ledger, ledger_of
from optimizer.plan import Plan
from optimizer.policy import Policy
from optimizer.text import LANGUAGES, Language

every_by = pytest.mark.parametrize("by", By)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(params=["before", "after"])
def given(request: pytest.FixtureRequest, plan: Plan) -> Plan | None:
    """No plan, and one."""
    return plan if request.param == "after" else None


def lines(section: Section) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in section.rows}


def records(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@every_by
@every_language
def test_every_table_is_rectangular(
    dataset: Dataset, policy: Policy, given: Plan | None, by: By, language: Language
) -> None:
    for section in ledger_sections(ledger_of(dataset, policy, given, by), language):
        assert section.title and section.rows
        assert {len(row) for row in section.rows} == {len(section.columns)}
        assert all("{" not in text for text in (*section.columns, *section.notes))


def test_what_a_plan_changes_is_shown_before_and_after(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    table, checks = ledger_sections(ledger_of(dataset, policy, plan), "vi")
    assert table.columns[:4] == ("Đơn vị", "Được giao", "Có mặt", "Làm việc")
    assert lines(table)["Lục Ngạn (00002)"] == ("3", "0 → 1", "0 → 2", "0", "0 → 1", "0", "0", "3 → 2", "3 → 1")
    assert lines(table)["Cộng xã, phường, đặc khu"][:3] == ("5", "4", "4 → 5")
    assert lines(table)["Tổng cộng"][:5] == ("25", "24", "24", "0 → 1", "0 → 1")
    assert "Trước phương án: thừa 2, thiếu 3, cộng theo từng dòng; bù trừ cho nhau còn -1." in table.notes
    assert "Sau phương án: thừa 1, thiếu 2, cộng theo từng dòng; bù trừ cho nhau còn -1." in table.notes
    assert [row[1:] for row in checks.rows] == [("24 = 24", "24 = 24"), ("24 = 24", "24 = 24"), ("0 = 0", "1 = 1")]


def test_a_sum_that_does_not_agree_is_seen(dataset: Dataset, policy: Policy) -> None:
    ledger = ledger_of(dataset, policy)
    wrong = ledger.before.assign(working=ledger.before["working"] + 1)
    _, checks = ledger_sections(replace(ledger, before=wrong), "en")
    assert [row[1] for row in checks.rows] == ["24 = 24", "27 ≠ 24", "0 = 0"]


def test_fields_and_departments_are_named(dataset: Dataset, policy: Policy) -> None:
    fields, _ = ledger_sections(ledger_of(dataset, policy, by=By.FIELD), "vi")
    assert "Yên Dũng (00001) / Địa chính | xây dựng" in lines(fields)
    departments, _ = ledger_sections(ledger_of(dataset, policy, by=By.DEPARTMENT), "vi")
    assert "Yên Dũng (00001) / không ghi phòng, ban" in lines(departments)
    unknown = dataset.replace(employees=[Employee(id="1", unit="00001")])
    heads, _ = ledger_sections(ledger_of(unknown, policy, by=By.FIELD), "vi")
    assert lines(heads)["Yên Dũng (00001) / chưa rõ lĩnh vực"][:2] == ("0", "1")


def with_populations(dataset: Dataset) -> Dataset:
    """The first unit without a quota, the second with a population beyond the norm's first step."""
    first, second, *others = dataset.rows("units")
    units = [first.model_copy(update={"quota": None}), second.model_copy(update={"population": 40_000}), *others]
    return dataset.replace(units=units)


def test_the_norm_stands_beside_the_quota_and_is_called_a_proposal(dataset: Dataset, policy: Policy) -> None:
    table, _ = ledger_sections(ledger_of(with_populations(dataset), policy), "en")
    assert table.columns[1:3] == ("Quota", "Norm")
    assert lines(table)["Lục Ngạn (00002)"][:2] == ("3", "44")
    assert lines(table)["Sở Nội vụ (SNV)"][:2] == ("20", "")
    assert lines(table)["Total"][:2] == ("27", "44")
    (note,) = [note for note in table.notes if "not a quota" in note]
    assert "Units with a norm: 1, in all 44; the quota of the same units: 3." in note
    assert "Công văn 09/CV-BCĐ" in note


def test_without_a_population_no_norm_is_shown_and_that_is_said(dataset: Dataset, policy: Policy) -> None:
    table, _ = ledger_sections(ledger_of(dataset, policy), "en")
    assert "Norm" not in table.columns
    assert any(note.startswith("No norm is proposed") for note in table.notes)


def test_units_without_a_quota_are_marked(dataset: Dataset, policy: Policy) -> None:
    table, _ = ledger_sections(ledger_of(with_populations(dataset), policy), "en")
    assert lines(table)["Yên Dũng (00001)"][0] == "4*"
    assert any(note.startswith("* No quota assigned (units: 1)") for note in table.notes)


@every_by
def test_csv_adds_up_to_the_totals(dataset: Dataset, policy: Policy, given: Plan | None, by: By) -> None:
    ledger = ledger_of(dataset, policy, given, by)
    rows = records(ledger_csv(ledger))
    assert [row["unit"] for row in rows] == [unit.code for unit in ledger.units]
    totals = json.loads(ledger_json(ledger))["totals"]
    for when in ("before", "after") if given else ("before",):
        suffix = f"_{when}" if given else ""
        for measure in MEASURES:
            assert sum(int(row[f"{measure}{suffix}"]) for row in rows) == totals[when][measure]
        assert sum(int(row[ledger.measure]) for row in rows) == totals[when][ledger.measure]


@every_by
def test_json_says_what_csv_says(dataset: Dataset, policy: Policy, given: Plan | None, by: By) -> None:
    ledger = ledger_of(with_populations(dataset), policy, given, by)
    document = json.loads(ledger_json(ledger))
    assert (document["by"], document["as_of"]) == (by.value, "2025-10-01")
    assert (document["totals"]["after"] is None) == (given is None)
    for row, line in zip(document["rows"], records(ledger_csv(ledger)), strict=True):
        states = {"": row["before"]} if given is None else {"_before": row["before"], "_after": row["after"]}
        facts = {name: value for name, value in row.items() if name not in ("before", "after")}
        assert set(line) == {*facts, *(f"{measure}{suffix}" for measure in MEASURES for suffix in states)}
        for name, value in facts.items():
            assert line[name] == (
                "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
            )
        for suffix, state in states.items():
            assert {name: int(line[f"{name}{suffix}"]) for name in MEASURES} == state


def test_departments_that_begin_like_a_formula_are_kept_from_running(dataset: Dataset, policy: Policy) -> None:
    posts = [post.model_copy(update={"department": "=1+1"}) for post in dataset.rows("posts")]
    ledger = ledger_of(dataset.replace(posts=posts), policy, by=By.DEPARTMENT)
    assert {row["department"] for row in records(ledger_csv(ledger))} == {"'=1+1"}


def test_the_same_ledger_gives_the_same_bytes(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    def written(ledger: Ledger) -> tuple[str, str]:
        return ledger_csv(ledger), ledger_json(ledger)

    assert written(ledger_of(dataset, policy, plan)) == written(ledger_of(dataset, policy, plan))
