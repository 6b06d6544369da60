"""A service that is busy is asked again when it says so, and not for ever."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import httpx
import pytest

from api.client import Client, ServiceError
from api.client.connection import MOST_AGAIN

BUSY = {"type": "urn:dieuphoi:problem:busy", "title": "busy", "status": 503, "code": "busy"}
FINE = {"status": "ok", "version": "1"}


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    seconds: list[float] = []
    monkeypatch.setattr(time, "sleep", seconds.append)
    return seconds


def answering(monkeypatch: pytest.MonkeyPatch, answers: Sequence[httpx.Response]) -> Iterator[httpx.Response]:
    left = iter(answers)
    monkeypatch.setattr(httpx.Client, "request", lambda *_, **__: next(left))
    return left


def busy(status: int = 503, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=BUSY, headers=headers)


def test_it_is_asked_again_when_it_says_so(monkeypatch: pytest.MonkeyPatch, slept: list[float]) -> None:
    again = [busy(**{"Retry-After": "5"}), busy(429, **{"Retry-After": "2"})]
    answering(monkeypatch, [*again, httpx.Response(200, json=FINE)])
    with Client("http://test", "token") as service:
        assert service.health().version == "1"
    assert slept == [5, 2]


def test_it_is_not_asked_for_ever_nor_without_being_told_when(
    monkeypatch: pytest.MonkeyPatch, slept: list[float]
) -> None:
    left = answering(monkeypatch, [*[busy(**{"Retry-After": "1"})] * (MOST_AGAIN + 1), busy(), busy()])
    with Client("http://test", "token") as service:
        for _ in range(2):
            with pytest.raises(ServiceError, match="503 busy"):
                service.health()
    assert slept == [1] * MOST_AGAIN
    assert len(list(left)) == 1
