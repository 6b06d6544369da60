"""How ways are estimated, and how often they are travelled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from optimizer.domain import Terrain


class TravelSettings(BaseModel):
    """How distances are estimated where none are measured, and what the burden makes of them.

    A way is as much longer than the straight line as the mean of the detours at its ends:
    ``detours`` by the terrain of the units, fitted to ten published ways
    (:mod:`optimizer.travel.calibrate`), ``detour_factor`` where none is given. Beyond
    ``weekly_beyond_minutes`` one way people stay for the working week, so that every further
    minute is travelled once a week; without it everybody travels daily.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    detour_factor: float = Field(default=1.3, ge=1, le=5)
    detours: Mapping[Terrain, Annotated[float, Field(ge=1, le=5)]] = {
        Terrain.LOWLAND: 1.13,
        Terrain.HILLS: 1.19,
        Terrain.MOUNTAINS: 2.03,
    }
    speed_kmh: float = Field(default=35.0, gt=0, le=120)
    season: str = ""
    weekly_beyond_minutes: int | None = Field(default=None, ge=1, le=10_000)

    def detour(self, terrain: str) -> float:
        """How much longer than the straight line roads are in a terrain."""
        return self.detours.get(Terrain(terrain), self.detour_factor)
