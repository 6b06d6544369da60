"""``dieuphoi limits``: which limits nest in the network, which are side rows, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Lang
from api.cli.read import given, read_input
from api.cli.show import show_report
from api.cli.stages import stages
from optimizer.engines.layout import lay_out
from optimizer.export import limit_sections
from optimizer.facts import facts_of
from optimizer.problem import compile_problem


def limits(
    folder: Annotated[Path, typer.Argument(help="Folder of input tables.")],
    lang: Lang,
    policy: Annotated[Path | None, typer.Option(help="Policy file; by default policy.toml in the folder.")] = None,
) -> None:
    """Compile a folder of tables and tell for every limit where it stands in the model, without planning."""
    with stages(lang) as on_stage:
        on_stage("read")
        read = given(read_input(folder, policy, lang), on_stage, lang)
        on_stage("compile")
        layout = lay_out(compile_problem(facts_of(read.dataset, read.policy)))
    show_report(limit_sections(layout, lang))
