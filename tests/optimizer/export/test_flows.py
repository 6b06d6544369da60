"""A plan in numbers: moves added up, told in words where people have no name, listed in a table."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from optimizer.domain import Dataset
from optimizer.export import flows_csv, markdown, report, summarise
from optimizer.export.flows import Flow, flows_of
from optimizer.plan import Plan
from optimizer.policy import Form, Policy


@pytest.fixture
def groups(plan: Plan) -> Plan:
    """Two land officers of Yên Dũng and two of the department's IT staff, who take two posts, to Lục Ngạn."""
    transfer, secondment = plan.moves
    moves = (replace(transfer, count=2), secondment, replace(secondment, to_post="00002-LAND"))
    return replace(plan, moves=moves)


def test_moves_that_go_the_same_way_are_one_flow(groups: Plan) -> None:
    assert flows_of(groups.moves) == (
        Flow(Form.TRANSFER, "00001", "00002", "LAND", 2),
        Flow(Form.SECONDMENT, "SNV", "00002", "IT", 2),
    )


def test_the_people_of_all_flows_are_those_of_the_plan(dataset: Dataset, policy: Policy, groups: Plan) -> None:
    summary = summarise(dataset, policy, groups)
    assert sum(flow.people for flow in summary.flows) == summary.people_moved == 4


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "vi",
            (
                "Điều động 2 người từ Yên Dũng (00001) đến Lục Ngạn (00002): Địa chính",
                "Biệt phái 2 người từ Sở Nội vụ (SNV) đến Lục Ngạn (00002): Công nghệ thông tin",
            ),
        ),
        (
            "en",
            (
                "Transfer 2 people from Yên Dũng (00001) to Lục Ngạn (00002): Land",
                "Second 2 people from Sở Nội vụ (SNV) to Lục Ngạn (00002): Information technology",
            ),
        ),
    ],
)
def test_a_plan_in_numbers_is_told_in_sentences(
    dataset: Dataset, policy: Policy, groups: Plan, language: str, sentences: tuple[str, ...]
) -> None:
    text = markdown(report(summarise(dataset, policy, groups), language), language)
    assert all(sentence in text for sentence in sentences)


def test_one_person_is_not_called_people(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    text = markdown(report(summarise(dataset, policy, plan), "en"), "en")
    assert "Transfer 1 person from Yên Dũng (00001) to Lục Ngạn (00002): Land" in text


def test_a_reassignment_stays_in_its_unit(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    home = replace(plan.moves[0], form=Form.REASSIGNMENT, to_unit="00001", to_post="00001-LAND", field="unknown")
    text = markdown(report(summarise(dataset, policy, replace(plan, moves=(home,))), "vi"), "vi")
    assert "Bố trí lại 1 người trong Yên Dũng (00001): chưa rõ lĩnh vực" in text


def test_people_with_a_name_or_an_identity_are_listed_in_moves_only(
    dataset: Dataset, policy: Policy, plan: Plan
) -> None:
    land, it = dataset.rows("employees")
    people = [land.model_copy(update={"count": 1, "name": "An"}), it.model_copy(update={"national_id": "001099000123"})]
    summary = summarise(dataset.replace(employees=people), policy, plan)
    assert summary.flows == ()
    assert "The plan in numbers" not in markdown(report(summary, "en"), "en")


def test_what_could_not_be_looked_at_is_said(dataset: Dataset, policy: Policy, plan: Plan) -> None:
    """Rules about persons for people without a name, and burden and cost over distances that are not known."""
    text = markdown(report(summarise(dataset, policy, plan), "en"), "en")
    assert "Rules about single persons" in text
    assert "People whose distance is not known: 1." in text
    known = replace(plan, moves=tuple(replace(move, km=1.0) for move in plan.moves))
    assert "distance is not known" not in markdown(report(summarise(dataset, policy, known), "en"), "en")


def test_flows_as_a_table(groups: Plan) -> None:
    rows = list(csv.DictReader(io.StringIO(flows_csv(groups).removeprefix("\ufeff"))))
    assert [tuple(row.values()) for row in rows] == [
        ("transfer", "00001", "00002", "LAND", "2"),
        ("secondment", "SNV", "00002", "IT", "2"),
    ]
    assert list(rows[0]) == ["form", "from_unit", "to_unit", "field", "people"]
