"""Curves of a sweep as a plot; needs the extra ``plot``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from optimizer.text import Language, catalog, say, spoken
from scenarios.sweep import Axis, Point

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def curve_plot(axes: Sequence[Axis], points: Sequence[Point], language: Language = "en") -> Figure:
    """Weighted fill along the first axis, a line for every value of the second; lower is better.

    Raises ValueError for more than two axes, ModuleNotFoundError without matplotlib.
    """
    if len(axes) not in (1, 2):
        raise ValueError("a plot has one axis or two")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 5), layout="constrained")
    plot = figure.subplots()
    for rest in sorted({point.values[1:] for point in points}):
        line = sorted(
            (point.values[0], point.figures.tiers["weighted_fill"]) for point in points if point.values[1:] == rest
        )
        label = ", ".join(
            f"{_label(axis, language)} = {spoken(value, language)}" for axis, value in zip(axes[1:], rest, strict=True)
        )
        plot.plot([x for x, _ in line], [y for _, y in line], marker="o", markersize=4, label=label)
    plot.set_xlabel(_label(axes[0], language))
    plot.set_ylabel(say("sweep.weighted_fill", language))
    plot.set_ylim(bottom=0)
    plot.grid(alpha=0.3)
    if len(axes) > 1:
        plot.legend()
    return figure


def _label(axis: Axis, language: Language) -> str:
    code = f"sweep_axis.{axis.name}"
    return say(code, language) if code in catalog() else axis.name
