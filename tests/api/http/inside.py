"""The service within the test's own process: no socket, no worker, so that it costs little."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import httpx
from fastapi import FastAPI

from api.access import Role
from api.store import Database
from api.store.tokens import issue_token

with warnings.catch_warnings():
    # It would rather have httpx2, and works with httpx.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient


@dataclass(frozen=True)
class Inside:
    """An application over a database."""

    database: Database
    app: FastAPI

    def client(self, secret: str | None = None, **headers: str) -> TestClient:
        """Somebody who asks, with a token or without."""
        given = {} if secret is None else {"Authorization": f"Bearer {secret}"}
        return TestClient(
            self.app,
            base_url="http://127.0.0.1",
            headers={**given, **headers},
            raise_server_exceptions=False,
        )

    def program(self, role: Role | str, province: str = "24") -> TestClient:
        """A program with a token."""
        return self.client(issue_token(self.database, province=province, name="x", role=Role(role), days=1)[1])

    def person(self, role: Role | str, province: str = "24") -> TestClient:
        """A person who has signed in, and changed the initial password."""
        name = f"{role}-{province}"
        made = self.program(Role.ADMIN, "*").post(
            "/v1/accounts", json={"name": name, "role": str(role), "province": province}
        )
        assert made.status_code == 201, made.text
        return self.client(self.sign_in(name, made.json()["password"], new_password=PASSWORD).json()["secret"])

    def sign_in(self, name: str, password: str, **more: str) -> httpx.Response:
        """What signing in is answered with."""
        return self.client().post("/v1/sessions", json={"name": name, "password": password, **more})


PASSWORD = "mật khẩu dài và riêng"


def code(answer: httpx.Response) -> tuple[int, str]:
    """The status of a problem, and its code."""
    return answer.status_code, answer.json()["code"]
