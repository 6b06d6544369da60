"""``dieuphoi check``: what is wrong with a folder of tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Lang
from api.cli.read import read_input
from api.cli.show import show_findings
from api.cli.stages import stages
from api.cli.stop import FOUND
from optimizer.findings import has_errors


def check(
    folder: Annotated[Path, typer.Argument(help="Folder of input tables.")],
    lang: Lang,
    policy: Annotated[Path | None, typer.Option(help="Policy file; by default policy.toml in the folder.")] = None,
) -> None:
    """Read a folder of tables and print everything that is wrong with it, without planning."""
    with stages(lang) as on_stage:
        on_stage("read")
        reading = read_input(folder, policy, lang)
    show_findings(reading.findings, lang)
    if has_errors(reading.findings):
        raise typer.Exit(FOUND)
