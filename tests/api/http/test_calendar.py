"""The calendar over HTTP: what ends when, and a decision to end or to extend that becomes a fact."""

from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest

from api.access import Role
from optimizer.domain import Dataset
from tests.api.conftest import province
from tests.api.http.inside import Inside
from tests.api.http.uploads import files_of, upload


def seconded() -> Dataset:
    """The small province with two people seconded."""
    ends = {"S00": date(2026, 1, 31), "S01": date(2025, 11, 30)}
    people = [
        row.model_copy(
            update={
                "seconded_to_unit": "07525",
                "seconded_to_post": "07525-IT",
                "seconded_from": date(2025, 2, 1),
                "seconded_until": ends[id_],
            }
        )
        if (id_ := row.model_dump()["id"]) in ends
        else row
        for row in province().rows("employees")
    ]
    posts = [
        row.model_copy(update={"seats": 3}) if row.model_dump()["code"] == "07525-IT" else row
        for row in province().rows("posts")
    ]
    return province().replace(employees=people, posts=posts)


@pytest.fixture
def dataset(planner: httpx.Client) -> str:
    answer = upload(planner, files_of(seconded()))
    assert answer.status_code == 201, answer.text
    id_: str = answer.json()["id"]
    return id_


def terms(client: httpx.Client, dataset: str, **asked: str) -> list[tuple[str, str, str, str]]:
    told = client.get("/v1/calendar", params={"dataset": dataset, **asked}).json()
    return [(one["employee"], one["last_day"], one["alert_on"], one["due"]) for one in told["terms"]]


def decide(client: httpx.Client, dataset: str, decision: str, until: str, employee: str = "S01") -> httpx.Response:
    asked: dict[str, Any] = {"dataset": dataset, "employee": employee, "decision": decision, "until": until}
    return client.post("/v1/calendar/decisions", json={**asked, "document": "Quyết định 7/QĐ-SNV"})


def test_terms_are_listed_by_their_end(planner: httpx.Client, dataset: str) -> None:
    assert terms(planner, dataset) == [
        ("S01", "2025-11-30", "2025-10-01", "due"),
        ("S00", "2026-01-31", "2025-12-02", "to_come"),
    ]
    assert [due for *_, due in terms(planner, dataset, as_of="2025-12-05")] == ["overdue", "due"]


def test_a_decision_becomes_a_fact_of_the_next_version(inside: Inside, planner: httpx.Client, dataset: str) -> None:
    answer = decide(planner, dataset, "extend", "2026-05-31")
    assert answer.status_code == 201, answer.text
    after = answer.json()["next_dataset"]
    assert planner.get(f"/v1/datasets/{after}").json()["version"] == 2
    assert [(who, end) for who, end, *_ in terms(planner, after)] == [("S00", "2026-01-31"), ("S01", "2026-05-31")]
    last = decide(planner, after, "end", "2025-12-31", "S00").json()["next_dataset"]
    told = planner.get("/v1/calendar", params={"dataset": last}).json()
    assert [(one["employee"], one["decision"], one["until"]) for one in told["decisions"]] == [
        ("S00", "end", "2025-12-31"),
        ("S01", "extend", "2026-05-31"),
    ]
    with inside.program(Role.PLANNER, "20") as other:
        assert other.get("/v1/calendar", params={"dataset": last}).status_code == 404
        assert decide(other, last, "end", "2025-12-01").status_code == 404


@pytest.mark.parametrize(
    ("decision", "until", "employee", "code"),
    [
        ("extend", "2028-02-02", "S01", "term_too_long"),
        ("extend", "2025-11-01", "S01", "no_such_term"),
        ("end", "2026-11-01", "S01", "no_such_term"),
        ("end", "2025-11-01", "S05", "no_such_term"),
        ("end", "2025-11-01", "nobody", "no_such_term"),
    ],
)
def test_a_decision_that_cannot_be_made_is_refused(
    planner: httpx.Client, dataset: str, decision: str, until: str, employee: str, code: str
) -> None:
    answer = decide(planner, dataset, decision, until, employee)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert decide(planner, dataset, "end", "2025-01-31").status_code == 409
