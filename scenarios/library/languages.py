"""Who speaks a language besides Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.domain import Unit
from scenarios.library.case import Case
from scenarios.library.draw import stream
from scenarios.library.place import Place


def languages(case: Case, units: Sequence[Unit], places: Sequence[Place]) -> list[tuple[str, ...]]:
    """Languages of everybody: a share of all people speaks each, but nobody in a commune that asks for it."""
    asked = {unit.code: frozenset(unit.languages) for unit in units}
    speaks = {
        code: stream(case.seed, f"language {code}").uniform(size=len(places)) < share
        for code, share in sorted(case.roster.languages.items())
    }
    return [
        tuple(code for code, drawn in speaks.items() if bool(np.bool_(drawn[row])) and code not in asked[place.unit])
        for row, place in enumerate(places)
    ]
