"""The norms that hold where a province has set none of its own."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from optimizer.norms.norm import Norm


@cache
def central_norms() -> tuple[Norm, ...]:
    """The norms of central guidance, as published."""
    text = resources.files(__package__).joinpath("central.toml").read_text(encoding="utf-8")
    return tuple(Norm.model_validate(row) for row in tomllib.loads(text)["norms"])
