"""A name for every worker: stable over restarts, distinct among those that live."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from uuid import uuid4


@contextmanager
def worker_name(data_dir: Path) -> Iterator[str]:
    """The first name of this folder that no living worker holds; a process that dies lets go of its own.

    Jobs of a worker that died are taken up by the next one of its name.
    """
    folder = data_dir / "workers"
    folder.mkdir(exist_ok=True)
    for number in count():
        with (folder / f"{number}.name").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            file.seek(0)
            name = file.read()
            if not name:
                name = f"{os.uname().nodename[:40]}-{uuid4().hex[:12]}"
                file.write(name)
                file.flush()
            yield name
            return
