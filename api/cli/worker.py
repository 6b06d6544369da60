"""``dieuphoi worker``: carries out runs, beside a server or on another machine."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType
from typing import Annotated

import typer

from api.cli.options import Lang
from api.cli.service import database_of_user, require_jobs, settings_of_user


def worker(
    lang: Lang,
    while_stdin: Annotated[
        bool, typer.Option("--while-stdin", hidden=True, help="End when standard input does: when the parent died.")
    ] = False,
) -> None:
    """Carry out runs until it is ended; further machines share one PostgreSQL. `dieuphoi serve` starts one itself."""
    from api.jobs.identity import worker_name
    from api.jobs.worker import work

    settings = settings_of_user(lang)
    require_jobs(settings, lang)
    database = database_of_user(settings, lang)
    ended = threading.Event()
    if while_stdin:
        threading.Thread(target=_end_with_stdin, args=(ended,), daemon=True).start()

    def end(number: int, frame: FrameType | None) -> None:
        del number, frame
        ended.set()

    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, end)
    with worker_name(settings.data_dir) as name:
        work(settings, database, name, ended.wait)
    # A run that goes on in a thread would be waited for; it is taken up again by the next worker of this name.
    sys.stdout.flush()
    os._exit(0)


def _end_with_stdin(ended: threading.Event) -> None:
    while sys.stdin.buffer.read(1):
        pass
    ended.set()
