from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.domain import Dataset
from optimizer.export import Section, markdown, report, summarise
from optimizer.plan import Plan, Status, Termination
from optimizer.policy import Policy
from optimizer.text import LANGUAGES, Language


def words(sections: tuple[Section, ...]) -> str:
    return "\n".join(
        text for section in sections for line in (section.columns, *section.rows, section.notes) for text in line
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_rectangular(dataset: Dataset, policy: Policy, plan: Plan, language: Language) -> None:
    sections = report(summarise(dataset, policy, plan), language)
    assert len(sections) == 10
    for section in sections:
        assert section.title
        assert {len(row) for row in section.rows} <= {len(section.columns)}


def test_the_two_languages_say_the_same_figures(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    summary = summarise(dataset, policy, plan)
    figures = [
        [[text for text in row[1:] if text.isdigit()] for section in report(summary, language) for row in section.rows]
        for language in LANGUAGES
    ]
    assert sorted(figures[0]) == sorted(figures[1])


def test_planners_read_names_causes_and_proof(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    text = words(report(summarise(dataset, policy, plan), "vi"))
    for expected in ("Công nghệ thông tin", "Điều động", "Nơi gửi không thể cho thêm người", "bốc thăm có ghi nhận"):
        assert expected in text
    assert "tối ưu, đã chứng minh" in text


def test_a_tier_without_bound_says_so(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    rows = [row for section in report(summarise(dataset, policy, plan), "en") for row in section.rows]
    assert ("1. Priority-weighted vacant seats", "10", "10", "tenths of a seat") in rows
    assert ("2. Added burden", "84", "none", "minutes") in rows


def test_a_plan_without_proof_is_never_called_optimal(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    stopped = replace(plan, termination=Termination(Status.FEASIBLE, "time_limit"))
    text = words(report(summarise(dataset, policy, stopped), "en"))
    assert "Status: feasible, not proved optimal." in text
    assert "not proved unique" in text


@pytest.mark.parametrize(
    ("status", "detail", "said"),
    [
        (Status.FEASIBLE, "time_limit", "Time ran out"),
        (Status.FEASIBLE, "search_limit", "could not be closed"),
        (Status.STOPPED, "stop_asked", "Stopped as asked"),
        (Status.OPTIMAL, "proved_but_lot", "only the lot"),
        (Status.INFEASIBLE, "demands_unmet", "the least possible"),
    ],
)
def test_how_a_search_ended_is_told(
    dataset: Dataset, policy: Policy, plan: Plan, status: Status, detail: str, said: str
) -> None:
    ended = replace(plan, termination=Termination(status, detail))
    assert said in words(report(summarise(dataset, policy, ended), "en"))
    assert said not in words(report(summarise(dataset, policy, ended), "vi"))


def test_a_plan_that_moves_nobody_has_a_report(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    nobody = replace(plan, moves=(), unfilled=())
    text = words(report(summarise(dataset, policy, nobody), "en"))
    assert "People moved in all: 0." in text
    assert "Seats left vacant in all: 0." in text


def test_markdown_keeps_bars_inside_their_cell(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    text = markdown(report(summarise(dataset, policy, plan), "vi"), "vi")
    assert text.startswith("# Tóm tắt phương án")
    assert r"Địa chính \| xây dựng" in text
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert lines and all(line.endswith("|") for line in lines)
