"""Tokens over HTTP: who may do what on every address that OpenAPI lists, and what is refused."""

from __future__ import annotations

import re

import pytest

from api.access import PERMISSIONS, Permission, Role
from api.http.access import PERMISSION_KEY
from tests.api.http.server import Server, client_of, serving

OPEN = {("get", "/v1/health"), ("post", "/v1/sessions")}


def operations(server: Server) -> list[tuple[str, str, str | None]]:
    """Method, address with some id, and permission of everything that OpenAPI lists."""
    paths = server.client.get("/openapi.json").json()["paths"]
    return [
        (method, re.sub(r"\{\w+\}", "f" * 16, path), operation.get(PERMISSION_KEY))
        for path, methods in paths.items()
        for method, operation in methods.items()
    ]


def test_every_address_but_health_asks_for_a_token(server: Server) -> None:
    with client_of(server.url, None) as nobody, client_of(server.url, "dieuphoi_x") as forger:
        for method, path, permission in operations(server):
            if (method, path) in OPEN:
                assert permission is None
                continue
            assert permission in set(Permission)
            for client, code in ((nobody, "no_token"), (forger, "token_refused")):
                answer = client.request(method, path, **_body(method))
                assert (answer.status_code, answer.json()["code"]) == (401, code), f"{method} {path}"
                assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_what_its_permissions_say_on_every_address(server: Server, role: Role) -> None:
    with server.as_role(role) as client:
        for method, path, permission in operations(server):
            answer = client.request(method, path, **_body(method))
            is_refused = answer.status_code == 403
            may = permission is None or Permission(permission) in PERMISSIONS[role]
            assert is_refused is not may, f"{role} {method} {path}: {answer.status_code}"
            assert answer.status_code < 500


def _body(method: str) -> dict[str, object]:
    """A body that no address takes, so that nothing is done."""
    return {"json": {"unknown": 1}} if method in ("post", "put", "patch") else {}


def test_tokens_are_given_out_listed_and_ended(either: Server) -> None:
    secret = either.give_token("viewer")
    assert secret not in either.client.get("/v1/tokens").text
    listed = {token["id"]: token for token in either.client.get("/v1/tokens").json()}
    assert "first start" in [token["name"] for token in listed.values() if token["role"] == "admin"]
    id_ = secret.split("_")[1]
    assert listed[id_]["role"] == "viewer"
    with client_of(either.url, secret) as viewer:
        assert viewer.get("/v1/tokens").status_code == 403
        assert either.client.delete(f"/v1/tokens/{id_}").status_code == 204
        assert viewer.get("/v1/tokens").status_code == 401


def test_an_administrator_of_a_province_stays_in_it(either: Server) -> None:
    other = either.give_token("viewer", "20").split("_")[1]
    with either.as_role("admin", "24") as admin:
        for province in ("20", "*"):
            asked = {"name": "x", "role": "admin", "province": province}
            assert admin.post("/v1/tokens", json=asked).json()["code"] == "other_province"
        assert admin.post("/v1/tokens", json={"name": "x", "role": "viewer", "province": "24"}).status_code == 201
        assert {token["province"] for token in admin.get("/v1/tokens").json()} == {"24"}
        assert admin.delete(f"/v1/tokens/{other}").status_code == 404


def test_the_first_token_is_printed_at_the_first_start_alone(server: Server) -> None:
    token = server.client.headers["Authorization"].removeprefix("Bearer ")
    assert token in server.printed.read_text()
    with serving(server.printed.parent, token=token) as second:
        assert "dieuphoi_" not in second.printed.read_text()
        assert second.client.get("/v1/tokens").status_code == 200
