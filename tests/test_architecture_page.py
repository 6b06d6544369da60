"""The layers that docs/architecture.md lists are the contracts that import-linter checks, and its files are there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS = {contract["containers"][0]: contract["layers"] for contract in CONTRACTS if "containers" in contract}


def listed(package: str) -> list[str]:
    """The modules that the page lists under a package, from high to low."""
    (block,) = re.findall(rf"^    {package}\b.*\n((?:      .*\n)+)", PAGE, re.MULTILINE)
    lines = re.findall(r"^      (\w.*)$", block, re.MULTILINE)
    return [name for line in lines for name in re.split(r"\s{2,}", line)[0].split(", ")]


@pytest.mark.parametrize("package", LAYERS)
def test_layers_are_listed_in_their_order(package: str) -> None:
    names = listed(package)
    for layer in LAYERS[package]:
        of_layer = set(layer.split(" : "))
        assert set(names[: len(of_layer)]) == of_layer
        names = names[len(of_layer) :]
    assert names == []


def test_files_are_there() -> None:
    roots = (
        ROOT,
        ROOT / "optimizer",
        *(ROOT / "optimizer" / name for name in ("problem", "engines")),
        ROOT / "api" / "store",
    )
    named = set(re.findall(r"`([\w/.]+(?:\.py|\.toml|/))`", PAGE))
    assert len(named) > 40
    assert [name for name in sorted(named) if not any((root / name).exists() for root in roots)] == []
