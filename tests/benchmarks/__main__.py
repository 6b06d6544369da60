"""``python -m tests.benchmarks``: measure, write out/bench, print tables and goals.

``python -m tests.benchmarks FAMILY [SIZE] [SEED]`` measures a part; ``table`` only prints what
is in out/bench.
"""

from __future__ import annotations

import subprocess
import sys
import time

from tests.benchmarks.families import Instance
from tests.benchmarks.measure import measure
from tests.benchmarks.national import measure_nation
from tests.benchmarks.record import records
from tests.benchmarks.schedule import NATION, RECORD_LIMIT_SECONDS, schedule
from tests.benchmarks.table import report

HERE = "--here"
"""Measure one instance in this process."""


def main(arguments: list[str]) -> None:
    """What the command line asks for."""
    if arguments[:1] == [HERE]:
        _measure_here(arguments[1:])
        return
    failed = [] if arguments == ["table"] else _measure_all(arguments)
    print(report(records()))
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


def _measure_here(arguments: list[str]) -> None:
    if arguments == [NATION]:
        measure_nation(NATION)
    else:
        family, size, seed = arguments
        measure(Instance(family, size, int(seed)))


def _is_measured(item: list[str]) -> bool:
    """Measure one in a process of its own; what it measured before it failed or was ended stays on disk."""
    try:
        run = subprocess.run([sys.executable, "-m", "tests.benchmarks", HERE, *item], timeout=RECORD_LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return run.returncode == 0


def _measure_all(chosen: list[str]) -> list[str]:
    """Each instance in a process of its own, so that memory is its own too; those that failed."""
    asked = [[item.family, item.size, str(item.seed)] for item in schedule()] + [[NATION]]
    asked = [item for item in asked if item[: len(chosen)] == chosen]
    if not asked:
        raise SystemExit(f"nothing to measure by the name of {' '.join(chosen)}")
    begin, failed = time.monotonic(), []
    for number, item in enumerate(asked, 1):
        print(f"{number} of {len(asked)}, after {time.monotonic() - begin:.0f} s: {' '.join(item)}", file=sys.stderr)
        if not _is_measured(item):
            failed.append(" ".join(item))
    return failed


if __name__ == "__main__":
    main(sys.argv[1:])
