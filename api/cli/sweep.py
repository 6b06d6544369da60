"""``dieuphoi sweep``: a province planned for every value of a parameter, or every point of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from api.cli.options import Lang
from api.cli.progress import counted
from api.cli.read import given, read_input
from api.cli.show import say_line, show_findings, show_report
from api.cli.stages import stages
from api.cli.stop import FOUND, files_of_user, stop
from api.plan_folder import PlanFolder
from optimizer.export import Section
from optimizer.ingest import InputError
from optimizer.text import Language, say, spoken
from scenarios.curves import curve_plot
from scenarios.svg import svg
from scenarios.sweep import AXES, MOVES, Axis, Point, curve_csv, grid
from scenarios.sweep import sweep as sweep_points

MOST_POINTS = 10_000
"""Points of a grid that are planned; more are most likely a slip of the pen."""


def sweep(
    folder: Annotated[Path, typer.Argument(help="Folder of input tables, or of a plan.")],
    over: Annotated[
        list[str],
        typer.Option(
            metavar="NAME=VALUES",
            help=f"Axis: {MOVES}, {', '.join(AXES)} or the path of a value of the policy, with its values as 10,20,50 "
            "or first:last:step; may be repeated for a grid.",
        ),
    ],
    out: Annotated[Path, typer.Option(help="Folder to write curve.csv and curve.svg to.")],
    lang: Lang,
    processes: Annotated[
        int | None, typer.Option(min=1, help="Points planned at a time; by default one per core.")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(envvar="DIEUPHOI_SCHEDULER", help="Address of a Dask scheduler, to plan on a cluster instead."),
    ] = None,
) -> None:
    """Plan along one or two parameters: what every further move, kilometre, đồng or share buys."""
    axes = [_axis(text, lang) for text in over]
    if len(axes) > 2 or len({axis.name for axis in axes}) < len(axes):
        stop("bad_axes", lang)
    points = grid(axes)
    if len(points) > MOST_POINTS:
        stop("many_points", lang, points=len(points), most=MOST_POINTS)
    if scheduler is not None and find_spec("distributed") is None:
        stop("no_extra", lang, extra="cluster")
    source = PlanFolder(folder)
    tables, policy = (source.input, source.policy) if source.has_plan else (folder, None)
    with stages(lang) as on_stage:
        on_stage("read")
        read = given(read_input(tables, policy, lang), on_stage, lang)
    planned = sweep_points(read.dataset, read.policy, axes, processes=processes, scheduler=scheduler)
    with files_of_user(lang):
        try:
            ended = list(counted(planned, say("sweep.points", lang), len(points)))
        except InputError as error:
            show_findings(error.findings, lang)
            raise typer.Exit(FOUND) from None
    found = [done.answer for done in ended if done.answer is not None]
    with files_of_user(lang):
        out.mkdir(parents=True, exist_ok=True)
        (out / "curve.csv").write_bytes(curve_csv(axes, found).encode())
        if has_plots := find_spec("matplotlib") is not None:
            (out / "curve.svg").write_bytes(svg(curve_plot(axes, found, lang)))
    show_report([_table(axes, found, lang)])
    for done in ended:
        if done.failure is not None:
            say_line("point_failed", lang, point=done.name, reason=done.failure.reason)
    if not has_plots:
        say_line("no_plot", lang)
    say_line("sweep_written", lang, path=out)
    if len(found) < len(ended):
        raise typer.Exit(FOUND)


def _axis(text: str, language: Language) -> Axis:
    """``moves=0,10,20`` or ``moves=0:20:10`` as an axis."""
    name, _, values = text.partition("=")
    try:
        return Axis(name.strip(), _values(values))
    except ValueError:
        stop("bad_axis", language, value=text)


def _values(text: str) -> tuple[float, ...]:
    """Values in a list or in equal steps, the last included.

    >>> _values("0.1:0.3:0.1"), _values("30,60")
    ((0.1, 0.2, 0.3), (30.0, 60.0))
    """
    if ":" not in text:
        return tuple(dict.fromkeys(float(value) for value in text.split(",")))
    first, last, step = (float(value) for value in text.split(":"))
    if not step > 0 or not 0 <= (last - first) / step <= MOST_POINTS:
        raise ValueError(text)
    # Rounded, as steps of a tenth add up to 0.30000000000000004.
    return tuple(np.round(first + step * np.arange(int((last - first) / step + 1e-9) + 1), 9).tolist())


def _table(axes: Sequence[Axis], points: Sequence[Point], language: Language) -> Section:
    heads = ("weighted_fill", "people_moved", "vacant_seats", "cost_vnd")
    return Section(
        say("sweep.title", language),
        (*(axis.name for axis in axes), *(say(f"sweep.{head}", language) for head in heads)),
        tuple(
            (
                *(spoken(value, language) for value in point.values),
                spoken(point.figures.tiers["weighted_fill"], language),
                *(spoken(getattr(point.figures, head), language) for head in heads[1:]),
            )
            for point in sorted(points, key=lambda point: point.values)
        ),
        (say("report.lower_is_better", language),),
    )
