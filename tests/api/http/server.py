"""Real servers for tests: processes of their own, each with its own folder of data and port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

COMMAND = (sys.executable, "-c", "from api.cli import app; app()")
READY_SECONDS = 20


@dataclass(frozen=True)
class Server:
    """A running server: a client for it, its process, and the file that holds what it printed."""

    client: httpx.Client
    process: subprocess.Popen[bytes]
    printed: Path


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def serving(folder: Path, **settings: object) -> Iterator[Server]:
    """A server on a free port, data in ``folder``; ended with it."""
    port = free_port()
    told = {"DATA_DIR": folder / "data", "PORT": port, **{name.upper(): value for name, value in settings.items()}}
    environment = {**os.environ, **{f"DIEUPHOI_{name}": str(value) for name, value in told.items()}}
    printed = folder / "printed.txt"
    with printed.open("wb") as out:
        process = subprocess.Popen([*COMMAND, "serve"], env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            wait_until_ready(client, process, printed)
            yield Server(client, process, printed)
    finally:
        process.terminate()
        process.wait(20)


def wait_until_ready(client: httpx.Client, process: subprocess.Popen[bytes], printed: Path) -> None:
    """Wait for the first answer; fails with what was printed if there is none."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            client.get("/v1/health")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(printed.read_text())
