"""Long work that a client waits for is refused, not queued, while as much of it as the settings allow is under way."""

from __future__ import annotations

from contextlib import ExitStack

import httpx

from api.access import Role
from api.http.app import WATCHERS_AT_ONCE
from api.http.plan_request import EXAMPLE
from tests.api.http.decided import planned
from tests.api.http.inside import Inside


def test_everything_long_shares_the_slots(inside: Inside, planner: httpx.Client) -> None:
    plan = planned(inside, planner)
    with inside.program(Role.PERSONNEL) as client, inside.app.state.service.slots.one():
        moves = client.get(f"/v1/plans/{plan}/moves/csv").content
        for method, address, body in (
            ("POST", "/v1/plan", {"json": EXAMPLE}),
            ("POST", f"/v1/plans/{plan}/verify", {}),
            ("GET", f"/v1/plans/{plan}/explanations", {}),
            ("POST", f"/v1/plans/{plan}/score", {"files": {"moves": moves}}),
            ("GET", f"/v1/plans/{plan}/documents/zip", {}),
            ("GET", f"/v1/plans/{plan}/weekly-report", {}),
        ):
            answer = client.request(method, address, **body)
            assert (answer.status_code, answer.json().get("code")) == (503, "busy"), address
            assert answer.headers["Retry-After"] == "5"
    assert planner.post(f"/v1/plans/{plan}/verify").json()["is_clean"] is True


def test_so_many_watch_at_a_time_and_make_room_when_their_stream_ends(inside: Inside, planner: httpx.Client) -> None:
    events = f"/v1/runs/{planner.get(f'/v1/plans/{planned(inside, planner)}').json()['run']}/events"
    with ExitStack() as held:
        for _ in range(WATCHERS_AT_ONCE - 1):
            held.enter_context(inside.app.state.service.watching.one())
        for _ in range(2):
            assert planner.get(events).status_code == 200
        held.enter_context(inside.app.state.service.watching.one())
        answer = planner.get(events)
        assert (answer.status_code, answer.json()["code"]) == (503, "busy_watching")
    assert planner.get(events).status_code == 200
