"""A plan on the map: the seats vacant before it and after it, and who goes where; needs the extra ``plot``."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from optimizer.domain import COMMUNE_KINDS, Unit
from optimizer.planned import Planned
from optimizer.policy import Form
from optimizer.text import Language, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import PathCollection
    from matplotlib.figure import Figure

COLOURS: Mapping[Form, str] = {Form.TRANSFER: "tab:blue", Form.SECONDMENT: "tab:green"}
"""Colours of moves; a reassignment inside a unit has no line."""


def plan_map(planned: Planned, language: Language = "en") -> Figure:
    """Communes shaded by vacant seats, before the plan and after it; moves as lines, the wider the more people.

    A unit is a point where its coordinates are; those without are not drawn, and counted under the
    map. Raises ModuleNotFoundError without matplotlib.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(13, 6.5), layout="constrained")
    first, second = figure.subplots(1, 2, sharex=True, sharey=True)
    drawn = [unit for unit in planned.counts.units if _point(unit) is not None]
    before, after = (state["open_seats"] for state in planned.counts.states)
    most = max([1, *before, *after])
    _draw_units(first, drawn, before, most)
    shades = _draw_units(second, drawn, after, most)
    _draw_moves(second, planned, language)
    for plot, state in ((first, "before"), (second, "after")):
        plot.set_title(say(f"report.{state}", language))
        plot.set_axis_off()
    figure.colorbar(shades, ax=[first, second], shrink=0.7, label=say("map.vacant_seats", language))
    if len(drawn) < len(planned.dataset.units):
        figure.supxlabel(
            say("map.not_drawn", language, units=len(planned.dataset.units) - len(drawn)), fontsize="small"
        )
    return figure


def _draw_units(plot: Axes, units: Sequence[Unit], vacant: pd.Series, most: int) -> PathCollection:
    """Draw communes as circles shaded by ``vacant``, by code, and other units as grey squares; what the shades mean."""
    communes = [unit for unit in units if unit.kind in COMMUNE_KINDS]
    others = [unit for unit in units if unit.kind not in COMMUNE_KINDS]
    plot.scatter(*_coordinates(others), marker="s", s=25, color="0.6", zorder=2)
    shades = plot.scatter(
        *_coordinates(communes),
        c=vacant[[unit.code for unit in communes]],
        cmap="Reds",
        vmin=0,
        vmax=most,
        edgecolors="0.4",
        linewidths=0.5,
        s=60,
        zorder=3,
    )
    if units:
        # A degree of longitude is shorter than one of latitude by the cosine of the latitude.
        latitudes = _coordinates(units)[1]
        plot.set_aspect(1 / math.cos(math.radians(sum(latitudes) / len(latitudes))))
    return shades


def _draw_moves(plot: Axes, planned: Planned, language: Language) -> None:
    """A line for everybody of a form who goes from one unit to another, with a legend of the forms there are."""
    people: Counter[tuple[Form, str, str]] = Counter()
    for move in planned.moves:
        people[move.form, move.from_unit, move.to_unit] += move.count
    named: set[Form] = set()
    for (form, *units), number in sorted(people.items()):
        ends = [_point(planned.dataset.unit_by_code[code]) for code in units]
        if form in COLOURS and None not in ends:
            label = None if form in named else say(f"form.{form}", language)
            longitudes, latitudes = zip(*(end for end in ends if end is not None), strict=True)
            plot.plot(
                longitudes,
                latitudes,
                color=COLOURS[form],
                linewidth=0.5 + 0.5 * math.sqrt(number),
                alpha=0.5,
                zorder=1,
                label=label,
            )
            named.add(form)
    if named:
        plot.legend()


def _coordinates(units: Sequence[Unit]) -> tuple[list[float], list[float]]:
    """Longitudes and latitudes of units that have them."""
    points = [point for unit in units if (point := _point(unit)) is not None]
    return [longitude for longitude, _ in points], [latitude for _, latitude in points]


def _point(unit: Unit) -> tuple[float, float] | None:
    return None if unit.longitude is None or unit.latitude is None else (unit.longitude, unit.latitude)
