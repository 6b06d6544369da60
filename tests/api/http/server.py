"""Real servers for tests: processes of their own, each with its own folder of data and port."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

COMMAND = (sys.executable, "-c", "from api.cli import app; app()")
READY_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server: its address, its process, the file that holds what it printed, an administrator's client.

    ``start_seconds`` is what it took of the processor to be ready.
    """

    url: str
    process: subprocess.Popen[bytes]
    printed: Path
    client: httpx.Client
    start_seconds: float

    def give_token(self, role: str, province: str = "24") -> str:
        """A new token's text."""
        answer = self.client.post("/v1/tokens", json={"name": role, "role": role, "province": province})
        assert answer.status_code == 201, answer.text
        text: str = answer.json()["secret"]
        return text

    def as_role(self, role: str, province: str = "24") -> httpx.Client:
        """A client with a new token; the caller closes it."""
        return client_of(self.url, self.give_token(role, province))


def client_of(url: str, token: str | None) -> httpx.Client:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=url, timeout=60, headers=headers)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def serving(folder: Path, *, token: str | None = None, **settings: Any) -> Iterator[Server]:
    """A server on a free port, data in ``folder``; ``token`` is needed from the second start on."""
    port = free_port()
    told = {"DATA_DIR": folder / "data", "PORT": port, **{name.upper(): value for name, value in settings.items()}}
    environment = {**os.environ, **{f"DIEUPHOI_{name}": str(value) for name, value in told.items()}}
    printed = folder / f"printed-{port}.txt"
    with printed.open("wb") as out:
        process = subprocess.Popen([*COMMAND, "serve"], env=environment, stdout=out, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(url, process, printed)
        spent = psutil.Process(process.pid).cpu_times()
        with client_of(url, token or first_token(printed)) as client:
            yield Server(url, process, printed, client, spent.user + spent.system)
    finally:
        process.terminate()
        process.wait(20)


def wait_until_ready(url: str, process: subprocess.Popen[bytes], printed: Path) -> None:
    """Wait for the first answer; fails with what was printed if there is none."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"{url}/v1/health")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(printed.read_text())


def first_token(printed: Path) -> str | None:
    """The administrator's token that a first start prints."""
    found = re.findall(r"dieuphoi_[0-9a-f]{16}_[\w-]{43}", printed.read_text())
    return found[0] if found else None
