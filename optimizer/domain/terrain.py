"""Terrain: how much longer than the straight line roads are."""

from __future__ import annotations

from enum import StrEnum


class Terrain(StrEnum):
    """The terrain of a unit; empty where nobody said."""

    UNSAID = ""
    LOWLAND = "lowland"
    HILLS = "hills"
    MOUNTAINS = "mountains"
