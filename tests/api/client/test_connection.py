"""A service that is busy is asked again when it says so, and not for ever."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

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


def test_a_run_is_watched_once_there_is_room(monkeypatch: pytest.MonkeyPatch, slept: list[float]) -> None:
    event = 'data: {"number": 1, "at": "2025-10-20T00:00:00Z", "state": "finished", "stage": ""}\n'
    answers = iter([busy(), httpx.Response(404, json={**BUSY, "status": 404}), httpx.Response(200, text=event)])

    @contextmanager
    def stream(*_: Any, **__: Any) -> Iterator[httpx.Response]:
        yield next(answers)

    monkeypatch.setattr(httpx.Client, "stream", stream)
    monkeypatch.setattr(Client, "run", lambda _, run: run)
    with Client("http://test", "token") as service:
        with pytest.raises(ServiceError):
            service.wait("r")
        assert service.wait("r") == "r"
    assert slept == [5]
