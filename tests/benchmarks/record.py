"""A record: what was measured on one instance, where and when; one JSON file that grows step by step."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

FOLDER = Path("out/bench")
PACKAGES = ("ortools", "highspy", "numpy", "pandas")


@dataclass
class Record:
    """The parts measured so far, on disk after every one, so that a run cut short keeps them."""

    name: str
    parts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.add("made", made())

    def add(self, part: str, value: Any) -> None:
        """One part more."""
        self.parts[part] = value
        FOLDER.mkdir(parents=True, exist_ok=True)
        aside = FOLDER / f"{self.name}.json.part"
        aside.write_text(json.dumps(self.parts, indent=2) + "\n", encoding="utf-8")
        aside.replace(FOLDER / f"{self.name}.json")

    def add_to(self, part: str, name: str, value: Any) -> None:
        """One entry more of a part."""
        self.add(part, {**self.parts.get(part, {}), name: value})


def made() -> Mapping[str, object]:
    """Machine, versions, day, and how busy the machine was before."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="ascii", errors="replace").splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def records() -> Mapping[str, Mapping[str, Any]]:
    """All records there are, by name."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
