"""A verified plan of the small province, kept by a worker's own function, and the steps that tests take with it."""

from __future__ import annotations

from typing import Any

import httpx

from api.jobs.carry_out import carry_out
from tests.api.http.inside import Inside
from tests.api.http.uploads import files_of, upload
from tests.api.named import named_province

MEETING = {"kind": "meeting", "document": "Biên bản 1", "on": "2025-10-21", "opinion": "agrees"}
AGREEMENTS = [
    {"kind": f"{side}_agreement", "document": f"Công văn {number}/UBND", "on": "2025-10-21"}
    for number, side in enumerate(("sender", "receiver"), start=12)
]


def planned(inside: Inside, planner: httpx.Client) -> str:
    """The id of a plan with two moves, a secondment and a transfer."""
    dataset = upload(planner, files_of(named_province())).json()["id"]
    run = planner.post("/v1/runs", json={"dataset": dataset}).json()["id"]
    carry_out(inside.database, run, "w")
    id_: str = planner.get(f"/v1/runs/{run}").json()["plan"]
    return id_


def step(client: httpx.Client, plan: str, name: str, **asked: Any) -> httpx.Response:
    """Take a step; without a body where none is given."""
    return client.post(f"/v1/plans/{plan}/approval/{name}", json=asked or None)


def seal_of(client: httpx.Client, plan: str) -> str:
    seal: str = client.get(f"/v1/plans/{plan}/approval").json()["seal"]
    return seal


def consent_to_all(client: httpx.Client, plan: str) -> None:
    """Everything on record for both moves."""
    for paper in (*AGREEMENTS, MEETING):
        answer = step(client, plan, "consents", moves=[1, 2], **paper)
        assert answer.status_code == 200, answer.text
