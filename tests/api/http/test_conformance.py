"""Requests drawn from the OpenAPI document: no answer is a server's error, none is other than documented."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import province
from tests.api.http.server import Server, serving
from tests.api.http.test_runs import ended, start
from tests.api.http.uploads import files_of, upload

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str]]]:
    """A server that has one of everything, and their ids by the names of path parameters."""
    folder = tmp_path_factory.mktemp("server")
    with serving(folder, max_body_bytes=200_000, plan_seconds=2, run_seconds=2) as server:
        dataset = upload(server.client, files_of(province()), province="24").json()["id"]
        run = ended(server.client, start(server.client, dataset).json()["id"])
        plan = run["plan"]
        scenario = server.client.post("/v1/scenarios", json={"name": "x", "dataset": dataset, "changes": {}}).json()[
            "id"
        ]
        yield (
            server,
            {"dataset_id": dataset, "run_id": run["id"], "plan_id": plan, "other_id": plan, "scenario_id": scenario},
        )


@pytest.mark.slow
def test_every_answer_is_documented(whole: tuple[Server, dict[str, str]]) -> None:
    server, ids = whole
    headers = {"Authorization": server.client.headers["Authorization"]}
    drawn = settings(
        max_examples=5, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    answered = 0

    def check(case: Any) -> None:
        nonlocal answered
        case.call_and_validate(headers=headers, checks=CHECKS)
        known = ids.keys() & case.path_parameters.keys()
        if known:
            case.path_parameters.update({name: ids[name] for name in known})
            case.call_and_validate(headers=headers, checks=CHECKS)
        answered += 1

    operations = [
        result.ok() for result in schemathesis.openapi.from_url(f"{server.url}/openapi.json").get_all_operations()
    ]
    for operation in operations:
        # Ending tokens would end the one that asks.
        if operation.method == "delete":
            continue
        drawn(given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))(check))()
        # Where nothing can be asked for, nothing can be asked for wrongly.
        with suppress(Unsatisfiable):
            drawn(given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))(check))()
    assert answered > 2 * len(operations)
