"""Bodies that are too large, too slow or not what they say they are."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Iterator

from starlette.types import Message, Receive, Scope, Send

from api.http.body_limit import BODIES_AT_ONCE, BodyLimit
from tests.api.http.conftest import MAX_BODY_BYTES
from tests.api.http.server import Server

JSON = {"Content-Type": "application/json"}


def test_a_body_that_tells_its_size_is_refused_before_it_is_read(server: Server) -> None:
    answer = server.client.post("/v1/plan", content=b" " * (MAX_BODY_BYTES + 1), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert answer.json()["figures"] == {"most": MAX_BODY_BYTES}


def test_a_body_that_hides_its_size_is_refused_where_it_grows_too_large(server: Server) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(300):
            yield b" " * 1_000

    answer = server.client.post("/v1/plan", content=parts(), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_a_body_that_does_not_arrive_is_given_up(server: Server) -> None:
    url = server.client.base_url
    begun = time.monotonic()
    with socket.create_connection((url.host, url.port), timeout=10) as connection:
        connection.sendall(b"POST /v1/plan HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
        answer = b""
        while part := connection.recv(65536):
            answer += part
    assert answer.startswith(b"HTTP/1.1 408")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "body_too_slow"
    assert time.monotonic() - begun < 5


def test_bodies_that_come_to_too_much_together_are_refused() -> None:
    """Before anybody's token is looked at; what is held for a request is let go of when it has ended."""

    async def take(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def statuses() -> list[int]:
        limit = BodyLimit(take, most_bytes=100, seconds=5)
        answers: list[int] = []
        held = [asyncio.Event() for _ in range(BODIES_AT_ONCE)]

        async def ask(body: bytes, more: asyncio.Event | None = None) -> None:
            parts = iter([body, b""] if more else [body])

            async def receive() -> Message:
                part = next(parts)
                if more and not part:
                    await more.wait()
                return {"type": "http.request", "body": part, "more_body": bool(more and part)}

            async def send(message: Message) -> None:
                if message["type"] == "http.response.start":
                    answers.append(message["status"])

            await limit({"type": "http", "headers": []}, receive, send)

        async with asyncio.TaskGroup() as group:
            for more in held:
                group.create_task(ask(b"x" * 100, more))
            await asyncio.sleep(0)
            await ask(b"x")
            for more in held:
                more.set()
        await ask(b"x" * 100)
        return answers

    assert asyncio.run(statuses()) == [503, *[200] * BODIES_AT_ONCE, 200]


def test_bodies_that_are_no_json_are_problems(server: Server) -> None:
    for body in (b"{", b"\xff\xfe", b"[" * 100_000, b'{"tables": ' + b"9" * 5_000 + b"}"):
        answer = server.client.post("/v1/plan", content=body, headers=JSON)
        assert answer.status_code in (400, 422), body[:20]
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_server_answers_after_all_that(server: Server) -> None:
    assert server.client.get("/v1/health").status_code == 200
