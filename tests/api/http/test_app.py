"""What is open to all: health, OpenAPI, documentation without outside assets; and unknown addresses."""

from __future__ import annotations

import re
import stat

import pytest

from optimizer.version import VERSION
from tests.api.http.server import Server


def test_health_tells_the_version(server: Server) -> None:
    assert server.client.get("/v1/health").json() == {"status": "ok", "version": VERSION}


def test_a_server_is_ready_in_five_seconds_and_keeps_its_folder_to_itself(server: Server) -> None:
    # Of the processor: what else the machine does is not the server's fault.
    assert server.start_seconds < 5
    assert stat.S_IMODE((server.printed.parent / "data").stat().st_mode) == 0o700


def test_the_documentation_asks_nobody_else(server: Server) -> None:
    page = server.client.get("/docs").text
    assets = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(assets) >= 3
    for asset in assets:
        assert asset.startswith("/")
        assert server.client.get(asset).status_code == 200
    assert not re.search(r"https?://", page)


def test_every_route_documents_problems_as_problems(server: Server) -> None:
    document = server.client.get("/openapi.json").json()
    assert "Problem" in document["components"]["schemas"]
    assert "HTTPValidationError" not in document["components"]["schemas"]
    refused = [
        answer
        for path in document["paths"].values()
        for operation in path.values()
        for status, answer in operation["responses"].items()
        if int(status) >= 400
    ]
    assert refused
    for answer in refused:
        assert list(answer["content"]) == ["application/problem+json"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/v1/nothing", 404, "not_found"), ("DELETE", "/v1/health", 405, "method_not_allowed")],
)
def test_unknown_addresses_and_methods_are_problems(
    server: Server, method: str, path: str, status: int, code: str
) -> None:
    answer = server.client.request(method, path, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["type"] == f"urn:dieuphoi:problem:{code}"


def test_a_wrong_method_is_told_all_that_are_right(server: Server) -> None:
    assert server.client.put("/v1/tokens").headers["Allow"] == "GET, POST"
