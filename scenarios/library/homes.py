"""Where the people of a roster live: in the commune they work in, or near it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.domain import COMMUNE_KINDS, Unit, UnitKind
from optimizer.travel.straight_line import great_circle_km
from scenarios.library.case import Case
from scenarios.library.draw import stream
from scenarios.library.place import Place

NEAR_KM = 12.0
"""Distance over which people willing to live so far from work fall to a third (assumption)."""

FAR_KM = 60.0
"""Nobody lives farther from work than this, in a straight line (assumption)."""


def homes(case: Case, units: Sequence[Unit], places: Sequence[Place]) -> list[str]:
    """Home commune of everybody.

    A share of commune and centre staff live in their own commune; the others, and all
    provincial staff, where many people live near the office.
    """
    rng = stream(case.seed, "homes")
    communes = [unit for unit in units if unit.kind in COMMUNE_KINDS]
    row_of = {unit.code: row for row, unit in enumerate(communes)}
    latitude = np.array([unit.latitude for unit in communes], dtype=float)
    longitude = np.array([unit.longitude for unit in communes], dtype=float)
    # Where nobody counted the inhabitants, one commune draws as many people as another.
    population = np.array([unit.population or 1 for unit in communes], dtype=float)
    km = great_circle_km(latitude[:, None], longitude[:, None], latitude, longitude)
    gravity = np.where(km <= FAR_KM, population * np.exp(-km / NEAR_KM), 0.0)
    cumulated = np.cumsum(gravity / gravity.sum(axis=1, keepdims=True), axis=1)
    unit_of = {unit.code: unit for unit in units}
    local = {unit.code for unit in units if unit.kind in (*COMMUNE_KINDS, UnitKind.DELIVERY_CENTRE)}
    chance = rng.uniform(size=(2, len(places)))
    chosen = []
    for row, place in enumerate(places):
        work = row_of[unit_of[place.unit].admin_code]
        at_work = place.unit in local and chance[0, row] < case.roster.own_commune
        # The last sum may miss 1.0 by rounding.
        drawn = min(int(np.searchsorted(cumulated[work], chance[1, row], side="right")), len(communes) - 1)
        chosen.append(communes[work if at_work else drawn].code)
    return chosen
