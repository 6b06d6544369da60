"""Programs of ours that handle what others wrote: in a process of their own, short of memory, time and files.

A workbook or a template may be made to exhaust whoever opens it. Here only the child is lost,
and the caller learns which limit it met.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_BOOTSTRAP = """
import resource, runpy, sys
memory, seconds = int(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sys.argv = sys.argv[3:]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
except MemoryError:
    sys.exit({no_memory})
"""
_NO_MEMORY = 77
_MOST_SAID = 100_000


class Trouble(StrEnum):
    """Why a program gave no answer."""

    MEMORY = "memory"
    TIME = "time"
    FAILED = "failed"


class LimitedError(RuntimeError):
    """A program met a limit or failed. ``detail`` is the last line of what it said, for those who look into it."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(f"{trouble}: {detail}" if detail else str(trouble))
        self.trouble = trouble
        self.detail = detail


@dataclass(frozen=True)
class Limits:
    """What a program may use: bytes of address space, seconds of processor and of waiting, bytes of answer."""

    memory_bytes: int = 1_500_000_000
    seconds: int = 20
    answer_bytes: int = 150_000_000


def run_limited(program: Path, *arguments: str, given: bytes = b"", limits: Limits) -> bytes:
    """What a Python file prints when run by itself with ``given`` as its standard input.

    The file imports no package of ours, so that it starts at once. Raises LimitedError.
    """
    path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
    words = [str(limits.memory_bytes), str(limits.seconds), str(program), *arguments]
    bootstrap = _BOOTSTRAP.format(no_memory=_NO_MEMORY)
    # Answers go through a file, since a pipe would have to be read into memory whatever its length.
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", bootstrap, *words],
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=said,
            env={**_told(), "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
            process_group=0,
        )
        try:
            process.communicate(given, timeout=2 * limits.seconds)
        except subprocess.TimeoutExpired:
            raise LimitedError(Trouble.TIME) from None
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if process.returncode:
            said.seek(0)
            raise LimitedError(_trouble(process.returncode), _last_line(said.read(_MOST_SAID)))
        if answer.seek(0, os.SEEK_END) > limits.answer_bytes:
            raise LimitedError(Trouble.MEMORY)
        answer.seek(0)
        return answer.read()


def _told() -> dict[str, str]:
    """The environment without our settings: a server's secret is among them."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DIEUPHOI_")}


def _trouble(returncode: int) -> Trouble:
    """What an exit code means. Libraries that cannot allocate abort instead of raising."""
    if returncode in (_NO_MEMORY, -signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV):
        return Trouble.MEMORY
    return Trouble.TIME if returncode == -signal.SIGXCPU else Trouble.FAILED


def _last_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""
