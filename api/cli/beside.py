"""A worker process beside a server: started with it, started again when it dies, ended with it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

COMMAND = (sys.executable, "-c", "from api.cli import app; app()", "worker", "--while-stdin")
RESTART_SECONDS = 1.0


@contextmanager
def worker_beside() -> Iterator[None]:
    """Keep a worker running. It reads our end of a pipe, so it ends when this process does, however that comes."""
    ended = threading.Event()

    def keep() -> None:
        while not ended.is_set():
            with subprocess.Popen(COMMAND, stdin=subprocess.PIPE) as process:
                while process.poll() is None and not ended.wait(0.1):
                    pass
                process.terminate()
            ended.wait(RESTART_SECONDS)

    keeper = threading.Thread(target=keep)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()
