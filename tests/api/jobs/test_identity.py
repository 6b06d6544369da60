"""Names of workers: distinct while they live, taken up again after a death."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from api.jobs.identity import worker_name

HOLD = """
import sys
from pathlib import Path
from api.jobs.identity import worker_name
with worker_name(Path(sys.argv[1])) as name:
    print(name, flush=True)
    sys.stdin.read()
"""


def test_names_are_distinct_while_workers_live_and_are_taken_up_after_a_kill(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        theirs = other.stdout.readline().strip()
        with worker_name(tmp_path) as ours:
            assert ours != theirs
        other.kill()
        other.wait()
    with worker_name(tmp_path) as heir:
        assert heir == theirs
