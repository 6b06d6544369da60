"""Developer command: draw the pictures that the documentation shows, ``python -m scenarios.pictures FOLDER``.

The same packages draw the same bytes, so that a test holds the pictures against what is drawn
today. Needs the extra ``plot``.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import optimizer
from optimizer.text import LANGUAGES
from scenarios.curves import curve_plot
from scenarios.library import load_case, synthesize
from scenarios.maps import plan_map
from scenarios.svg import svg
from scenarios.sweep import Axis, Base, grid, point_of

MAP_CASE = "bac-ninh"
CURVE_CASE = "lang-son"
MAX_KM = Axis("max_distance", (10, 20, 30, 40, 80))


def pictures() -> Mapping[str, bytes]:
    """Every picture in both languages, by the name of its file."""
    case, swept = load_case(MAP_CASE), load_case(CURVE_CASE)
    planned = optimizer.plan(synthesize(case), case.policy)
    base = Base(synthesize(swept), swept.policy)
    points = [point_of(base, values) for values in grid([MAX_KM]).values()]
    figures = {
        f"{name}.{language}.svg": figure
        for language in LANGUAGES
        for name, figure in (
            (f"{MAP_CASE}-map", plan_map(planned, language)),
            (f"{CURVE_CASE}-distance", curve_plot([MAX_KM], points, language)),
        )
    }
    return {name: svg(figure) for name, figure in figures.items()}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in pictures().items():
        (folder / name).write_bytes(content)
