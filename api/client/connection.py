"""Requests and their answers: read as models, asked again while the service is busy, problems raised."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, TypeVar

import httpx
from pydantic import TypeAdapter

from api.http.pages import PageView
from api.http.problems import Problem
from api.http.runs import EventView
from optimizer.text import Language

View = TypeVar("View")
MOST_AGAIN = 4
"""Times that a request is sent again while the service answers that it is busy."""

BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
"""Statuses of a service that is to be asked again."""


class ServiceError(RuntimeError):
    """The service answered with a problem: its ``code`` is for programs, its ``title`` for people."""

    def __init__(self, problem: Problem) -> None:
        findings = "".join(f"\n{one.place}: {one.sentence}" for one in problem.findings or ())
        super().__init__(f"{problem.status} {problem.code}: {problem.title}{findings}")
        self.problem = problem

    @property
    def code(self) -> str:
        """The code of the problem."""
        return self.problem.code


class Connection:
    """A service at an address, under one token."""

    def __init__(self, url: str, token: str, language: Language, timeout_seconds: float) -> None:
        self._http = httpx.Client(
            base_url=f"{url}/v1",
            timeout=timeout_seconds,
            headers={"Authorization": f"Bearer {token}", "Accept-Language": language},
        )

    def close(self) -> None:
        """Close what is open."""
        self._http.close()

    def get(self, kind: type[View], path: str) -> View:
        """What an address holds."""
        return read(kind, self.ask("GET", path))

    def post(self, kind: type[View], path: str, **request: Any) -> View:
        """The answer to what is sent."""
        return read(kind, self.ask("POST", path, **request))

    def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        """An answer that is no problem. Raises ServiceError, httpx.TransportError."""
        answer = self._http.request(method, path, **request)
        for _ in range(MOST_AGAIN):
            if answer.status_code not in BUSY or "Retry-After" not in answer.headers:
                break
            time.sleep(float(answer.headers["Retry-After"]))
            answer = self._http.request(method, path, **request)
        return _checked(answer)

    def pages(self, kind: type[View], path: str) -> Iterator[View]:
        """Every item of a list, a page at a time."""
        after: str | None = None
        while True:
            page = read(PageView[kind], self.ask("GET", path, params=given(limit="500", after=after)))  # type: ignore[valid-type]
            yield from page.items
            if (after := page.next) is None:
                return

    def events(self, run: str, after: int) -> Iterator[EventView]:
        """The events of a run after a number, as they come."""
        with self._http.stream("GET", f"/runs/{run}/events", headers={"Last-Event-ID": str(after)}) as stream:
            if stream.is_error:
                stream.read()
            _checked(stream)
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    yield EventView.model_validate(json.loads(line.removeprefix("data:")))


def read(kind: type[View], answer: httpx.Response) -> View:
    """An answer as what it is of."""
    return TypeAdapter(kind).validate_json(_checked(answer).content)


def _checked(answer: httpx.Response) -> httpx.Response:
    """An answer that is no problem. Raises ServiceError."""
    if answer.is_error:
        try:
            problem = Problem.model_validate_json(answer.content)
        except ValueError:
            answer.raise_for_status()
            raise
        raise ServiceError(problem)
    return answer


def given(**values: Any) -> dict[str, Any]:
    """Values by name, without those that are None."""
    return {name: value for name, value in values.items() if value is not None}
