"""``python -m tests.benchmarks.peers NAME PROGRAM ANSWER SECONDS``: one peer in a process of its own."""

from __future__ import annotations

import resource
import sys
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.peers import PEERS
from tests.benchmarks.program import Program

name, program, answer, seconds = sys.argv[1:]
said = PEERS[name].solve(Program.load(Path(program)), float(seconds))
peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
replace(said, memory_mb=peak_mb).save(Path(answer))
