"""Fields and rules over HTTP: what the library says."""

from __future__ import annotations

import json
from datetime import date

from optimizer.export import rulebook_json
from optimizer.policy import Policy
from optimizer.rules import RULES
from scenarios.library.tables import fields
from tests.api.http.server import Server


def test_the_rulebook_is_the_library_s_on_the_day_asked_for(server: Server) -> None:
    answer = server.client.get("/v1/rules", params={"as_of": "2025-10-20"})
    assert answer.json() == json.loads(rulebook_json(Policy(as_of=date(2025, 10, 20))))
    again = server.client.get(
        "/v1/rules", params={"as_of": "2025-10-20"}, headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert server.client.get("/v1/rules", params={"as_of": "2010-01-01"}).headers["ETag"] != answer.headers["ETag"]


def test_every_rule_is_found_by_its_id(server: Server) -> None:
    for rule in RULES:
        assert server.client.get(f"/v1/rules/{rule.id}").json()["id"] == rule.id
    assert server.client.get("/v1/rules/none").json()["code"] == "not_found"
    assert server.client.get("/v1/rules", params={"as_of": "today"}).json()["code"] == "invalid_request"


def test_fields_are_those_of_the_library(server: Server) -> None:
    assert [field["code"] for field in server.client.get("/v1/fields").json()] == [field.code for field in fields()]
