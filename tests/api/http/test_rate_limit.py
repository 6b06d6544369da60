"""More requests of an address than are allowed: 429 and when to come again, on every address but health."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import httpx
import pytest
from fastapi import FastAPI

from api.http.rate_limit import WINDOW_SECONDS, RateLimit

PER_SECOND = 2
MOST = PER_SECOND * WINDOW_SECONDS
OURS, OTHERS = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def app() -> FastAPI:
    app = FastAPI()
    for path in ("/v1/health", "/v1/plans"):
        app.add_api_route(path, lambda: "answered")
    app.add_middleware(RateLimit, per_second=PER_SECOND)
    return app


def asked(app: FastAPI, path: str, number: int, address: str = OURS) -> Sequence[httpx.Response]:
    async def ask() -> Sequence[httpx.Response]:
        transport = httpx.ASGITransport(app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return [await client.get(path, headers={"Accept-Language": "en"}) for _ in range(number)]

    return asyncio.run(ask())


def test_requests_beyond_the_limit_are_told_when_to_come_again(app: FastAPI) -> None:
    answers = asked(app, "/v1/plans", MOST + 5)
    assert [answer.status_code for answer in answers] == [200] * MOST + [429] * 5
    refused = answers[-1]
    assert refused.headers["content-type"] == "application/problem+json"
    told = refused.json()
    assert (told["code"], told["figures"]) == ("too_many_requests", {"most": MOST, "seconds": WINDOW_SECONDS})
    assert 1 <= int(refused.headers["Retry-After"]) <= WINDOW_SECONDS


def test_health_answers_however_often_it_is_asked(app: FastAPI) -> None:
    assert {answer.status_code for answer in asked(app, "/v1/health", 2 * MOST)} == {200}
    assert asked(app, "/v1/plans", 1)[0].status_code == 200


def test_other_addresses_are_not_kept_waiting(app: FastAPI) -> None:
    assert asked(app, "/v1/plans", MOST + 1)[-1].status_code == 429
    assert asked(app, "/v1/plans", 1, OTHERS)[0].status_code == 200
