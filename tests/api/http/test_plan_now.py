"""A plan in one request: the same as the library's, and bad input answered with places and sentences."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import optimizer
from api.http.plan_request import EXAMPLE
from optimizer.domain import TABLES
from optimizer.domain.dataset import python_values
from optimizer.policy import Policy
from tests.api.conftest import province
from tests.api.http.conftest import MAX_ROWS
from tests.api.http.server import Server, serving

POLICY = {"as_of": "2025-10-20"}


def tables() -> dict[str, list[dict[str, Any]]]:
    """The small province as a program would send it: lists as lists, dates as text."""
    dataset = province()
    rows = {}
    for name, table in TABLES.items():
        frame = getattr(dataset, name)
        columns = {column: python_values(table, frame, column) for column in table.columns}
        rows[name] = [{column: _cell(values[row]) for column, values in columns.items()} for row in range(len(frame))]
    return rows


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return [":".join(map(str, item)) if isinstance(item, tuple) else item for item in value]
    return value.isoformat() if isinstance(value, date) else value


def test_the_plan_is_the_one_of_the_library(server: Server) -> None:
    answer = server.client.post("/v1/plan", json={"tables": tables(), "policy": POLICY})
    assert answer.status_code == 200, answer.text
    plan = optimizer.plan(province(), Policy(as_of=date(2025, 10, 20)))
    assert len(plan.moves) == 2
    told = answer.json()
    assert [(move["employee"], move["to_post"], move["form"]) for move in told["plan"]["moves"]] == [
        (move.employee, move.to_post, move.form.value) for move in plan.moves
    ]
    assert told["plan"]["provenance"]["dataset_sha256"] == province().sha256
    assert told["plan"]["termination"]["status"] == "optimal"
    assert told["violations"] == []
    assert "certificate" not in told["plan"]


def test_the_same_request_gives_the_same_bytes(server: Server) -> None:
    answers = [server.client.post("/v1/plan", json={"tables": tables(), "policy": POLICY}) for _ in range(2)]
    assert answers[0].content == answers[1].content


def test_the_documented_example_moves_somebody(server: Server) -> None:
    answer = server.client.post("/v1/plan", json=EXAMPLE)
    assert [move["employee"] for move in answer.json()["plan"]["moves"]] == ["1"]


@pytest.mark.parametrize(("language", "word"), [("vi", "không"), ("en-GB", "negative")])
def test_bad_cells_are_findings_with_place_and_sentence(server: Server, language: str, word: str) -> None:
    given = tables()
    given["units"][1]["quota"] = -4
    answer = server.client.post(
        "/v1/plan", json={"tables": given, "policy": POLICY}, headers={"Accept-Language": language}
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == language[:2]
    problem = answer.json()
    assert (problem["code"], problem["status"]) == ("findings", 422)
    (finding,) = [finding for finding in problem["findings"] if finding["severity"] == "error"]
    assert (finding["file"], finding["row"], finding["column"]) == ("units.csv", 3, "quota")
    assert word in finding["sentence"]


def test_a_wrong_policy_is_a_finding(server: Server) -> None:
    answer = server.client.post("/v1/plan", json={"tables": tables(), "policy": {"term_months": 500}})
    assert answer.status_code == 422
    assert [finding["column"] for finding in answer.json()["findings"] if finding["code"] == "policy_value"] == [
        "term_months"
    ]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"tables": {"unit": []}}, "body/tables"),
        ({"tables": {"units": [{"code": "1\n2"}]}}, "body/tables/units/0/code"),
        ({"tables": {"units": [{"Nguyễn Văn A": {}}]}}, "body/tables/units/0/*"),
        ({"tables": {}, "time_limit_seconds": 0}, "body/time_limit_seconds"),
        ({}, "body/tables"),
    ],
)
def test_what_does_not_fit_the_schema_is_named_by_its_place_alone(
    server: Server, body: dict[str, Any], place: str
) -> None:
    answer = server.client.post("/v1/plan", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert any(error["place"].startswith(place) for error in answer.json()["errors"]), answer.text
    assert "Nguyễn" not in answer.text


def test_numbers_that_are_none_are_refused(server: Server) -> None:
    answer = server.client.post(
        "/v1/plan", content=b'{"tables": {"units": [{"quota": NaN}]}}', headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


def test_too_many_rows_are_refused(server: Server) -> None:
    rows = [{"id": str(number), "unit": "SNV"} for number in range(MAX_ROWS + 1)]
    answer = server.client.post("/v1/plan", json={"tables": {"employees": rows}})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many_rows")
    assert answer.json()["figures"] == {"most": MAX_ROWS}


def test_more_plans_than_slots_are_told_to_come_again(tmp_path: Path) -> None:
    """Of requests sent at once one is planned at a time; the others are refused, none is lost or left waiting."""
    body = {"tables": tables(), "policy": POLICY}
    with serving(tmp_path, plans_at_once=1) as one_slot, ThreadPoolExecutor(6) as clients:
        answers = list(clients.map(lambda _: one_slot.client.post("/v1/plan", json=body), range(6)))
        busy = [answer for answer in answers if answer.status_code == 503]
        assert busy
        assert len(busy) + sum(answer.status_code == 200 for answer in answers) == 6
        assert all(answer.json()["code"] == "busy" and answer.headers["Retry-After"] == "5" for answer in busy)
        assert one_slot.client.post("/v1/plan", json=body).status_code == 200
