"""``make bench``: measure, print a table, write out/bench/pipeline.json."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.instances import province
from tests.benchmarks.pipeline import measure

OUT = Path("out/bench")
SEEDS = (1, 2, 3)
REPEATS = 5
MAX_RATIO = 4.0
MAX_MEMORY_MB = 500.0
FAMILIES = {
    # Quotas above payroll by 1 to 8: the room for transfers rarely runs out.
    "room": (1, 9),
    # Quotas from 3 below to 6 above: transfers compete for room, side rows bind.
    "tight": (-3, 7),
}


def main() -> None:
    """Measure every family and seed, each in a process of its own, so that memory is its own too."""
    if len(sys.argv) == 3:
        print(json.dumps(_one(sys.argv[1], int(sys.argv[2]))))
        return
    records = []
    for family in FAMILIES:
        for seed in SEEDS:
            run = subprocess.run(
                [sys.executable, "-m", "tests.benchmarks", family, str(seed)],
                check=True,
                capture_output=True,
                text=True,
            )
            records.append(json.loads(run.stdout))
            Console(stderr=True).print(f"{family} {seed}: {records[-1]['ratio']:.2f} raw calls")
    _show(records)
    OUT.mkdir(parents=True, exist_ok=True)
    machine = {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
    (OUT / "pipeline.json").write_text(json.dumps({"machine": machine, "runs": records}, indent=2) + "\n")
    missed = [
        record
        for record in records
        if record["name"] == "room" and (record["ratio"] > MAX_RATIO or record["peak_memory_mb"] > MAX_MEMORY_MB)
    ]
    if missed:
        raise SystemExit(f"{len(missed)} runs above {MAX_RATIO} raw calls or {MAX_MEMORY_MB:.0f} MB")


def _one(family: str, seed: int) -> dict[str, object]:
    low, high = FAMILIES[family]
    dataset, policy = province(4_000, 600, 100, seed, low, high)
    return measure(family, seed, dataset, policy, REPEATS if family == "room" else 1).record()


def _show(records: list[dict[str, object]]) -> None:
    steps = ("facts", "arcs", "network", "solve", "proof", "plan", "verify", "pipeline", "raw")
    table = Table("family", "seed", "pairs", "side rows (exceeded)", "status", *steps, "ratio", "MB", title="seconds")
    for record in records:
        seconds = record["seconds"]
        assert isinstance(seconds, dict)
        table.add_row(
            str(record["name"]),
            str(record["seed"]),
            f"{record['pairs']:,}",
            f"{record['side_rows']} ({record['side_rows_exceeded']})",
            str(record["status"]),
            *(f"{seconds[step]:.3f}" for step in steps),
            f"{record['ratio']:.2f}",
            f"{record['peak_memory_mb']:.0f}",
        )
    Console(width=200).print(table)


if __name__ == "__main__":
    main()
