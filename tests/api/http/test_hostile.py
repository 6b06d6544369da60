"""What nobody sends by mistake: numbers, days and texts beyond what can be reckoned with. None is a server's error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from api.access import Role
from api.http import create_app
from api.settings import Settings
from api.store import open_database
from tests.api.conftest import province
from tests.api.databases import KEYS
from tests.api.http.decided import planned
from tests.api.http.inside import Inside, code
from tests.api.http.uploads import files_of, upload

JSON = {"Content-Type": "application/json"}
HUGE = "9" * 400
BROKEN = r'"\ud800x"'


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('data') / 'a.sqlite'}", KEYS)
    yield Inside(database, create_app(Settings(), database))
    database.close()


@pytest.fixture(scope="module")
def client(alone: Inside) -> Iterator[httpx.Client]:
    with alone.program(Role.PLANNER) as opened:
        yield opened


@pytest.fixture(scope="module")
def plan(alone: Inside, client: httpx.Client) -> str:
    return planned(alone, client)


@pytest.mark.parametrize("number", [HUGE, "1e308", "1e400", "-1e400", "9" * 30])
@pytest.mark.parametrize("parameter", ["max_distance.max_km", "working_limit.over_quota_share", "sender_share.share"])
def test_numbers_beyond_reckoning_are_findings(client: httpx.Client, parameter: str, number: str) -> None:
    rule, name = parameter.split(".")
    body = f'{{"tables": {{}}, "policy": {{"rules": {{"{rule}": {{"{name}": {number}}}}}}}}}'
    answer = client.post("/v1/plan", content=body, headers=JSON)
    assert code(answer) == (422, "findings"), answer.text
    (column,) = {one["column"] for one in answer.json()["findings"] if one["file"] == "policy.toml"}
    assert column == f"rules.{parameter}"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar_are_no_days_to_plan_on(client: httpx.Client, plan: str, day: str) -> None:
    dataset = client.get(f"/v1/plans/{plan}").json()["dataset"]
    for name in ("as_of", "starts_on"):
        answer = client.post("/v1/runs", json={"dataset": dataset, "policy": {"as_of": "2025-10-20", name: day}})
        assert code(answer) == (422, "findings"), name
    assert code(client.post(f"/v1/plans/{plan}/next", json={"name": "x", "as_of": day})) == (422, "invalid_request")
    assert code(client.get("/v1/calendar", params={"dataset": dataset, "as_of": day})) == (422, "invalid_request")
    moves = f"employee,to_post,form,start,end\nS00,07525-IT,secondment,{day},{day}\n".encode()
    scored = client.post(f"/v1/plans/{plan}/score", files={"moves": ("moves.csv", moves)})
    assert (scored.status_code, scored.json()["is_clean"]) == (200, False)


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/v1/plan", '{"tables": {}, "policy": {"profile": %s}}'),
        ("/v1/plan", '{"tables": {}, "policy": {%s: 1}}'),
        ("/v1/runs", '{"dataset": "x", "policy": {"travel": {"season": %s}}}'),
        ("/v1/scenarios", '{"name": "x", "dataset": "x", "changes": {"policy": {"season": %s}}}'),
        ("/v1/sessions", '{"name": "a", "password": %s}'),
    ],
)
def test_half_a_character_is_refused_wherever_it_stands(client: httpx.Client, address: str, body: str) -> None:
    assert code(client.post(address, content=body % BROKEN, headers=JSON)) == (422, "broken_text")
    whole = client.post(address, content=body % r'"\ud83d\ude00 \\ud800"', headers=JSON)
    assert whole.status_code < 500 and whole.json()["code"] != "broken_text"


@pytest.mark.parametrize("text", ["x = " + "[" * 5_000 + "]" * 5_000, "x = " + "{a=" * 900 + "1" + "}" * 900])
def test_a_policy_nested_too_deeply_is_a_finding(client: httpx.Client, text: str) -> None:
    answer = upload(client, files_of(province(), text))
    assert code(answer) == (422, "findings")
    assert "policy_syntax" in {one["code"] for one in answer.json()["findings"]}


def test_an_error_that_nobody_expected_tells_no_message(
    client: httpx.Client, plan: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise ValueError("Nguyễn Văn A")

    monkeypatch.setattr("api.http.plans.load_plan", fail)
    answer = client.get(f"/v1/plans/{plan}")
    assert code(answer) == (500, "internal")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert f"GET /v1/plans/{plan}: ValueError at " in caplog.text and "test_hostile.py" in caplog.text
    assert "Nguyễn" not in caplog.text + answer.text
