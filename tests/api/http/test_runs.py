"""Runs and plans over HTTP, on both databases, carried out by real workers."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

import optimizer
from optimizer.export import moves_csv, plan_to_json
from optimizer.ledger import By
from optimizer.policy import Policy
from tests.api.conftest import province
from tests.api.http.server import Server
from tests.api.http.uploads import files_of, upload

LONGEST_SECONDS = 60
POLICY = Policy.model_validate({"as_of": "2025-10-20"})


@pytest.fixture(scope="module")
def planner(either: Server) -> Iterator[httpx.Client]:
    with either.as_role("planner") as client:
        yield client


@pytest.fixture(scope="module")
def dataset(planner: httpx.Client) -> str:
    id_: str = upload(planner, files_of(province())).json()["id"]
    return id_


@pytest.fixture(scope="module")
def run(planner: httpx.Client, dataset: str) -> dict[str, Any]:
    """A run that was waited for."""
    return ended(planner, start(planner, dataset).json()["id"])


def start(client: httpx.Client, dataset: str, **headers: str) -> httpx.Response:
    return client.post("/v1/runs", json={"dataset": dataset}, headers=headers)


def ended(client: httpx.Client, id_: str) -> dict[str, Any]:
    until = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until:
        told: dict[str, Any] = client.get(f"/v1/runs/{id_}").json()
        if told["state"] not in ("queued", "running"):
            return told
        time.sleep(0.2)
    raise AssertionError(told)


def test_a_run_is_accepted_and_ends_with_a_plan(planner: httpx.Client, dataset: str) -> None:
    answer = start(planner, dataset)
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/v1/runs/{answer.json()['id']}"
    assert (answer.json()["state"], answer.json()["plan"]) == ("queued", None)
    told = ended(planner, answer.json()["id"])
    assert (told["state"], told["attempts"], told["failure"]) == ("finished", 1, None)
    assert [event["state"] for event in told["events"]][:2] == ["queued", "running"]
    assert [event["stage"] for event in told["events"]][2:4] == ["read", "compile"]
    assert told["events"][-1]["state"] == "finished"
    assert told["tiers"] and all(tier["value"] == tier["bound"] for tier in told["tiers"])


def test_the_plan_is_the_library_s(planner: httpx.Client, run: dict[str, Any]) -> None:
    plan = optimizer.plan(province(), POLICY)
    assert planner.get(f"/v1/plans/{run['plan']}/file").text == plan_to_json(plan)
    assert planner.get(f"/v1/plans/{run['plan']}/moves/csv").text == moves_csv(plan)
    shown = planner.get(f"/v1/plans/{run['plan']}").json()
    assert shown["people"] == {"transfer": 1, "secondment": 1, "reassignment": 0}
    assert (shown["termination"]["status"], shown["violations"]) == ("optimal", [])
    assert shown["vacant_seats"] == sum(vacant.seats for vacant in plan.unfilled)


def test_lists_hold_what_is_asked_for(planner: httpx.Client, run: dict[str, Any]) -> None:
    def asked(which: str, **query: str) -> list[str]:
        page = planner.get(f"/v1/plans/{run['plan']}/{which}", params=query).json()
        assert page["next"] is None
        rows = list(csv.DictReader(io.StringIO(
            planner.get(f"/v1/plans/{run['plan']}/{which}/csv", params=query).text.removeprefix("\ufeff")
        )))  # fmt: skip
        assert [row["employee"] for row in rows] == [move["employee"] for move in page["items"]]
        return [move["to_post"] for move in page["items"]]

    assert asked("moves") == ["07525-IT", "07525-LAND"]
    assert asked("secondments") == ["07525-IT"]
    assert asked("transfers") == ["07525-LAND"]
    assert asked("reassignments") == asked("transfers", form="secondment") == asked("moves", person="none") == []
    assert asked("moves", field="LAND") == asked("moves", unit="07681") == asked("moves", form="transfer")
    assert len(asked("moves", unit="07525")) == 2
    assert planner.get(f"/v1/plans/{run['plan']}/nothing").status_code == 422


def test_a_list_comes_in_pages_and_is_not_sent_twice(planner: httpx.Client, run: dict[str, Any]) -> None:
    url = f"/v1/plans/{run['plan']}/moves"
    first = planner.get(url, params={"limit": 1})
    second = planner.get(url, params={"limit": 1, "after": first.json()["next"]})
    assert [page.json()["items"][0]["to_post"] for page in (first, second)] == ["07525-IT", "07525-LAND"]
    assert second.json()["next"] is None
    assert planner.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("by", list(By))
def test_counts_are_the_ledger_s(planner: httpx.Client, run: dict[str, Any], by: By) -> None:
    from optimizer.export import ledger_json
    from optimizer.ledger import ledger_of

    answer = planner.get(f"/v1/plans/{run['plan']}/counts", params={"by": by.value})
    plan = optimizer.plan(province(), POLICY)
    assert answer.json() == json.loads(ledger_json(ledger_of(province(), POLICY, plan, by)))


def test_a_plan_is_verified_afresh(planner: httpx.Client, run: dict[str, Any]) -> None:
    answer = planner.post(f"/v1/plans/{run['plan']}/verify").json()
    assert (answer["is_clean"], answer["proof"], answer["priced"]) == (True, "confirmed", "all")


def test_events_are_sent_as_they_come_and_after_a_break(planner: httpx.Client, dataset: str) -> None:
    id_ = start(planner, dataset).json()["id"]
    events = watched(planner, id_)
    told = planner.get(f"/v1/runs/{id_}").json()
    assert events == told["events"]
    assert events[-1]["state"] == "finished"
    assert watched(planner, id_, after=3) == events[3:]
    assert watched(planner, id_, after=1000) == []


def watched(client: httpx.Client, id_: str, after: int = 0) -> list[dict[str, Any]]:
    """The events that a run's stream holds, to its end."""
    events = []
    with client.stream("GET", f"/v1/runs/{id_}/events", headers={"Last-Event-ID": str(after)}) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("data:"):
                events.append(json.loads(line.removeprefix("data:")))
    return events


def test_the_same_key_starts_one_run(planner: httpx.Client, dataset: str) -> None:
    with ThreadPoolExecutor(5) as clients:
        answers = list(clients.map(lambda _: start(planner, dataset, **{"Idempotency-Key": "once"}), range(5)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    other = planner.post(
        "/v1/runs",
        json={"dataset": dataset, "policy": {"as_of": "2025-11-01"}},
        headers={"Idempotency-Key": "once"},
    )
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")


def test_twenty_runs_at_once_all_end_with_the_same_plan_each_once(planner: httpx.Client, dataset: str) -> None:
    with ThreadPoolExecutor(20) as clients:
        ids = [answer.json()["id"] for answer in clients.map(lambda _: start(planner, dataset), range(20))]
    runs = [ended(planner, id_) for id_ in ids]
    assert {one["state"] for one in runs} == {"finished"}
    assert {one["attempts"] for one in runs} == {1}
    assert len({one["plan"] for one in runs}) == 20
    assert len({planner.get(f"/v1/plans/{one['plan']}/file").text for one in runs}) == 1


def test_a_run_that_cannot_be_planned_fails_with_findings(planner: httpx.Client) -> None:
    """The tables were fine on their own day; on another one somebody's return lies in the future."""
    returned = [
        one.model_copy(update={"last_return": POLICY.as_of}) if one.model_dump()["id"] == "S00" else one
        for one in province().rows("employees")
    ]
    id_ = upload(planner, files_of(province().replace(employees=returned)), "later").json()["id"]
    answer = planner.post("/v1/runs", json={"dataset": id_, "policy": {"as_of": "2020-01-01"}})
    told = ended(planner, answer.json()["id"])
    assert (told["state"], told["plan"], told["failure"]["code"]) == ("failed", None, "findings")
    assert told["failure"]["findings"][0]["column"] == "last_return"


def test_a_wrong_policy_is_refused_at_once(planner: httpx.Client, dataset: str) -> None:
    answer = planner.post("/v1/runs", json={"dataset": dataset, "policy": {"term_months": -1}})
    assert (answer.status_code, answer.json()["code"]) == (422, "findings")


def test_an_ended_run_stays_as_it_is(planner: httpx.Client, run: dict[str, Any]) -> None:
    assert planner.post(f"/v1/runs/{run['id']}/cancel").json() == run


def test_another_province_has_none_of_it(either: Server, run: dict[str, Any], dataset: str) -> None:
    with either.as_role("planner", "20") as other:
        for path in ("", "/events"):
            assert other.get(f"/v1/runs/{run['id']}{path}").status_code == 404
        assert other.post(f"/v1/runs/{run['id']}/cancel").status_code == 404
        for path in ("", "/file", "/moves", "/secondments/csv", "/vacant-seats", "/counts"):
            assert other.get(f"/v1/plans/{run['plan']}{path}").status_code == 404
        assert other.post(f"/v1/plans/{run['plan']}/verify").status_code == 404
        assert start(other, dataset).status_code == 404
        assert other.get("/v1/runs").json()["items"] == other.get("/v1/plans").json()["items"] == []
